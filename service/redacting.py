"""The last wall before the log. Nothing of a person's should come this far; whatever does, stops here."""

import re
import unicodedata
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any, Final

FIELDS: Final = frozenset(
    {"attempts", "channel", "conversation", "error", "failure", "fault", "folder", "for_good", "held", "hold",
     "kind", "level", "logger", "method", "missing", "note", "occurrence", "outbox", "path", "people", "person",
     "reason", "retry_after", "status", "timestamp", "type", "where", "work"}
)  # fmt: skip
"""What a line may say beside its event; tests/test_logs.py holds every line we write against this."""
LEFT_OUT: Final = "[left out]"
REDACTED: Final = "[redacted]"
LONGEST: Final = 300
"""Characters of one value: none of ours is longer."""
LARGEST: Final = 10**7
"""From eight digits on a number may be a telephone's."""
_MANY: Final = 20
"""Items of a list that are looked at."""

_EVENT: Final = re.compile(r"[a-z_]+(\.[a-z_]+)+")
_OURS: Final = re.compile(
    r"(?P<ours>\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|\+\d\d:\d\d)?)?(?!\d))"
    r"|[^\s@<>\"']+@[^\s@<>\"']+"  # an address, or a name with its realm
    r"|\beyJ[\w-]+(?:\.[\w-]*)*"  # a token
    r"|\bx(?:ox[a-z]|app)-[\w-]+"  # one of Slack's
    r"|\b[Bb]earer\s+\S+"
    r"|\+?\d(?:[ .\u00a0-]?\d){7,}"  # CPR, telephone, account
    r"|[A-Za-z0-9+/]{30,}={1,2}|[A-Za-z0-9+_-]{32,}"  # a key
)
"""Ids and moments, which are ours to tell, or something that is not."""


def redact(_logger: Any, _method: str, entry: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """A processor for structlog: only known fields, only plain values, and nothing in them that looks like somebody."""
    event = entry.pop("event", "")
    named = isinstance(event, str) and _EVENT.fullmatch(event)
    return {"event": event if named else LEFT_OUT} | {
        name: clean(value) if name in FIELDS else LEFT_OUT for name, value in entry.items() if name.isidentifier()
    }


def clean(value: Any) -> Any:
    """The value as it may stand in a log: on one line, and without what looks like somebody's."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < LARGEST else LEFT_OUT
    if isinstance(value, str):
        return _OURS.sub(lambda found: found["ours"] or REDACTED, _on_one_line(value[:LONGEST]))
    if isinstance(value, Collection) and not isinstance(value, Mapping | bytes):
        return [clean(one) for one in list(value)[:_MANY]]
    return LEFT_OUT


def _on_one_line(text: str) -> str:
    """Without what moves the cursor, turns the direction of writing, or begins a new line."""
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else sign for sign in text)
