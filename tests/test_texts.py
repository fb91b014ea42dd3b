"""The sentences: the same in both languages, all of them used, none missing."""

import ast
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, VariableReference
from fluent.syntax.visitor import Visitor

from bot.readable import UNSAID, WORDED
from dialogs.choosing import Why
from dialogs.guard.finding import Kind
from dialogs.joining import Found
from dialogs.steps import STEPS
from manifest.documents import COMMANDS
from storage.about_people import ABOUT
from texts.say import FOLDER, LANGUAGES, Language, say

ROOT = Path(__file__).parents[1]
ROOMS = ("dialogs", "summaries", "service", "bot", "manifest")
DRAWN = {  # keys put together from parts, and the parts
    "help": set(STEPS),
    "judgement": {str(n) for n in range(1, 10)},
    "opener": {f"{view}-{n}" for view in ("use", "develop", "contribute") for n in (1, 2, 3)},
    "learn": {f"{view}-{n}" for view in ("use", "develop", "contribute") for n in (1, 2, 3)},
    "offer": {"new", "again", "later"},
    "followed": {"done", "partly", "not-yet", "drop", "partly-at", "not-yet-at"},
    "prompt": {"1", "2", "3", "brief-1", "brief-2", "brief-3"},
    "why": set(get_args(Why)),
    "pace": {"every-1", "every-2", "every-4", "unclear-1", "unclear-2", "unclear-3"},
    "edit": {"episode", "judgement", "learning", "plan"},
    "unclear": {"1", "2", "3"},
    "instead": set(get_args(Kind)),
    "dimension": {"1", "2", "3", "4", "5"},
    "overview": {"mostly-good", "mostly-hard", "mixed"},
    "overview-dimension": {"1", "2", "3", "4"},
    "connect": set(get_args(Found)) - {"good"},
    "app-command": {"english", "danish", *COMMANDS},
    "about": {"privacy", "terms"},
    "export": {one.name for one in ABOUT if one.exported} | {"log"},
    "export-key": set(WORDED - UNSAID),
}


class Slots(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


def read(language: str) -> dict[str, set[str]]:
    """Key → the slots its sentence has."""
    found = {}
    for entry in FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8")).body:
        if isinstance(entry, Message):
            slots = Slots()
            slots.visit(entry)
            found[entry.id.name] = slots.names
    return found


def used() -> set[str]:
    """Every key the code can ask for: read from the code itself."""
    keys = {f"{stem}-{part}" for stem, parts in DRAWN.items() for part in parts}
    for file in (file for room in ROOMS for file in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                keys |= {node.value, f"choice-{node.value}"}
    return keys


def test_a_slot_may_be_as_long_as_a_person_writes() -> None:
    long = "jeg ringede { $then } \ue000when\ue001 " * 1000
    assert say("plan-frame", "da", {"when": long, "then": "ringe"}) == f"Når {long}, så vil jeg ringe"
    assert say("plan-frame", "da", {"when": "\ue000then\ue001", "then": long}).endswith(f"så vil jeg {long}")


def test_both_languages_have_the_same_keys_and_slots() -> None:
    assert read("da") == read("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice(language: Language) -> None:
    keys = re.findall(r"^([a-z][a-z0-9-]*) =", (FOLDER / f"{language}.ftl").read_text(encoding="utf-8"), re.MULTILINE)
    assert not [key for key, times in Counter(keys).items() if times > 1]


def test_every_sentence_is_used() -> None:
    assert set(read("da")) <= used()


def test_every_line_and_choice_in_the_code_has_a_sentence() -> None:
    known = set(read("da"))
    for file in (ROOT / "dialogs").rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        for key in re.findall(r'\bline\("([^"]+)"', source):
            assert key in known, (file.name, key)
        for key in re.findall(r'\bchoice\("([^"]+)"\)', source):
            assert f"choice-{key}" in known, (file.name, key)
    assert {f"{stem}-{part}" for stem, parts in DRAWN.items() for part in parts} <= known
