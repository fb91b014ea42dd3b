"""What the coach coaches on: the catalogue as values that cannot change while it runs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from catalog_data.content import Content, Text
from catalog_data.phrases import Phrase
from catalog_data.profiles import Profiles, listed
from texts.say import Language

Perspective = Literal["use", "develop", "contribute"]
PERSPECTIVES: Final[tuple[Perspective, ...]] = ("use", "develop", "contribute")
"""The catalogue's three views on a competence: use it, develop the profession, contribute insight."""

Kind = Literal["kunne", "kende", "viden", "holdning"]

LABEL: Final = 20
"""Longest button label, in characters (rule 4 of the conversation)."""
BEHAVIOUR: Final = 75
"""Longest behaviour sentence, in characters: it must be read at a glance in a list."""

Short = Annotated[str, StringConstraints(min_length=1, max_length=LABEL)]
Behaviour = Annotated[str, StringConstraints(min_length=1, max_length=BEHAVIOUR)]


class PlanStarter(Content):
    """Half a sentence each: "Når {when}, så vil jeg {then}" (the frame stands in texts)."""

    when: Text
    then: Text


class Questions(Content):
    """At least one question from each perspective."""

    use: tuple[Text, ...] = Field(min_length=1)
    develop: tuple[Text, ...] = Field(min_length=1)
    contribute: tuple[Text, ...] = Field(min_length=1)

    def from_(self, perspective: Perspective) -> tuple[str, ...]:
        return {"use": self.use, "develop": self.develop, "contribute": self.contribute}[perspective]


class Prose(Content):
    """One sub-competence in one language, in our own words."""

    code: Text
    name: Text
    short: Short
    description: Text
    covers: tuple[Text, ...] = Field(min_length=2, max_length=5)
    examples: tuple[Text, ...] = Field(min_length=1)
    aliases: tuple[Text, ...] = Field(min_length=1)
    situations: tuple[Text, ...] = Field(min_length=3, max_length=3)
    smaller: Text
    exercise: Text
    levels: tuple[Behaviour, ...] = ()
    """Four behaviour sentences to choose from; none in dimension 5, where nobody is placed."""
    plans: tuple[PlanStarter, ...] = Field(min_length=2, max_length=2)
    episode: Questions
    learning: Questions


class AreaProse(Content):
    """One area in one language."""

    code: Text
    name: Text
    short: Short
    description: Text


class AreaFile(Content):
    """One file of content: an area and its sub-competences in one language."""

    area: AreaProse
    competence: tuple[Prose, ...] = Field(min_length=1)


class Named(Content):
    """A code with its official Danish name."""

    code: Text
    name: Text


class Group(Content):
    """Sub-competences that the catalogue keeps under one heading within an area."""

    name: Text
    codes: tuple[Text, ...] = Field(min_length=1)


class Entry(Content):
    """The facts of one sub-competence, the same in every language."""

    code: Text
    name: Text
    kind: Kind
    neighbours: tuple[Text, ...] = ()
    """Codes it is easily confused with, the closest first."""


class Outline(Content):
    """The whole catalogue's skeleton."""

    dimension: tuple[Named, ...]
    area: tuple[Named, ...]
    group: tuple[Group, ...]
    competence: tuple[Entry, ...]


class Resource(Content):
    """A page worth a visit. `checked` is the ISO date somebody last opened it, or empty."""

    title: Text
    address: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
    language: Language
    publisher: Text
    kind: Literal["guide", "course", "tool", "rules", "news", "data"]
    minutes: int = Field(gt=0, le=60)
    codes: tuple[Text, ...] = Field(min_length=1)
    checked: str
    look_for_da: Text
    look_for_en: Text

    def look_for(self, language: Language) -> str:
        return self.look_for_da if language == "da" else self.look_for_en


class Distress(Content):
    """How a person in need might write."""

    sounds: tuple[Phrase, ...] = Field(min_length=1)
    harmless: tuple[Phrase, ...] = Field(min_length=1)
    """Phrases near to them that tell of something else: taken out before the others are listened for."""


class Distresses(Content):
    """The same by language."""

    da: Distress
    en: Distress


class Breach(Content):
    """How answers tell of personal data that may have ended where it should not."""

    sounds: tuple[Phrase, ...] = Field(min_length=1)
    data: tuple[Phrase, ...] = Field(min_length=1)
    mishap: tuple[Phrase, ...] = Field(min_length=1)
    """One word for personal data and one for something gone wrong, in the same sentence."""
    averted: tuple[Phrase, ...] = Field(min_length=1)
    """Phrases that take it back when they stand in the same sentence."""
    examples: tuple[Text, ...] = Field(min_length=1)
    """Answers that must be heard so; `ordinary` ones must not. Tests read both."""
    ordinary: tuple[Text, ...] = Field(min_length=1)


class Breaches(Content):
    """The same by language."""

    da: Breach
    en: Breach


class System(Content):
    """A system people name by name; dated names are aliases of today's."""

    name: Text
    aliases: tuple[Text, ...] = ()
    codes: tuple[Text, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Catalogue:
    """Everything the coach can talk about. Codes are `dimension.area.number`."""

    outline: Outline
    areas: Mapping[tuple[str, Language], AreaProse]
    prose_by_code: Mapping[tuple[str, Language], Prose]
    resources: tuple[Resource, ...]
    systems: tuple[System, ...]
    distress: Mapping[Language, Distress]
    """Phrases about the writer's own distress; they end the coaching (rule 16)."""
    breach: Mapping[Language, Breach]
    """Phrases about a possible data breach; they bring a contact forth (rule 25)."""
    profiles: Profiles

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The 60 codes in the catalogue's own order."""
        return tuple(entry.code for entry in self.outline.competence)

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        return {entry.code: entry for entry in self.outline.competence}

    @cached_property
    def words_of_systems(self) -> frozenset[str]:
        """Every word of a system's name, in small letters: what a capital letter there means is no person."""
        names = (name for system in self.systems for name in (system.name, *system.aliases))
        return frozenset(word for name in names for word in re.findall(r"\w+", name.casefold()))

    def prose(self, code: str, language: Language) -> Prose:
        """Our words about one sub-competence. Raises KeyError for a code that does not exist."""
        return self.prose_by_code[code, language]

    def area(self, code: str, language: Language) -> AreaProse:
        return self.areas[code, language]

    def areas_of(self, dimension: str) -> tuple[str, ...]:
        return tuple(area.code for area in self.outline.area if area.code.startswith(f"{dimension}."))

    def codes_of(self, area: str) -> tuple[str, ...]:
        """The sub-competences of an area ("3.2") or of a dimension ("3")."""
        return tuple(code for code in self.codes if code.startswith(f"{area}."))

    def listed(self, profile: str) -> frozenset[str]:
        """Codes that a directory's cell names, by profile or by number. None, which means all, where it names none."""
        return listed(profile, self.profiles, self.codes)

    def resources_for(self, code: str) -> tuple[Resource, ...]:
        return tuple(resource for resource in self.resources if code in resource.codes)


def area_of(code: str) -> str:
    """'1.2.3' → '1.2'."""
    return code.rsplit(".", 1)[0]


def is_personal(code: str) -> bool:
    """Dimension 5 is about personal traits: no levels, and never in anything a manager sees."""
    return code.startswith("5.")
