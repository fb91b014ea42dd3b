"""What the guard found, and where it stands in the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["cpr", "account", "email", "phone", "address", "case", "name"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data of one kind, from character `start` up to `end`."""

    kind: Kind
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def settled(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of the text, none overlapping: two that share a character are one, and the
    longer says what it is. Nothing that either of them covers comes back into sight."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if kept and one.start < kept[-1].end:
            last = kept.pop()
            longer = max(last, one, key=lambda finding: finding.length)
            one = Finding(longer.kind, last.start, max(last.end, one.end))  # noqa: PLW2901 - the two are one now
        kept.append(one)
    return tuple(kept)
