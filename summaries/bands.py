"""How many, never exactly, and never so that it could only be everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

K: Final = 5
"""People a figure stands for at the least. May be raised, never lowered."""
COLLUDERS: Final = 3
"""Members who may put together what each of them knows, and still not learn that a colleague took part."""
LOWS: Final = (10, 20, 50)
"""Where the bands after the first begin."""


class LoweredK(ValueError):
    """Somebody asked for figures that stand for fewer than five people."""


@dataclass(frozen=True, slots=True)
class Band:
    """So many people, both ends included; `high` is None where the band is open."""

    low: int
    high: int | None


def least_members(k: int = K) -> int:
    """People who must be able to contribute before a unit can publish: 9 where k is 5.

    A figure says that k took part. If three others know that they did not, k more must still leave
    somebody over, or each of them is known to have taken part by name.
    """
    if k < K:
        raise LoweredK(f"k is {k}: it may be raised above {K}, never lowered")
    return k + COLLUDERS + 1


def bands(members: int, k: int = K) -> tuple[Band, ...]:
    """The bands a unit of so many members may show: 5–9, 10–19, 20–49, 50+. Too few members: none.

    They depend on the rosters alone. "10–19" of ten people would say that everybody took part, so
    the highest band that leaves enough people over stays open: a team of 12 only ever shows "5+".
    A raised k makes the first band begin there, and twice as wide at least.
    """
    spare = members - (least_members(k) - k)
    lows = [low for low in (k, *(low for low in LOWS if low >= 2 * k)) if low <= spare]
    closed = tuple(Band(low, following - 1) for low, following in pairwise(lows))
    return closed + tuple(Band(low, None) for low in lows[-1:])


def band_of(people: int, offered: Sequence[Band]) -> Band:
    """The band so many people are in. There must be at least k of them."""
    return next(band for band in reversed(offered) if band.low <= people)
