"""Reads a TOML file, or says in words what keeps it from being read."""

import tomllib
from pathlib import Path
from typing import Any


class NotToml(ValueError):
    """The file cannot be read. The message goes after its name and a colon."""


def read_toml(file: Path) -> dict[str, Any]:
    """Raises NotToml."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotToml("the file is missing") from None
    except OSError as fault:
        raise NotToml(f"cannot be read: {fault.strerror}") from None
    except RecursionError:
        raise NotToml("cannot be read as TOML: too many levels") from None
    except ValueError as fault:  # not TOML, not UTF-8, or a number of thousands of digits
        raise NotToml(f"cannot be read as TOML: {fault}") from None
