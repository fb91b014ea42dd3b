"""What a person may ask for, or an operator on their behalf: everything about them, and to be forgotten."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from catalog_data.model import Catalogue
from dialogs.replies import Reply, paragraphs
from dialogs.state import State
from storage.audit import Actor, note
from storage.erasing import erase
from storage.exporting import Record, everything
from storage.unit import Store
from texts.say import Language

FORMAT: Final = "competence-coach person 1"
"""Counted up when a key of the export goes or means something else; new keys may come without."""

ADDED: Final = ("name", "sentence", "text", "team", "theme", "unit")
"""Keys that stand in no column: names and sentences beside codes and ids."""


class Gone(LookupError):
    """There is nobody by this id, or not any more."""


@dataclass(frozen=True, slots=True)
class Export:
    """Everything about a person. `records` by kind, as docs/reference/export.md describes them."""

    made_at: datetime
    municipality: str
    language: Language
    records: dict[str, list[Record]]


async def export(
    store: Store, catalogue: Catalogue, person: str, now: datetime, *, by: Actor, municipality: str = ""
) -> Export:
    """Everything that is kept about a person; that it was asked for is in the log, and so in the export itself.
    Raises Gone."""
    async with store.unit() as unit:
        await note(unit.session, store.sealer, by, "exported", now, person=person)
        records = await everything(unit.session, unit.keys, person)
        if not records["person"]:
            raise Gone  # nothing is noted about nobody
    language = _language(records["conversations"])
    _in_words(records, catalogue, language)
    return Export(now, municipality, language, records)


def as_json(found: Export) -> str:
    """Machine-readable. Keys are English and stable; words are as the person wrote them."""
    head = {"format": FORMAT, "made_at": found.made_at, "municipality": found.municipality, "language": found.language}
    return json.dumps(head | found.records, ensure_ascii=False, indent=2, default=_plain)


async def erase_person(store: Store, person: str, now: datetime, *, by: Actor) -> None:
    """Everything about the person goes. Killed half-way, nothing has happened or all of it; again is harmless."""
    async with store.unit() as unit:
        await erase(unit.session, unit.keys, person, now, by=by)


def _language(conversations: list[Record]) -> Language:
    """What the person spoke last."""
    states = [State.model_validate(one["state"]) for one in conversations]
    latest = max(states, key=lambda state: state.touched.timestamp() if state.touched else 0.0, default=State())
    return latest.language


def _in_words(records: dict[str, list[Record]], catalogue: Catalogue, language: Language) -> None:
    """Beside each code its name, beside each level its sentence, beside each message what it said."""
    for one in (*records["reflections"], *records["levels"]):
        code = one["code"] if one["code"] in catalogue.codes else None
        one["name"] = catalogue.prose(code, language).name if code else None
        if "level" in one:
            one["sentence"] = catalogue.prose(code, language).levels[one["level"] - 1] if code else None
    for one in records["messages"]:
        one["text"] = list(paragraphs(Reply.model_validate(one["body"]))) if one["body"] else None


def _plain(value: Any) -> str:
    return str(value.isoformat())
