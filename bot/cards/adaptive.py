"""A reply as an Adaptive Card (1.5), for every door that shows cards.

All words stand in TextRuns, never in TextBlocks: a TextBlock reads Markdown, and what a person
wrote must show as they wrote it, not become a link or a list.
"""

from typing import Any, Final

from dialogs.replies import Choice, Line, Reply, paragraphs, text_of

Element = dict[str, Any]
"""One piece of a card, as the JSON it becomes."""

VERSION: Final = "1.5"
"""The newest schema that Teams shows on every device."""

_BUTTON: Final = "choice-"
"""Labels of buttons have keys that begin like this; any other label is a whole sentence."""


def card_of(reply: Reply, token: str) -> Element | None:
    """The reply as a card, or None where plain text says it all.

    `token` is what each tap carries back as `question`, beside the `choice`.
    """
    if reply.layout == "text" and not reply.choices:
        return None
    rows = [one for one in enumerate(reply.choices, 1) if _is_sentence(reply, one[1])]
    buttons = [one for one in reply.choices if not _is_sentence(reply, one)]
    body = [*_paragraphs(reply), *(_row(number, one, reply, token) for number, one in rows)]
    if buttons:
        body.append(_action_set([_submit(one, reply, token) for one in buttons]))
    return {
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": reply.language,
        "fallbackText": summary_of(reply),
        "body": body,
    }


def summary_of(reply: Reply) -> str:
    """The reply as text that stands alone: for notifications, and where cards are not shown."""
    lines = list(paragraphs(reply))
    if reply.layout == "list":
        lines += [f"{n}. {text_of(one.label, reply.language)}" for n, one in enumerate(reply.choices, 1)]
    return "\n".join(lines)


def _is_sentence(reply: Reply, choice: Choice) -> bool:
    return reply.layout == "list" and not choice.label.key.startswith(_BUTTON)


def _paragraphs(reply: Reply) -> list[Element]:
    if reply.layout == "card":
        return [_rich(_inlines(one, reply)) for one in reply.lines]
    return [_rich([_run(text)]) for text in paragraphs(reply)]


def _inlines(line: Line, reply: Reply) -> list[Element]:
    """The line's words; the address of a resource can be tapped. Only the catalogue fills that
    slot, so a link is never made of what somebody wrote."""
    text = text_of(line, reply.language)
    address = line.slots.get("address") if line.key == "rehearse-link" else None
    if not isinstance(address, str) or not address.startswith("https://"):
        return [_run(text)]
    before, _, after = text.partition(address)
    return [_run(before), _link(address), _run(after)]


def _row(number: int, choice: Choice, reply: Reply, token: str) -> Element:
    """One sentence to pick, tappable all over. The number is what one can write instead."""
    columns = [
        _column("auto", _rich([_run(f"{number}.")])),
        _column("stretch", _rich([_run(text_of(choice.label, reply.language))])),
    ]
    return {
        "type": "Container",
        "style": "emphasis",
        "roundedCorners": True,
        "selectAction": _submit(choice, reply, token),
        "items": [{"type": "ColumnSet", "columns": columns}],
    }


def _column(width: str, item: Element) -> Element:
    return {"type": "Column", "width": width, "spacing": "small", "items": [item]}


def _rich(inlines: list[Element]) -> Element:
    return {"type": "RichTextBlock", "inlines": inlines}


def _run(text: str) -> Element:
    return {"type": "TextRun", "text": _literal(text)}


def _link(address: str) -> Element:
    return {**_run(address), "selectAction": {"type": "Action.OpenUrl", "title": address, "url": address}}


def _literal(text: str) -> str:
    """Cards turn {{DATE(…)}} into a date wherever it stands; an invisible joiner keeps it as written."""
    return text.replace("{{", "{\u2060{")


def _action_set(actions: list[Element]) -> Element:
    return {"type": "ActionSet", "actions": actions}


def _submit(choice: Choice, reply: Reply, token: str) -> Element:
    title = text_of(choice.label, reply.language)
    return {"type": "Action.Submit", "title": title, "data": {"question": token, "choice": choice.value}}
