"""The municipality's contacts, as they are written down: a TOML file, or a few in a setting.

Each has an owner and the day somebody last checked it, because a number nobody answers is worse
than none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from catalog_data.toml_files import NotToml, read_toml
from dialogs.contacts import ROLES, Contact, Role, nearest
from storage.directory import name_key

DAYS_PER_MONTH: Final = 30.44


class ContactsError(ValueError):
    """The file cannot be used. The message is one plain sentence for the operator."""


class ContactEntry(BaseModel):
    """Somebody an employee can turn to, e.g. {"name": "Arbejdsmiljørepræsentant", "reach": "lokal 1234", "for": "AMR"}.

    Without "unit" it is for everybody whose unit names nobody else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: str = Field(min_length=1)
    reach: str = Field(min_length=1)
    role: Role = Field(default="distress", alias="for")
    unit: str = ""
    owner: str = ""
    """Who keeps this entry right."""
    checked: date | None = None
    """The day somebody last made sure that it is."""

    @property
    def contact(self) -> Contact:
        return Contact(self.name, self.reach, self.role, name_key(self.unit))


def read_contacts(file: Path) -> tuple[ContactEntry, ...]:
    """The entries of a file of [[contact]] tables. Raises ContactsError."""
    try:
        listed = read_toml(file)
    except NotToml as fault:
        raise ContactsError(f"{file}: {fault}") from None
    if unknown := set(listed) - {"contact"}:
        raise ContactsError(f"{file} should hold [[contact]] tables alone, not {min(unknown)}")
    try:
        return TypeAdapter(tuple[ContactEntry, ...]).validate_python(listed.get("contact", ()))
    except ValidationError as fault:
        first = fault.errors()[0]
        raise ContactsError(f"{file}, {_place(*first['loc'])}: {first['msg']}") from None


def _place(number: int | str | None = None, *field: int | str) -> str:
    """Counted as people count."""
    if number is None:
        return "contact (it should be written [[contact]], once for each)"
    return ", ".join([f"contact {int(number) + 1}", *map(str, field)])


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the directory: its name, and the keys of itself and those above it, its own first."""

    name: str
    chain: tuple[str, ...]


def gaps(entries: Sequence[ContactEntry], units: Sequence[Unit], today: date, months: int) -> list[str]:
    """Everything that somebody should put right, a line each."""
    return [*_unkept(entries, today, months), *_unknown(entries, units), *_missing(entries, units)]


def _unkept(entries: Iterable[ContactEntry], today: date, months: int) -> Iterator[str]:
    for one in entries:
        if not one.owner:
            yield f"{_named(one)}: has no owner"
        if one.checked is None:
            yield f"{_named(one)}: was never checked"
        elif one.checked > today:
            yield f"{_named(one)}: checked on {one.checked}, which is yet to come"
        elif (today - one.checked).days > months * DAYS_PER_MONTH:
            yield f"{_named(one)}: last checked on {one.checked}, by {one.owner or 'nobody named'}"


def _unknown(entries: Iterable[ContactEntry], units: Sequence[Unit]) -> Iterator[str]:
    known = {unit.chain[0] for unit in units}
    for one in entries:
        if one.unit and name_key(one.unit) not in known:
            yield f"{_named(one)}: there is no such unit in the directory"


def _missing(entries: Sequence[ContactEntry], units: Sequence[Unit]) -> Iterator[str]:
    contacts = [one.contact for one in entries]
    named = [role for role in ROLES if any(one.role == role for one in contacts)]
    for role in ROLES:
        if role not in named:
            yield f"nobody at all is named for {role}"
    for unit in (*units, Unit("people in no unit", ())):
        have = {one.role for one in nearest(contacts, unit.chain)}
        lacking = [role for role in named if role not in have]
        if lacking:
            yield f"{unit.name}: no {', '.join(lacking)}"


def _named(one: ContactEntry) -> str:
    return f"{one.role} for {one.unit or 'everybody'} ({one.name})"
