"""JSON as we take it from the internet: nothing in it that two readers could understand differently."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from pydantic import JsonValue

MOST_LEVELS: Final = 32
"""Objects and lists inside one another, the outermost included. Teams' own activities need ten."""

_NO_TEXT: Final = re.compile("[\0\ud800-\udfff]")
"""NUL has no place in a database, half of a surrogate pair in no text at all."""


class NotJson(ValueError):
    """These bytes are no JSON we take. The message says what is wrong, never what they hold."""


def read_json(body: bytes) -> JsonValue:
    """UTF-8 without a byte order mark, no name twice, no more levels than MOST_LEVELS, finite numbers,
    and only text that can be written down again. Raises NotJson."""
    try:
        found: JsonValue = json.loads(
            body.decode("utf-8"), object_pairs_hook=_named_once, parse_float=_finite, parse_constant=_no_number
        )
    except NotJson:
        raise
    except UnicodeDecodeError:
        raise NotJson("not UTF-8") from None
    except RecursionError:
        raise NotJson("too many levels") from None
    except ValueError:  # among them a number of more digits than Python reads
        raise NotJson("not JSON") from None
    _look_through(found, MOST_LEVELS)
    return found


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a name twice")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NotJson("a number too large")
    return number


def _no_number(_name: str) -> NoReturn:
    raise NotJson("not a number")


def _look_through(value: JsonValue, levels: int) -> None:
    if isinstance(value, str):
        if _NO_TEXT.search(value):
            raise NotJson("a character that is none")
    elif isinstance(value, dict | list):
        if not levels:
            raise NotJson("too many levels")
        for part in _parts(value):
            _look_through(part, levels - 1)


def _parts(value: dict[str, JsonValue] | list[JsonValue]) -> Iterable[JsonValue]:
    return [*value, *value.values()] if isinstance(value, dict) else value
