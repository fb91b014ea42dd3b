"""Whom a person can turn to: named by the municipality, for everybody or for one unit and all below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["distress", "AMR", "TR", "HR", "DPO"]
"""distress: such as a crisis line · AMR: working environment representative · TR: union representative ·
HR · DPO: data protection officer."""
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Trouble = Literal["distress", "breach", "data", "question"]
"""What somebody is needed for: a person in need, a possible data breach, one's own data, any question."""

_FOR: Final[Mapping[Trouble, tuple[Role, ...]]] = {
    "distress": ("distress", "AMR", "TR", "HR"),
    "breach": ("DPO",),
    "data": ("DPO",),
    "question": ("AMR", "TR", "HR"),
}
"""Who is shown, in this order. A manager is never among them (rule 16)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to. `unit` is a name as the directory compares it; empty: everybody's."""

    name: str
    reach: str
    role: Role = "distress"
    unit: str = ""


def nearest(contacts: Sequence[Contact], units: Sequence[str]) -> tuple[Contact, ...]:
    """For each role the contacts of the nearest unit that names any, else everybody's.

    `units`: the person's own first, then those above it.
    """
    return tuple(one for role in ROLES for one in _of_role(contacts, role, units))


def _of_role(contacts: Sequence[Contact], role: Role, units: Sequence[str]) -> Sequence[Contact]:
    of_role = [one for one in contacts if one.role == role]
    named = ([one for one in of_role if one.unit == unit] for unit in (*units, ""))
    return next(filter(None, named), [])


def shown_for(trouble: Trouble, contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """Those who are named to somebody with this trouble, the most fitting first."""
    return tuple(one for role in _FOR[trouble] for one in contacts if one.role == role)
