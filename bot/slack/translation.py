"""From what Slack sends to what happened in the conversation.

A person has one conversation with the coach, wherever in Slack they touch it: its key is the
workspace and the person. The channel's own ids of messages tell a second delivery from a second
message: channel and timestamp where there is a message, and Slack's id of the event elsewhere.
"""

from typing import Final

from bot.buttons import ButtonSigner
from bot.slack.payloads import Action, BlockActions, Command, Event, EventCallback, MessageShortcut
from bot.slack.speech import spoken_text
from dialogs.events import Brought, Deleted, Edited, Joined, Pressed, Said
from dialogs.events import Event as Happened
from service.door import Address, Incoming

CHANNEL: Final = "slack"
PRIVATE: Final = frozenset({"im", "app_home"})
"""Kinds of channel in which the person and the coach are alone."""
WRITTEN: Final = frozenset({None, "file_share", "me_message", "thread_broadcast"})
"""Kinds of message a person writes; any other is Slack's or an app's."""
GREETING: Final = "joined"
"""One arrival is told of by several events; to the coach they are the same message."""
_BETWEEN: Final = " "
"""Stands between a button's token and its choice; neither holds a space."""


def address_of(team: str, user: str) -> Address:
    """Where the person is reached: a post to a person's id opens their chat with the app."""
    return Address(CHANNEL, f"{team}:{user}", {"team": team, "user": user})


def is_message(event: Event) -> bool:
    """Whether the person wrote this to the coach, and to nobody else."""
    alone = event.channel_type in PRIVATE and not event.bot_id
    return alone and event.subtype in WRITTEN and bool(event.user and event.channel and event.ts)


def said(envelope: EventCallback) -> Incoming:
    """What a person wrote. Only for what `is_message`."""
    event = envelope.event
    message = f"{event.channel}:{event.ts}"
    return _incoming(envelope.team_id, event.user or "", message, Said(spoken_text(event.text or ""), message))


def amended(envelope: EventCallback) -> Incoming | None:
    """What a person made of words of their own: changed or taken back. None for anything else; previews and
    our own updates change messages too."""
    event = envelope.event
    before, after = event.previous_message, event.message
    if event.channel_type not in PRIVATE or before is None or before.bot_id or not (before.user and before.ts):
        return None
    message = f"{event.channel}:{before.ts}"
    if event.subtype == "message_deleted":
        return _incoming(envelope.team_id, before.user, envelope.event_id, Deleted(message))
    if event.subtype != "message_changed" or after is None or after.text == before.text:
        return None
    text = spoken_text(after.text or "")
    return _incoming(envelope.team_id, before.user, envelope.event_id, Edited(message, text))


def arrived(team: str, user: str) -> Incoming:
    return _incoming(team, user, GREETING, Joined())


def pressed(tap: BlockActions, signer: ButtonSigner) -> Incoming:
    """A tap. A forged or foreign button belongs to no question, so the coach treats it as an old one."""
    address = address_of(tap.team.id, tap.user.id)
    token, _, choice = carried(tap.actions[0]).partition(_BETWEEN)
    question = signer.question(CHANNEL, address.conversation, token) or ""
    return _incoming(tap.team.id, tap.user.id, tap_id(tap), Pressed(question, choice))


def carried(action: Action) -> str:
    """What a button, or a menu's option, carries."""
    return action.selected_option.value if action.selected_option else action.value or ""


def value_of(token: str, choice: str) -> str:
    """What a button should carry, for `pressed` to read."""
    return f"{token}{_BETWEEN}{choice}"


def tap_id(tap: BlockActions) -> str:
    shown = f"{tap.channel.id}:{tap.message.ts}" if tap.channel and tap.message else "home"
    return f"{shown}:{tap.actions[0].action_ts}"


def commanded(command: Command, text: str) -> Incoming:
    """A slash command. `text` is what the person means by it, when they wrote nothing."""
    meant = spoken_text(command.text) or text
    return _incoming(command.team_id, command.user_id, f"command:{command.trigger_id}", Said(meant))


def brought(shortcut: MessageShortcut) -> Incoming:
    event = Brought(spoken_text(shortcut.message.text or ""))
    return _incoming(shortcut.team.id, shortcut.user.id, f"shortcut:{shortcut.trigger_id}", event)


def spoken(tap: BlockActions, text: str) -> Incoming:
    """A button that stands for words."""
    return _incoming(tap.team.id, tap.user.id, tap_id(tap), Said(text))


def called(tap: BlockActions) -> Incoming:
    """A button that brings the coach to the person, from a channel."""
    return _incoming(tap.team.id, tap.user.id, tap_id(tap), Joined())


def _incoming(team: str, user: str, message: str, event: Happened) -> Incoming:
    return Incoming(address_of(team, user), user, message, event)
