"""Everything about a person as a page to be read and printed: no scripts, nothing from elsewhere."""

from collections.abc import Iterator
from datetime import date, datetime
from html import escape
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from bot.page import page
from service.rights import ADDED, Export
from storage.about_people import ABOUT, LOG
from texts.say import Language, say

Record = dict[str, Any]
NESTED: Final = frozenset({"matches", "levels", "plans"})
"""Shown with the reflection they belong to."""
WORDED: Final = frozenset({*(column for one in ABOUT for column in one.exported), *LOG, *ADDED}) - {
    "team_id",
    "theme_id",
    "unit_id",
}
"""Keys of the export that are said in words."""
UNSAID: Final = frozenset({"id", "reflection_id", "conversation_id", "body"})
"""What the page leaves out: ids that only tie records together, and messages in the form that doors take."""


def as_page(found: Export) -> str:
    """The whole page, in the language the person speaks with the coach."""
    return page(say("export-title", found.language), "".join(_Reading(found).body()), found.language)


class _Reading:
    def __init__(self, found: Export) -> None:
        self._found = found
        self._language: Language = found.language
        self._zone = found.made_at.tzinfo or ZoneInfo("UTC")

    def body(self) -> Iterator[str]:
        made = self._shown(self._found.made_at)
        yield f"<h1>{self._say('export-title')}</h1>"
        yield f"<p>{self._say('export-made', when=made)}</p>"
        yield f"<p>{self._say('export-machine')}</p>"
        for name, records in self._found.records.items():
            if records and name not in NESTED:
                yield f'<section aria-labelledby="{name}"><h2 id="{name}">{self._say(f"export-{name}")}</h2>'
                yield from (self._reflection(one) if name == "reflections" else self._record(one) for one in records)
                yield "</section>"

    def _reflection(self, one: Record) -> str:
        parts = [f"<article><h3>{escape(one['name'] or self._plain('export-no-competence'))}</h3>", self._record(one)]
        for name in sorted(NESTED):
            its = [row for row in self._found.records[name] if row["reflection_id"] == one["id"]]
            if its:
                parts += [f"<h4>{self._say(f'export-{name}')}</h4>", *map(self._record, its)]
        return "".join((*parts, "</article>"))

    def _record(self, record: Record) -> str:
        rows = "".join(
            f"<div><dt>{self._key(key)}</dt><dd>{self._value(value)}</dd></div>"
            for key, value in record.items()
            if value not in (None, "", [], {}) and key not in UNSAID
        )
        return f"<dl>{rows}</dl>" if rows else ""

    def _value(self, value: Any) -> str:
        if isinstance(value, dict):
            return self._record(value)
        if isinstance(value, list | tuple):
            return "".join(f"<p>{self._value(one)}</p>" if isinstance(one, str) else self._value(one) for one in value)
        return escape(self._shown(value))

    def _shown(self, value: Any) -> str:
        locale = "da" if self._language == "da" else "en_GB"
        if isinstance(value, bool):
            return self._plain("export-yes" if value else "export-no")
        if isinstance(value, datetime):
            return str(format_datetime(value.astimezone(self._zone), "long", locale=locale))
        return str(format_date(value, "long", locale=locale)) if isinstance(value, date) else str(value)

    def _key(self, key: str) -> str:
        """A key in words; deep inside a conversation's state, where there are many, as it is."""
        return self._say(f"export-key-{key}") if key in WORDED - UNSAID else escape(key)

    def _say(self, key: str, **slots: str) -> str:
        return escape(say(key, self._language, slots))

    def _plain(self, key: str) -> str:
        return say(key, self._language)
