"""Reads the municipality's list of teams, and says what it would change."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from catalog_data.model import Catalogue
from catalog_data.profiles import numbers_in
from storage.directory import Directory, EmployeeEntry, TeamEntry, name_key

HEADER: Final = ("employee", "team", "parent", "manager", "profile")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""Signs that a database refuses, or that would command the terminal the list is shown on."""
_DIRECTORY_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class RosterFaults(ValueError):
    """The file cannot be used. `faults` holds one readable line for each thing to mend."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(faults))


def read_roster(content: bytes, catalogue: Catalogue) -> Directory:
    """The directory in a CSV file: UTF-8 or Windows-1252, semicolon or comma. Raises RosterFaults."""
    lines = _text(content).splitlines()
    delimiter = ";" if lines and ";" in lines[0] else ","
    rows = csv.reader(lines, delimiter=delimiter)
    header = tuple(name.strip().casefold() for name in next(rows, []))
    if header != HEADER:
        raise RosterFaults([f"line 1: should be {';'.join(HEADER)}"])
    reader = _Reader(catalogue)
    for row in rows:
        if any(cell.strip() for cell in row):
            reader.take(rows.line_num, [cell.strip() for cell in row])
    return reader.directory()


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        raise RosterFaults(["the file is neither UTF-8 nor Windows-1252: save it as CSV UTF-8"]) from None


@dataclass
class _Reader:
    """Takes the file line by line and remembers what was wrong instead of stopping."""

    catalogue: Catalogue
    faults: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Each team's name as it was first written, by key."""
    parents: dict[str, str] = field(default_factory=dict)
    managers: dict[str, set[str]] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)
    profiles: dict[str, str] = field(default_factory=dict)

    def take(self, line: int, cells: list[str]) -> None:
        if any(_UNSEEN.search(cell) for cell in cells):
            self.faults.append(f"line {line}: holds a control character")
            return
        if len(cells) != len(HEADER):
            self.faults.append(f"line {line}: has {len(cells)} columns, should have {len(HEADER)}")
            return
        employee, team, parent, manager, profile = cells
        if not team:
            self.faults.append(f"line {line}: no team")
            return
        key = self._named(team)
        self._under(line, key, parent)
        self._managed(line, key, manager)
        self._placed(line, key, employee, profile)

    def directory(self) -> Directory:
        """What was read. Raises RosterFaults with everything that was wrong."""
        if not self.faults and not self.names:
            self.faults.append("the file names no team: it would close every one there is")
        self.faults += _circles(self.parents, self.names)
        if self.faults:
            raise RosterFaults(self.faults)
        return Directory(
            teams={
                name: TeamEntry(
                    self.names[self.parents[key]] if self.parents.get(key) else None,
                    frozenset(self.managers.get(key, ())),
                )
                for key, name in self.names.items()
            },
            employees={
                employee: EmployeeEntry(tuple(self.names[key] for key in keys), self.profiles.get(employee))
                for employee, keys in self.places.items()
            },
        )

    def _named(self, name: str) -> str:
        key = name_key(name)
        self.names.setdefault(key, " ".join(name.split()))
        return key

    def _under(self, line: int, key: str, parent: str) -> None:
        above = self._named(parent) if parent else ""
        if self.parents.setdefault(key, above) != above:
            first = self.names.get(self.parents[key], "no parent")
            self.faults.append(f"line {line}: {self.names[key]} has another parent than before ({first})")

    def _managed(self, line: int, key: str, manager: str) -> None:
        if manager and (address := self._address(line, "manager", manager)):
            self.managers.setdefault(key, set()).add(address)

    def _placed(self, line: int, key: str, employee: str, profile: str) -> None:
        if not employee or not (address := self._address(line, "employee", employee)):
            return
        places = self.places.setdefault(address, [])
        if key in places:
            self.faults.append(f"line {line}: the employee is in {self.names[key]} already")
            return
        places.append(key)
        meant = self._meant(line, profile) if profile else ""
        if meant and self.profiles.setdefault(address, meant) != meant:
            self.faults.append(f"line {line}: the employee has another profile than before")

    def _meant(self, line: int, written: str) -> str:
        """A profile's key, or numbers that all exist."""
        known = self.catalogue.profiles
        found = known.named(written)
        if found is not None:
            return found.key
        numbers = numbers_in(written)
        if not all(number[0].isdigit() for number in numbers):
            keys = ", ".join(one.key for one in known.profile)
            self.faults.append(
                f"line {line}: there is no profile {written!r}; there are {keys}, and numbers as 1.2 3 5.1.4"
            )
            return ""
        missing = [number for number in numbers if not self.catalogue.listed(number)]
        self.faults += [f"line {line}: profile: {number} is no dimension, area or sub-competence" for number in missing]
        return "" if missing else written

    def _address(self, line: int, column: str, written: str) -> str:
        address = written.casefold()
        if _EMAIL.fullmatch(address) or _DIRECTORY_ID.fullmatch(address):
            return address
        self.faults.append(f"line {line}: {column} is neither an e-mail address nor a directory id")
        return ""


def _circles(parents: dict[str, str], names: dict[str, str]) -> Iterator[str]:
    for key in parents:
        above, seen = parents.get(key, ""), {key}
        while above and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above == key:
            yield f"{names[key]} stands above itself"


def changes(now: Directory, wanted: Directory) -> Iterator[str]:
    """What importing would change, a line each. Nothing where it was imported before."""
    yield from _team_changes(now, wanted)
    for address in sorted(now.employees.keys() | wanted.employees.keys()):
        before, after = (some.employees.get(address, EmployeeEntry()) for some in (now, wanted))
        yield from (f"+ {address} joins {team}" for team in after.teams if not _has(before.teams, team))
        yield from (f"- {address} leaves {team}" for team in before.teams if not _has(after.teams, team))
        if before.teams and after.teams and name_key(before.teams[0]) != name_key(after.teams[0]):
            yield f"~ {address} contributes to {after.teams[0]} from now on"
        if before.teams and after.teams and before.profile != after.profile:
            yield f"~ {address} has the profile {after.profile or 'none'}"


def _has(teams: Sequence[str], name: str) -> bool:
    return name_key(name) in {name_key(team) for team in teams}


def _team_changes(now: Directory, wanted: Directory) -> Iterator[str]:
    before, after = ({name_key(name): name for name in some.teams} for some in (now, wanted))
    yield from (f"- team {before[key]} closes: it is not in the file" for key in sorted(before.keys() - after.keys()))
    for key, name in sorted(after.items()):
        entry = wanted.teams[name]
        if key not in before:
            yield f"+ team {name}" + (f" under {entry.parent}" if entry.parent else "")
        old = now.teams[before[key]] if key in before else TeamEntry(entry.parent)
        if name_key(old.parent or "") != name_key(entry.parent or ""):
            yield f"~ team {name} moves under {entry.parent or 'nothing'}"
        yield from (f"+ {address} manages {name}" for address in sorted(entry.managers - old.managers))
        yield from (f"- {address} no longer manages {name}" for address in sorted(old.managers - entry.managers))
