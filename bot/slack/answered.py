"""A message of ours once it was answered: the same words, no buttons, and what was tapped."""

from collections.abc import Sequence
from typing import Any

from bot.slack.blocks import SlackMessage, footnote, language_in, linked, section
from bot.slack.fitting import ROW, cut, spoken
from bot.slack.payloads import Action, Block, BlockActions
from bot.slack.speech import unescaped
from texts.say import say


def answered_form(tap: BlockActions) -> SlackMessage | None:
    """The message as Slack gave it back with the tap, closed. None where there is no message of ours.

    It says what was tapped, not what was understood: an old button closes in the same way.
    """
    given = tap.message.blocks if tap.message else None
    said = [one for one in given or () if one.type == "section" and one.text]
    if not said:
        return None
    action = tap.actions[0]
    label = cut(_label(action, said), ROW)
    note = say("slack-tapped", language_in(action.action_id), {"label": label})
    return SlackMessage(spoken([*map(_words, said), note]), [*map(_closed, said), footnote(note)])


def closed_form(message: SlackMessage) -> SlackMessage:
    """A message of ours without its buttons: it was answered in words."""
    said = [one for one in message.blocks if one["type"] == "section"]
    bare = [{name: part for name, part in one.items() if name != "accessory"} for one in said]
    return SlackMessage(spoken(unescaped(one["text"]["text"]) for one in said), bare)


def _closed(block: Block) -> dict[str, Any]:
    """A link stays one: only our own messages come here, and only the catalogue's links are in them."""
    if block.text and block.text.type == "mrkdwn":
        return linked(block.text.text)
    return section(_words(block))


def _words(block: Block) -> str:
    return unescaped(block.text.text) if block.text else ""


def _label(action: Action, said: Sequence[Block]) -> str:
    """What the person saw on what they tapped; beside a sentence, the sentence."""
    row = next((one for one in said if action.block_id and one.block_id == action.block_id), None)
    if row is not None:
        return _words(row)
    shown = action.selected_option.text if action.selected_option else action.text
    return unescaped(shown.text) if shown else ""
