"""Spoils activities and tokens in every way that comes to mind, the same way for the same seed."""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 3.5, 1e308, 10**30, "", " ", "x" * 5000, "\0", "\ud800", "😀" * 200, "æøå", "null",
    "../../etc/passwd", "<at>Coach</at>", "<script>alert(1)</script>", "${jndi:ldap://x}", "{0}", "%s%n", "' OR 1=1 --",
    "2026-11-24T09:00:00Z", "9999-12-31T23:59:59-12:00", "http://127.0.0.1:9/", "https://evil.example/", "msteams",
    "personal", "message", "invoke", "adaptiveCard/action", "add", "remove", [], {}, [[]], [None], [{}], {"id": None},
    {"id": "x"}, {"id": []}, {"tenant": []}, {"action": {"data": {}}}, {"question": "1.menu", "choice": "tell"},
    {"question": "\ud800", "choice": "~"},
)  # fmt: skip
"""What a field may suddenly hold."""

Path = tuple[Any, ...]


def spoiled(good: dict[str, Any], random: Random) -> bytes:
    """An activity changed in one to four places, or the bytes it is sent as."""
    activity: Any = copy.deepcopy(good)
    for _ in range(random.choice((0, 0, 1, 1, 1, 2, 4))):
        activity = random.choice(CHANGES)(activity, random)
    body = json.dumps(activity, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    return random.choice(BYTES)(body, random) if random.random() < 0.3 else body


def spoiled_token(good: str, random: Random) -> str:
    """A token that was cut, changed or put together anew; as a header can still carry it."""
    head, claims, signature = good.split(".")
    place = random.randrange(len(good))
    return random.choice((
        "", "garbage", "..", head, f"{head}.{claims}", f"{head}.{claims}.", f"{claims}.{head}.{signature}",
        good[:place], good[:place] + random.choice("Aa0-_.") + good[place + 1 :], good + good, good[::-1],
        f"{head}.{claims}.{signature[::-1]}", good.replace("e", "E", 1),
    ))  # fmt: skip


def _places(value: Any, here: Path = ()) -> Iterator[Path]:
    """The way to everything in an activity."""
    if here:
        yield here
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _places(part, (*here, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _places(part, (*here, number))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _somewhere(activity: Any, random: Random) -> tuple[Any, Any] | None:
    """A random object or list, and a name or number in it."""
    places = list(_places(activity))
    if not places:
        return None
    path = random.choice(places)
    return _at(activity, path[:-1]), path[-1]


def _replace(activity: Any, random: Random) -> Any:
    if (found := _somewhere(activity, random)) is not None:
        found[0][found[1]] = copy.deepcopy(random.choice(ODD))
    return activity


def _drop(activity: Any, random: Random) -> Any:
    if (found := _somewhere(activity, random)) is not None:
        del found[0][found[1]]
    return activity


def _wrap(activity: Any, random: Random) -> Any:
    """One thing becomes a list or an object of it, perhaps many levels down."""
    if (found := _somewhere(activity, random)) is not None:
        for _ in range(random.choice((1, 1, 2, 40))):
            found[0][found[1]] = random.choice(([found[0][found[1]]], {"id": found[0][found[1]]}))
    return activity


def _rename(activity: Any, random: Random) -> Any:
    found = _somewhere(activity, random)
    if found is not None and isinstance(found[0], dict):
        name = random.choice((found[1].upper(), found[1] + "\0", "__proto__", "id", "value"))
        found[0][name] = found[0].pop(found[1])
    return activity


def _move(activity: Any, random: Random) -> Any:
    """What belongs in one place stands in another."""
    one, other = _somewhere(activity, random), _somewhere(activity, random)
    if one is not None and other is not None:
        other[0][other[1]] = copy.deepcopy(one[0][one[1]])
    return activity


def _alone(activity: Any, random: Random) -> Any:
    return random.choice((activity, [activity], [activity] * 3, {"activity": activity}))


def _flip(body: bytes, random: Random) -> bytes:
    place = random.randrange(len(body) or 1)
    return body[:place] + bytes((random.randrange(256),)) + body[place + 1 :]


def _cut(body: bytes, random: Random) -> bytes:
    one, other = sorted(random.randrange(len(body) + 1) for _ in range(2))
    return random.choice((body[:one], body[one:], body[:one] + body[other:]))


def _insert(body: bytes, random: Random) -> bytes:
    place = random.randrange(len(body) + 1)
    odd = random.choice((b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"[" * 50, b"}", b'"', b"\\u0000", b"1e999", b"\r\n\r\n"))
    return body[:place] + odd + body[place:]


def _repeat(body: bytes, random: Random) -> bytes:
    one, other = sorted(random.randrange(len(body) + 1) for _ in range(2))
    return body[:other] + body[one:other] * random.choice((1, 2, 100)) + body[other:]


def _encode(body: bytes, random: Random) -> bytes:
    return body.decode("utf-8", "replace").encode(random.choice(("utf-16", "utf-32", "utf-7", "cp500")), "replace")


CHANGES: tuple[Callable[[Any, Random], Any], ...] = (
    _replace,
    _replace,
    _replace,
    _drop,
    _drop,
    _wrap,
    _rename,
    _move,
    _alone,
)
BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (_flip, _flip, _cut, _insert, _insert, _repeat, _encode)
