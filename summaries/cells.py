"""Which figures may be shown together: a cell is a set of people, and none may be inferred too small."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

People = frozenset[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """People who worked with an area ("1.2"), or with those areas of a dimension ("1") that only few did."""

    code: str
    areas: frozenset[str]
    people: People


def shown_cells(areas: Mapping[str, People], k: int) -> tuple[Cell, ...]:
    """What may be shown of who worked with each area: each dimension's areas, then the rest of it."""
    shown = [Cell(area, frozenset({area}), people) for area, people in areas.items() if len(people) >= k]
    shown += _folded(areas, k)
    while shown and _exposes(shown, areas, k):
        shown.remove(min(shown, key=lambda cell: (len(cell.people), cell.code)))
    return tuple(sorted(shown, key=lambda cell: (dimension_of(cell.code), _is_rest(cell), cell.code)))


def dimension_of(code: str) -> str:
    return code.split(".", maxsplit=1)[0]


def union(sets: Iterable[People]) -> People:
    return frozenset[str]().union(*sets)


def _folded(areas: Mapping[str, People], k: int) -> list[Cell]:
    """Areas too small to stand alone, together under their dimension's name."""
    small = [area for area, people in areas.items() if len(people) < k]
    folded = []
    for dimension in sorted({dimension_of(area) for area in small}):
        its = frozenset(area for area in small if dimension_of(area) == dimension)
        folded.append(Cell(dimension, its, union(areas[area] for area in its)))
    return [cell for cell in folded if len(cell.people) >= k]


def _exposes(shown: Collection[Cell], areas: Mapping[str, People], k: int) -> bool:
    """Whether subtraction would leave a group smaller than k: of everybody, or of a dimension."""
    rests = [union(areas.values()) - union(cell.people for cell in shown)]
    for rest in filter(_is_rest, shown):
        parts = (cell.people for cell in shown if cell is not rest and dimension_of(cell.code) == rest.code)
        rests.append(rest.people - union(parts))
    return any(0 < len(people) < k for people in rests)


def _is_rest(cell: Cell) -> bool:
    return "." not in cell.code
