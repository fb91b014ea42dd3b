"""Role profiles: which sub-competences a kind of work has to do with. A subset, without targets or levels."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from catalog_data.content import Content, Text
from texts.say import Language

OTHER: Final = "andet"
"""The profile of everybody whose work is like none of the others."""
LEAST: Final = 10
"""Codes of a profile that no answer takes away, at least."""
MOST: Final = 20
"""Codes that are left when the questions are answered, at most."""

Topic = Literal["citizens", "records", "colleagues"]
"""What is asked about: contact with citizens · writing records · leading, or being whom colleagues ask."""
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Word = Annotated[str, StringConstraints(pattern=r"^[^\W\dA-ZÆØÅ]+$")]
WHOLE: Final = 3
"""Words of so few letters must be met whole."""


class Question(Content):
    """A question whose no takes codes away; the sentence itself stands in texts."""

    key: Topic
    why: Text
    without: tuple[Text, ...] = Field(min_length=1)


class Profile(Content):
    """A kind of work. The likeliest codes stand first."""

    key: Key
    name_da: Text
    name_en: Text
    for_da: Text
    for_en: Text
    words: tuple[Word, ...] = ()
    """Beginnings of words that people use for such work."""
    certain: tuple[Topic, ...] = ()
    """Questions that this work answers by itself, with yes."""
    core: tuple[Text, ...] = Field(min_length=LEAST, max_length=MOST)
    more: tuple[Text, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return (*self.core, *self.more)

    def name(self, language: Language) -> str:
        return self.name_da if language == "da" else self.name_en

    def whom(self, language: Language) -> str:
        """One sentence on whom it is for."""
        return self.for_da if language == "da" else self.for_en


class OwnProfiles(Content):
    """A municipality's own file: profiles that come beside ours, or in the place of those with the same key."""

    profile: tuple[Profile, ...]


class Profiles(OwnProfiles):
    """All there are to pick from, and what is asked."""

    question: tuple[Question, ...] = Field(min_length=1)

    def get(self, key: str) -> Profile | None:
        return next((one for one in self.profile if one.key == key), None)

    def named(self, written: str) -> Profile | None:
        """The profile with this key, or this name in either language, in capitals or not."""
        said = " ".join(written.casefold().split())
        return next((one for one in self.profile if said in _names(one)), None)

    def spoken_of(self, text: str) -> Profile | None:
        """The first profile that this free text names, or has a word of."""
        spoken = re.findall(r"\w+", text.casefold())
        said = f" {' '.join(spoken)}"
        by_name = (one for one in self.profile if any(f" {name}" in said for name in _names(one)))
        by_word = (one for one in self.profile if any(_has(word, spoken) for word in one.words))
        return next(by_name, None) or next(by_word, None)

    def with_own(self, own: OwnProfiles) -> "Profiles":
        """Ours and a municipality's. The profile for all others stays last."""
        theirs = {one.key: one for one in own.profile}
        kept = [theirs.pop(one.key, one) for one in self.profile]
        kept[-1:-1] = theirs.values()
        return self.model_copy(update={"profile": tuple(kept)})


def _names(profile: Profile) -> tuple[str, ...]:
    return profile.key, profile.name_da.casefold(), profile.name_en.casefold()


def _has(word: str, spoken: Iterable[str]) -> bool:
    return any(one == word or (len(word) > WHOLE and one.startswith(word)) for one in spoken)


def prune(profile: Profile, answers: Iterable[tuple[Question, bool]]) -> tuple[str, ...]:
    """What is left of a profile once the questions are answered, in its order: ten to twenty codes.

    Only a no takes away, and nothing of the core. A question that was skipped is not among the answers.
    """
    gone = {code for question, yes in answers if not yes for code in question.without}
    return (*profile.core, *(code for code in profile.more if code not in gone))[:MOST]


def listed(written: str, profiles: Profiles, codes: Iterable[str]) -> frozenset[str]:
    """The codes that a directory's cell names: a profile by key or name, or numbers such as "1.2 3 5.1.4", which
    are areas, dimensions and sub-competences. None, which means all, where it names nothing we know."""
    profile = profiles.named(written)
    if profile is not None:
        return frozenset(profile.codes)
    named = tuple(f"{part}." for part in numbers_in(written))
    return frozenset(code for code in codes if f"{code}.".startswith(named))


def numbers_in(written: str) -> list[str]:
    return written.replace(",", " ").split()


def faults_of(profiles: Profiles, known: Collection[str], where: str) -> Iterator[str]:
    """What is wrong with profiles that can be read."""
    keys = Counter(one.key for one in profiles.profile)
    yield from (f"{where}: {key}: stands {n} times" for key, n in keys.items() if n > 1)
    names = Counter(name for one in profiles.profile for name in set(_names(one)))
    twice = (name for name, n in names.items() if n > 1 and keys[name] < 2)  # noqa: PLR2004 - named twice, or not
    yield from (f"{where}: {name!r} is the name of {names[name]} profiles" for name in twice)
    if not profiles.profile or profiles.profile[-1].key != OTHER:
        yield f"{where}: the last profile should be {OTHER}, for all others"
    for question in profiles.question:
        yield from _code_faults(f"{where}: question {question.key}", question.without, known)
    for one in profiles.profile:
        yield from _code_faults(f"{where}: {one.key}", one.codes, known)


def _code_faults(where: str, codes: tuple[str, ...], known: Collection[str]) -> Iterator[str]:
    for code, times in Counter(codes).items():
        if code not in known:
            yield f"{where}: {code!r} does not exist"
        elif code.startswith("5."):
            yield f"{where}: {code} is personal, and nobody is asked about it unasked"
        if times > 1:
            yield f"{where}: {code} stands {times} times"


def own_faults(own: OwnProfiles, ours: Profiles, known: Collection[str], where: str) -> Iterator[str]:
    """What is wrong with a municipality's own profiles, by themselves and beside ours."""
    keys = Counter(one.key for one in own.profile)
    yield from (f"{where}: {key}: stands {n} times" for key, n in keys.items() if n > 1)
    yield from faults_of(ours.with_own(own), known, where)
