"""What the coach answers: text keys and slots, never prose and never a card. Doors render it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from texts.say import Language, say

Layout = Literal["text", "buttons", "list", "card"]
"""text: nothing to tap · buttons: short labels · list: whole sentences to pick from ·
card: several paragraphs over short labels (first contact, the rehearsed plan)."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Line(_Value):
    """One sentence or two: a key in texts/ and what goes into its slots."""

    key: str
    slots: dict[str, str | int] = {}


class Choice(_Value):
    """Something to tap. Also accepted as its label typed, or as its position in the list."""

    value: str
    label: Line
    note: Line | None = None
    """Said with the label, more quietly: why this is among the choices."""


class Reply(_Value):
    """One message. `question` is the id a tap must carry; empty where nothing is asked."""

    language: Language
    lines: tuple[Line, ...]
    choices: tuple[Choice, ...] = ()
    layout: Layout = "text"
    question: str = ""
    answered: str = ""
    """The choice this question was answered by, once it was: a door then shows it without buttons."""


def asked_again(reply: Reply) -> Reply:
    """The same question once more, under the same id, for when nobody can tell whether it was shown."""
    return reply.model_copy(update={"lines": (line("current-question"), *reply.lines)})


def line(key: str, **slots: str | int) -> Line:
    return Line(key=key, slots=slots)


def plain(text: str) -> Line:
    """Text that is already in the person's language: from the catalogue, or their own words."""
    return Line(key="plain", slots={"text": text})


def choice(value: str, key: str | None = None) -> Choice:
    """A choice labelled by `choice-…` in texts."""
    return Choice(value=value, label=line(f"choice-{key or value}"))


def text_of(one: Line, language: Language) -> str:
    return say(one.key, language, one.slots)


def option_of(one: Choice, language: Language) -> str:
    """A choice as text, with its note: what one reads before choosing."""
    label = text_of(one.label, language)
    return f"{label} ({text_of(one.note, language)})" if one.note else label


def paragraphs(reply: Reply) -> tuple[str, ...]:
    """The message as text: a card's lines are paragraphs, any other message is one."""
    said = tuple(text_of(one, reply.language) for one in reply.lines)
    return said if reply.layout == "card" else (" ".join(said),)
