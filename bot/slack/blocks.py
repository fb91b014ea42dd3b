"""A reply as a Slack message: Block Kit, and the same as text for notifications and screen readers.

Words stand as `plain_text`, in which Slack reads no markup: what a person wrote shows as they
wrote it, and calls nobody. Sources: Block Kit reference, chat.postMessage.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.plain import plain_text_of
from bot.slack.fitting import HEADING, LABEL, ROW, cut, fitted, sections_of, spoken
from bot.slack.speech import escaped
from bot.slack.translation import value_of
from dialogs.replies import Choice, Line, Reply, option_of, paragraphs, text_of
from texts.say import Language, say

Block = dict[str, Any]
"""One piece of a message, as the JSON it becomes."""

ROWS: Final = 5
"""Sentences with a button each; more are numbered, with one menu below."""
CHOICE: Final = "choice"
"""Action ids of what answers a question begin like this; the language follows, and the position."""
TITLES: Final = frozenset({"rehearse-topic", "rehearse-no-topic", "progress", "progress-none"})
"""Lines that say what the message is about."""
LINKS: Final = frozenset({"rehearse-link", "my-data-link", "privacy-page"})
"""Lines with an address that can be followed."""
LOOKS: Final = {"begin": "primary", "keep": "primary", "erase": "danger"}
"""How a button looks where it matters most which one it is. All say in words what they do."""
_BUTTON: Final = "choice-"
"""Labels of buttons have keys that begin like this; any other label is a whole sentence."""


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """`text` is what is read aloud and shown in notifications; `blocks` is what is seen."""

    text: str
    blocks: list[Block]


def message_of(reply: Reply, token: str) -> SlackMessage:
    """`token` is what each tap carries back, beside the choice."""
    numbered = list(enumerate(reply.choices, 1))
    rows = [one for one in numbered if _is_sentence(reply, one[1])]
    buttons = [one for one in numbered if not _is_sentence(reply, one[1])]
    blocks = [*_paragraphs(reply), *_rows(rows, reply, token)]
    if buttons:
        blocks.append(actions([_choice_button(number, one, reply, token) for number, one in buttons]))
    return SlackMessage(spoken([plain_text_of(reply)]), blocks)


def section(text: str) -> Block:
    return {"type": "section", "text": plain(text)}


def linked(markup: str) -> Block:
    """A section in which Slack reads links; everything else in it must be escaped."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": markup, "verbatim": True}}


def plain(text: str) -> Block:
    """An empty text is refused by Slack; a no-break space shows the same."""
    return {"type": "plain_text", "text": text or "\u00a0", "emoji": False}


def heading(text: str) -> Block:
    return {"type": "header", "text": plain(text)}


def footnote(text: str) -> Block:
    return {"type": "context", "elements": [plain(text)]}


def actions(elements: list[Block]) -> Block:
    return {"type": "actions", "elements": elements}


def button(label: str, action: str, value: str) -> Block:
    return {"type": "button", "text": plain(cut(label, LABEL)), "action_id": action, "value": value}


def lines_as_blocks(lines: tuple[Line, ...], language: Language) -> list[Block]:
    """Each line a paragraph of its own; what the message is about stands out."""
    shown = zip(lines, fitted([text_of(one, language) for one in lines]), strict=True)
    return [block for line, text in shown for block in _paragraph(line, text)]


def is_words(kind: str) -> bool:
    """Whether a block of this type says something, beside being tapped."""
    return kind in {"section", "header"}


def language_in(action: str) -> Language:
    """The language of the message an answer was tapped in."""
    return "en" if action.startswith(f"{CHOICE}-en-") else "da"


def _paragraphs(reply: Reply) -> list[Block]:
    if reply.layout == "card":
        return lines_as_blocks(reply.lines, reply.language)
    return [section(piece) for text in fitted(paragraphs(reply)) for piece in sections_of(text)]


def _paragraph(line: Line, text: str) -> list[Block]:
    """The address of a resource, and of one's own data, can be followed. Only the catalogue and the
    service fill that slot, so a link is never made of what somebody wrote."""
    if line.key in TITLES and len(text) <= HEADING:
        return [heading(text)]
    address = line.slots.get("address") if line.key in LINKS else None
    if not isinstance(address, str) or not address.startswith(("https://", "http://")) or address not in text:
        return [section(piece) for piece in sections_of(text)]
    before, _, after = text.partition(address)
    return [linked(f"{escaped(before)}<{escaped(address)}>{escaped(after)}")]


def _is_sentence(reply: Reply, choice: Choice) -> bool:
    return reply.layout == "list" and not choice.label.key.startswith(_BUTTON)


def _rows(rows: list[tuple[int, Choice]], reply: Reply, token: str) -> list[Block]:
    if len(rows) <= ROWS:
        return [_row(number, one, reply, token) for number, one in rows]
    texts = fitted([_numbered(number, one, reply) for number, one in rows])
    listed = [section(piece) for piece in sections_of("\n".join(texts))]
    return [*listed, actions([_menu(rows, reply, token)])]


def _row(number: int, choice: Choice, reply: Reply, token: str) -> Block:
    """A sentence with its button. The number is what one can write instead."""
    text = _numbered(number, choice, reply)
    pick = button(say("slack-pick", reply.language), _action(number, reply), value_of(token, choice.value))
    return section(text) | {"accessory": pick | {"accessibility_label": cut(text, LABEL)}}


def _menu(rows: list[tuple[int, Choice]], reply: Reply, token: str) -> Block:
    options = [
        {"text": plain(cut(_numbered(number, one, reply), LABEL)), "value": value_of(token, one.value)}
        for number, one in rows
    ]
    return {
        "type": "static_select",
        "placeholder": plain(say("slack-pick", reply.language)),
        "action_id": _action(0, reply),
        "options": options,
    }


def _choice_button(number: int, choice: Choice, reply: Reply, token: str) -> Block:
    label = text_of(choice.label, reply.language)
    look = {"style": LOOKS[choice.value]} if choice.value in LOOKS else {}
    return button(label, _action(number, reply), value_of(token, choice.value)) | look


def _numbered(number: int, choice: Choice, reply: Reply) -> str:
    return f"{number}. {cut(option_of(choice, reply.language), ROW)}"


def _action(number: int, reply: Reply) -> str:
    return f"{CHOICE}-{reply.language}-{number}"
