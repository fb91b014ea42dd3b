"""Puts what a command prints into a page, between the page's markers for it.

`manage.py settings | tools/generated.py docs/reference/settings.md settings`
"""

import sys
from pathlib import Path


def markers(name: str) -> tuple[str, str]:
    """The lines around the part of a page that `make NAME` writes."""
    return f"<!-- begin: written by `make {name}` -->\n", f"<!-- end: written by `make {name}` -->"


def split(page: str, name: str) -> tuple[str, str, str]:
    """What stands before, within and after the part. Raises ValueError where a marker is missing."""
    begin, end = markers(name)
    before, rest = page.split(begin)
    part, after = rest.split(end)
    return before + begin, part, end + after


def main(file: str, name: str) -> None:
    """Replace the part by what stands on standard input."""
    part = sys.stdin.read()
    if not part.strip():
        sys.exit("nothing came in, so the page stays as it was")
    path = Path(file)
    before, _, after = split(path.read_text(encoding="utf-8"), name)
    path.write_text(before + part + after, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
