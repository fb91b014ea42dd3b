"""Reads the example answers: what employees might type about each sub-competence, and about none.

They are content like the catalogue itself, one file per area and one for what is about nothing
(`none.jsonl`), one JSON object per line; a municipality may add its own. A language without
examples is fine: the catalogue's prose must do.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog_data.loader import FOLDER, CatalogueFaults
from catalog_data.model import area_of
from texts.say import LANGUAGES, Language

FIELDS: Final = ("code", "text", "writer")
ROLE: Final = "role"
NONE: Final = "none"
"""The code of what people also say to a coach: small talk, orders, other languages, too little to go by."""


@dataclass(frozen=True, slots=True)
class ExampleAnswer:
    """An answer that is about `code`. `writer` tells whose hand it is, so that one can be held out;
    `role` whose job it tells of, where that is known."""

    code: str
    text: str
    writer: str
    role: str = ""

    @property
    def fingerprint(self) -> str:
        """What the example is called in `blind.jsonl`, so that a changed one counts as unread."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def load_answers(folder: Path = FOLDER) -> Mapping[Language, tuple[ExampleAnswer, ...]]:
    """The examples in `folder/<language>/answers/`. Raises CatalogueFaults naming file and line."""
    faults: list[str] = []
    answers = {language: tuple(_read(folder, language, faults)) for language in LANGUAGES}
    if faults:
        raise CatalogueFaults(faults)
    return answers


def _read(folder: Path, language: Language, faults: list[str]) -> Iterator[ExampleAnswer]:
    seen: set[str] = set()
    for path in sorted((folder / language / "answers").glob("*.jsonl")):
        for where, line in _lines(folder, path, faults):
            answer = _answer(line, path.stem)
            if isinstance(answer, str):
                faults.append(f"{where}: {answer}")
            elif answer.text.casefold() in seen:
                faults.append(f"{where}: stands here or in an earlier file already: {answer.text!r}")
            else:
                seen.add(answer.text.casefold())
                yield answer


def _lines(folder: Path, path: Path, faults: list[str]) -> list[tuple[str, str]]:
    name = path.relative_to(folder).as_posix()
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as fault:
        faults.append(f"{name}: cannot be read: {fault}")
        return []
    return [(f"{name}:{number}", line) for number, line in enumerate(lines, 1) if line.strip()]


def _answer(line: str, area: str) -> ExampleAnswer | str:
    """The answer in the line, or what is wrong with it."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as fault:
        return f"is not JSON: {fault.msg}"
    if not isinstance(data, dict) or set(data) - {ROLE} != set(FIELDS):
        return f"should have exactly the fields {', '.join(FIELDS)}, and may have {ROLE}"
    for field in data:
        if not isinstance(data[field], str) or not data[field].strip():
            return f"{field}: should be a text that is not empty"
    code = data["code"]
    if (code if code == NONE else area_of(code)) != area:
        return f"code: {code!r} does not belong to {area}"
    return ExampleAnswer(**data)
