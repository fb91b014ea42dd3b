"""What can be worked out from overviews: by sets, and by imagining every world that looks the same.

By sets: of every figure ever shown, the attacker is taken to know exactly whose contributions it
counts as a set without names, and so the size of every union, difference and overlap.
By worlds: the attacker has only what is shown, together with everything the colluders know about
themselves; what is the same in every world that looks like this has been found out.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from numpy.typing import NDArray

from summaries.facts import Contribution

People = frozenset[str]
Counts = tuple[int, ...]
"""How many people did each of the things a person can have done; the first is nothing."""


def atoms(figures: Iterable[Collection[Contribution]]) -> list[People]:
    """The people behind the smallest sets that unions, differences and overlaps of figures can give."""
    of: dict[str, set[int]] = defaultdict(set)
    person: dict[str, str] = {}
    for number, figure in enumerate(figures):
        for one in figure:
            of[one.id].add(number)
            person[one.id] = one.person
    found: dict[frozenset[int], set[str]] = defaultdict(set)
    for contribution, its in of.items():
        found[frozenset(its)].add(person[contribution])
    return [frozenset(people) for people in found.values()]


def multisets(people: int, kinds: int) -> NDArray[np.int64]:
    """Every way so many people can have done these things, up to renaming of people."""
    chosen = np.array(list(combinations_with_replacement(range(kinds), people)))
    return np.stack([(chosen == kind).sum(axis=1) for kind in range(kinds)], axis=1)


class Worlds:
    """Every world of so many people, sorted by what colluders and onlookers see of it."""

    def __init__(self, people: int, kinds: int, show: Callable[[Counts], Any], colluders: int) -> None:
        """`show` gives what is published in a world; anything that can be compared."""
        others, coalitions = multisets(people - colluders, kinds), multisets(colluders, kinds)
        worlds = (coalitions[:, None, :] + others[None, :, :]).reshape(-1, kinds)
        codes = worlds @ (people + 1) ** np.arange(kinds)
        _, first, which = np.unique(codes, return_index=True, return_inverse=True)
        self.looks: dict[Any, int] = {}
        """What can be published at all."""
        shown = [self.looks.setdefault(show(tuple(map(int, worlds[at]))), len(self.looks)) for at in first]
        coalition = np.repeat(np.arange(len(coalitions)), len(others))
        views = coalition * len(self.looks) + np.array(shown)[which.ravel()]
        order = np.argsort(views, kind="stable")
        self.others = np.tile(others, (len(coalitions), 1))[order]
        self._starts = np.flatnonzero(np.diff(views[order], prepend=-1))

    def certain_of(self, doings: Sequence[int]) -> int:
        """In how many views every other person is known to have done one of these."""
        size = self.others[:, list(doings)].sum(axis=1)
        everybody = self.others.sum(axis=1)
        return int((np.minimum.reduceat(size, self._starts) == everybody[self._starts]).sum())

    def small_sets(self, least: int) -> int:
        """In how many views some set of people is known to have members, but fewer than `least`.

        Sets are those one can speak of: "whoever did one of these things", over every choice of things.
        """
        kinds = self.others.shape[1]
        members = np.array([[which >> kind & 1 for which in range(2 ** (kinds - 1))] for kind in range(kinds - 1)])
        sizes = self.others[:, 1:] @ members
        low = np.minimum.reduceat(sizes, self._starts, axis=0)
        high = np.maximum.reduceat(sizes, self._starts, axis=0)
        return int(((low >= 1) & (high < least)).sum())
