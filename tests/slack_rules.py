"""What Slack documents of Block Kit, as a judge: why it would refuse blocks.

Sources: the Block Kit reference (blocks, elements, composition objects), the message limit seen in
slackapi/bolt-js#2509.
"""

import json
from collections.abc import Iterator
from typing import Any

MESSAGE, HOME = 50, 100
WHOLE = 13_000
PARTS = {
    "section": {"type", "block_id", "text", "fields", "accessory", "expand"},
    "actions": {"type", "block_id", "elements"},
    "context": {"type", "block_id", "elements"},
    "header": {"type", "block_id", "text"},
    "divider": {"type", "block_id"},
    "button": {"type", "text", "action_id", "url", "value", "style", "confirm", "accessibility_label"},
    "static_select": {"type", "action_id", "options", "option_groups", "initial_option", "placeholder", "confirm"},
    "plain_text": {"type", "text", "emoji"},
    "mrkdwn": {"type", "text", "verbatim"},
}


def refusal(blocks: Any, most: int = MESSAGE) -> str | None:
    """Slack's error for these blocks, or None. `most` is how many the place may hold."""
    faults = list(_faults(blocks, most))
    if faults:
        return f"invalid_blocks: {faults[0]}"
    return "msg_blocks_too_long" if most == MESSAGE and len(json.dumps(blocks, ensure_ascii=False)) > WHOLE else None


def _faults(blocks: Any, most: int) -> Iterator[str]:
    if not isinstance(blocks, list) or not 1 <= len(blocks) <= most:
        yield "the number of blocks"
        return
    ids = [one["block_id"] for one in blocks if isinstance(one, dict) and "block_id" in one]
    if len(ids) != len(set(ids)) or any(not 1 <= len(one) <= 255 for one in ids):
        yield "block_id"
    for block in blocks:
        yield from _block(block)


def _block(block: Any) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in {"section", "actions", "context", "header", "divider"}:
        yield f"a block of type {kind}"
        return
    yield from _known(block, kind)
    if kind == "section":
        yield from _text(block.get("text"), 3000, {"plain_text", "mrkdwn"})
        if "accessory" in block:
            yield from _element(block["accessory"])
    elif kind == "header":
        yield from _text(block.get("text"), 150, {"plain_text"})
    elif kind == "context":
        elements = block.get("elements", [])
        yield from _count(elements, 10, "context elements")
        for one in elements:
            yield from _text(one, 3000, {"plain_text", "mrkdwn"})
    elif kind == "actions":
        elements = block.get("elements", [])
        yield from _count(elements, 25, "actions elements")
        names = [one.get("action_id") for one in elements]
        if len(set(names)) != len(names):
            yield "action_id twice in a block"
        for one in elements:
            yield from _element(one)


def _element(element: Any) -> Iterator[str]:
    kind = element.get("type")
    if kind not in {"button", "static_select"}:
        yield f"an element of type {kind}"
        return
    yield from _known(element, kind)
    yield from _length(element.get("action_id", "x"), 255, "action_id")
    if kind == "button":
        yield from _text(element.get("text"), 75, {"plain_text"})
        yield from _length(element.get("value", "x"), 2000, "button value")
        yield from _length(element.get("accessibility_label", "x"), 75, "accessibility_label")
        yield from _length(element.get("url", "x"), 3000, "url")
        return
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, {"plain_text"})
    options = element.get("options", [])
    yield from _count(options, 100, "options")
    for one in options:
        yield from _text(one.get("text"), 75, {"plain_text"})
        yield from _length(one.get("value"), 150, "option value")
        if not one.keys() <= {"text", "value", "description", "url"}:
            yield "an option's fields"


def _text(text: Any, longest: int, kinds: set[str]) -> Iterator[str]:
    kind = text.get("type") if isinstance(text, dict) else None
    if kind not in kinds:
        yield f"text of type {kind}"
        return
    yield from _known(text, kind)
    yield from _length(text.get("text"), longest, "text")


def _length(value: Any, longest: int, what: str) -> Iterator[str]:
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        yield f"the length of {what}"


def _count(values: Any, most: int, what: str) -> Iterator[str]:
    if not isinstance(values, list) or not 1 <= len(values) <= most:
        yield f"the number of {what}"


def _known(part: dict[str, Any], kind: str) -> Iterator[str]:
    if unknown := part.keys() - PARTS[kind]:
        yield f"{sorted(unknown)} in {kind}"
