"""What the lock files pin: every package with its digests, and what asked for it."""

import base64
import json
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PYTHON_LOCKS: Final = ("requirements.txt", "requirements-setup.txt", "requirements-dev.txt", "tools/node.txt")
NODE_LOCKS: Final = ("e2e/package-lock.json", "tools/checks/package-lock.json")
VENDORED: Final = "bot/web/assets.toml"
SHIPPED: Final = frozenset({"requirements.txt", VENDORED})
"""What a running coach consists of. The rest sets it up, builds it or tests it."""

_PINNED: Final = re.compile(r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>\S+) \\")
_DIGEST: Final = re.compile(r"    --hash=sha256:(?P<digest>[0-9a-f]{64})(?: \\)?")
_ASKED_BY: Final = re.compile(r"    #(?: via|  ) (?P<who>\S.*)|    # via")


class LockError(ValueError):
    """A line in a lock file that is no pin with a digest. The message names it."""


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package. `digests` are hexadecimal: SHA-256 of each file for Python, SHA-512 for npm."""

    kind: str
    """As in a package URL: `pypi` or `npm`."""
    name: str
    version: str
    digests: tuple[str, ...]
    lock: str
    asked_by: frozenset[str]
    """Names of packages that need it, and for Python also `-r requirements.in`."""
    licence: str = ""


def python_packages(lock: str) -> list[Package]:
    """Every pin of a lock of ours. Raises LockError for a line without a digest, or any other line."""
    return python_pins((ROOT / lock).read_text(encoding="utf-8"), lock)


def python_pins(text: str, lock: str) -> list[Package]:
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if not line.startswith(" "):
            blocks.append([])
        blocks[-1].append(line)
    return [_python_package(block, lock) for block in blocks]


def _python_package(block: list[str], lock: str) -> Package:
    pinned = _PINNED.fullmatch(block[0])
    digests = [found for line in block[1:] if (found := _DIGEST.fullmatch(line))]
    asked = [found for line in block[1:] if (found := _ASKED_BY.fullmatch(line))]
    if pinned is None or not digests or len(digests) + len(asked) != len(block) - 1:
        raise LockError(f"{lock}: {block[0]} is not pinned with digests alone")
    who = frozenset(found["who"] for found in asked if found["who"])
    return Package("pypi", pinned["name"], pinned["version"], tuple(one["digest"] for one in digests), lock, who)


def node_packages(lock: str) -> list[Package]:
    """Every package of an npm lock. Raises LockError for one without a SHA-512 digest."""
    listed = json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"]
    found = [_node_package(path, entry, listed, lock) for path, entry in listed.items() if path]
    # The same release may lie in several folders.
    return list({(one.name, one.version): one for one in found}.values())


def _node_package(path: str, entry: dict[str, str], listed: dict[str, dict[str, object]], lock: str) -> Package:
    name = path.rpartition("node_modules/")[2]
    who = frozenset(
        at.rpartition("node_modules/")[2]
        for at, other in listed.items()
        if at and name in {**_mapping(other, "dependencies"), **_mapping(other, "optionalDependencies")}
    )
    digest = _hexadecimal(entry.get("integrity", ""), f"{lock}: {name}")
    return Package("npm", name, entry["version"], (digest,), lock, who, entry.get("license", ""))


def _mapping(entry: dict[str, object], key: str) -> dict[str, str]:
    found = entry.get(key, {})
    return found if isinstance(found, dict) else {}


def vendored_package() -> Package:
    """The one package that is laid into the browser chat."""
    pin = tomllib.loads((ROOT / VENDORED).read_text(encoding="utf-8"))
    digest = _hexadecimal(pin["integrity"], VENDORED)
    return Package("npm", pin["package"], pin["version"], (digest,), VENDORED, frozenset())


def _hexadecimal(integrity: str, where: str) -> str:
    kind, _, digest = integrity.partition("-")
    if kind != "sha512":
        raise LockError(f"{where} is not pinned by a SHA-512 digest")
    return base64.b64decode(digest, validate=True).hex()


def all_packages() -> list[Package]:
    """Everything pinned, each release once: under the lock that is nearest to a running coach."""
    shipped = [*python_packages("requirements.txt"), vendored_package()]
    others = [one for lock in PYTHON_LOCKS[1:] for one in python_packages(lock)]
    others += [one for lock in NODE_LOCKS for one in node_packages(lock)]
    once: dict[tuple[str, str, str], Package] = {}
    for one in [*shipped, *others]:
        first = once.setdefault((one.kind, one.name, one.version), one)
        once[one.kind, one.name, one.version] = replace(first, asked_by=first.asked_by | one.asked_by)
    return list(once.values())
