"""From an activity to what happened in the conversation."""

import re
from datetime import datetime, timedelta, timezone
from typing import Final

from pydantic import JsonValue

from bot.botframework.activities import Account, Inbound
from bot.buttons import ButtonSigner
from dialogs.events import Edited, Event, Pressed, Said
from service.door import Address, Incoming
from texts.say import LANGUAGES, Language

TOGETHER: Final = timedelta(minutes=10)
"""Teams tells of a new conversation twice, as a conversation update and as an installation:
within this time they count as one, so that the person is greeted once. Only the second comes
when somebody installs the coach again (microsoft/BotBuilder-Samples#2599)."""

LONGEST_NAME: Final = 60
"""What is longer would not fit a sentence."""

_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=timezone.utc)
_MENTION: Final = re.compile(r"<at\b[^<>]*>(.*?)</at>", re.IGNORECASE | re.DOTALL)


def incoming(inbound: Inbound, event: Event) -> Incoming:
    """What the coach takes. Of the channel's address only what sending needs is kept."""
    details = {
        "service_url": inbound.service_url,
        "bot": inbound.recipient.id,
        "user": inbound.sender.id,
        "tenant": next(iter(inbound.tenants), ""),
    }
    address = Address(inbound.channel_id, inbound.conversation.id, details)
    directory = inbound.sender.aad_object_id or ""
    return Incoming(
        address,
        inbound.sender.id,
        inbound.id or "",
        event,
        language_of(inbound.locale),
        directory=directory,
        name=called(inbound.sender),
    )


def called(account: Account) -> str:
    """What the channel calls somebody, on one line, where it is short enough to be a name."""
    name = " ".join((account.name or "").split())
    return name if len(name) <= LONGEST_NAME and name.isprintable() else ""


def heard(inbound: Inbound, signer: ButtonSigner) -> Event:
    """What a message says: a tap on one of our cards, or words."""
    tap = _tap(inbound.value)
    if tap is not None:
        return pressed(inbound, tap, signer)
    if inbound.value is not None and not inbound.text:
        return Pressed(question="", choice="")  # a button that is none of ours
    return Said(spoken_text(inbound), message=inbound.id or "")


def reread(inbound: Inbound) -> Edited:
    """What an edited message says now; it keeps the id it was first sent with."""
    return Edited(inbound.id or "", spoken_text(inbound))


def change_id(inbound: Inbound) -> str:
    """Tells one change of a message from the next, and from the message itself."""
    moment = inbound.timestamp.isoformat() if inbound.timestamp else inbound.text
    return f"{inbound.type}|{inbound.id}|{moment}"


def executed(inbound: Inbound, signer: ButtonSigner) -> Pressed | None:
    """A tap on a card that waits for our answer, or None where the payload is malformed."""
    action = _member(inbound.value, "action")
    tap = _tap(_member(action, "data"))
    return None if tap is None else pressed(inbound, tap, signer)


def pressed(inbound: Inbound, tap: tuple[str, str], signer: ButtonSigner) -> Pressed:
    """A forged or foreign button belongs to no question, so the coach treats it as an old one."""
    token, choice = tap
    question = signer.question(inbound.channel_id, inbound.conversation.id, token)
    return Pressed(question=question or "", choice=choice)


def newcomer(inbound: Inbound) -> Inbound | None:
    """The activity as if the person who joined had sent it, or None when nobody did.

    In a personal chat the channel may tell of the bot alone; elsewhere the bot is no person.
    """
    people = [one for one in inbound.members_added or () if one.id != inbound.recipient.id]
    said_personal = inbound.conversation.conversation_type == "personal"
    if inbound.sender.id != inbound.recipient.id:
        return inbound if people or said_personal else None
    return inbound.model_copy(update={"sender": people[0]}) if people else None


def greeting_id(inbound: Inbound) -> str:
    """The same for everything that tells of one arrival; see TOGETHER."""
    if inbound.timestamp is None:
        return inbound.id or ""
    since = inbound.timestamp.replace(tzinfo=inbound.timestamp.tzinfo or timezone.utc) - _BEGINNING
    return f"joined-{since // TOGETHER}"


def spoken_text(inbound: Inbound) -> str:
    """The words without the mention of the coach; other people's mentions leave their names."""
    text = inbound.text or ""
    for mention in _own_mentions(inbound):
        text = text.replace(mention, " ")
    # Teams puts a no-break space behind a mention, at times as an entity.
    return _MENTION.sub(r"\1", text).replace("&nbsp;", " ").strip()


def language_of(locale: str | None) -> Language | None:
    primary = re.split(r"[-_]", locale or "", maxsplit=1)[0].lower()
    return next((one for one in LANGUAGES if one == primary), None)


def _own_mentions(inbound: Inbound) -> list[str]:
    found = []
    for entity in inbound.entities or ():
        mentioned, text = entity.get("mentioned"), entity.get("text")
        if entity.get("type") == "mention" and _member(mentioned, "id") == inbound.recipient.id:
            name = _member(mentioned, "name")
            found += [one for one in (text, f"<at>{name}</at>") if isinstance(one, str) and _MENTION.fullmatch(one)]
    return found


def _tap(value: JsonValue) -> tuple[str, str] | None:
    question, choice = _member(value, "question"), _member(value, "choice")
    return (question, choice) if isinstance(question, str) and isinstance(choice, str) else None


def _member(value: JsonValue, name: str) -> JsonValue:
    return value.get(name) if isinstance(value, dict) else None
