"""Reads the catalogue from its files, or says everything that is wrong with them at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from catalog_data.model import (
    AreaFile,
    AreaProse,
    Breach,
    Breaches,
    Catalogue,
    Distress,
    Distresses,
    Outline,
    Prose,
    Resource,
    System,
    area_of,
    is_personal,
)
from catalog_data.profiles import OwnProfiles, Profiles, faults_of, own_faults
from catalog_data.toml_files import NotToml, read_toml
from texts.say import LANGUAGES, Language

FOLDER: Final = Path(__file__).parent
M = TypeVar("M", bound=BaseModel)

LEVELS: Final = 4
RESOURCES_PER_AREA: Final = 2


class CatalogueFaults(ValueError):
    """The content cannot be used. `faults` holds one readable line for each thing to mend."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def load_catalogue(folder: Path = FOLDER, own_profiles: Path | None = None) -> Catalogue:
    """The catalogue in `folder`, with the municipality's own profiles if it has any. Raises CatalogueFaults naming
    file, code and field of every fault."""
    reader = _Reader(folder)
    outline = reader.read("outline.toml", Outline)
    if not isinstance(outline, Outline):
        raise CatalogueFaults(reader.faults)
    areas: dict[tuple[str, Language], AreaProse] = {}
    prose: dict[tuple[str, Language], Prose] = {}
    for language in LANGUAGES:
        for area in outline.area:
            name = f"{language}/{area.code}.toml"
            content = reader.read(name, AreaFile)
            if isinstance(content, AreaFile):
                areas[area.code, language] = content.area
                prose |= {(entry.code, language): entry for entry in content.competence}
                reader.faults += _area_faults(name, area.code, language, content, outline)
        reader.faults += _short_faults(language, prose)
    resources = reader.read_list("resources.toml", "resource", Resource)
    systems = reader.read_list("systems.toml", "system", System)
    distresses = reader.read("distress.toml", Distresses)
    breaches = reader.read("breach.toml", Breaches)
    profiles = reader.read("profiles.toml", Profiles)
    if distresses is None or breaches is None or profiles is None:
        raise CatalogueFaults(reader.faults)
    distress: dict[Language, Distress] = {"da": distresses.da, "en": distresses.en}
    breach: dict[Language, Breach] = {"da": breaches.da, "en": breaches.en}
    catalogue = Catalogue(outline, areas, prose, resources, systems, distress, breach, profiles)
    reader.faults += _code_faults(catalogue)
    reader.faults += faults_of(profiles, catalogue.codes, "profiles.toml")
    if reader.faults:
        raise CatalogueFaults(reader.faults)
    return with_own_profiles(catalogue, own_profiles) if own_profiles else catalogue


def with_own_profiles(catalogue: Catalogue, file: Path) -> Catalogue:
    """The catalogue with a municipality's own profiles beside ours. Raises CatalogueFaults."""
    reader = _Reader(file.parent)
    own = reader.read(str(file.resolve()), OwnProfiles)
    if own is not None:
        reader.faults += own_faults(own, catalogue.profiles, catalogue.codes, str(file))
    if own is None or reader.faults:
        raise CatalogueFaults(reader.faults)
    return replace(catalogue, profiles=catalogue.profiles.with_own(own))


class _Reader:
    """Reads files one after the other and remembers what was wrong instead of stopping."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []

    def read(self, name: str, model: type[M]) -> M | None:
        data = self._toml(name)
        return None if data is None else self._validated(name, data, model)

    def read_list(self, name: str, key: str, model: type[M]) -> tuple[M, ...]:
        entries = (self._toml(name) or {}).get(key, [])
        if not isinstance(entries, list):
            self.faults.append(f"{name}: {key} should be written [[{key}]], once for each")
            return ()
        read = (self._validated(f"{name}: {key} {n}", entry, model) for n, entry in enumerate(entries, 1))
        return tuple(entry for entry in read if entry is not None)

    def _toml(self, name: str) -> dict[str, Any] | None:
        try:
            return read_toml(self.folder / name)
        except NotToml as fault:
            self.faults.append(f"{name}: {fault}")
        return None

    def _validated(self, name: str, data: dict[str, Any], model: type[M]) -> M | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.faults += [f"{name}: {_where(fault['loc'], data)}: {fault['msg']}" for fault in error.errors()]
            return None


def _where(location: tuple[int | str, ...], data: Any) -> str:
    """`('competence', 2, 'short')` → `1.2.3: short`, since authors think in codes, not in positions."""
    parts: list[str] = []
    for step in location:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            data = None
        named = data.get("code", data.get("key")) if isinstance(step, int) and isinstance(data, dict) else None
        if named is not None:
            parts = [str(named)]
        else:
            parts.append(str(step))
    return ": ".join(parts)


def _area_faults(name: str, area: str, language: Language, content: AreaFile, outline: Outline) -> Iterator[str]:
    official = {entry.code: entry.name for entry in outline.competence if area_of(entry.code) == area}
    names = {**official, area: next(named.name for named in outline.area if named.code == area)}
    found = Counter(entry.code for entry in content.competence)
    yield from (f"{name}: {code}: is missing" for code in official if code not in found)
    yield from (f"{name}: {code}: does not belong to {area}" for code in found if code not in official)
    yield from (f"{name}: {code}: stands {n} times" for code, n in found.items() if n > 1)
    if content.area.code != area:
        yield f"{name}: area: code: should be {area}"
    written = {content.area.code: content.area.name, **{entry.code: entry.name for entry in content.competence}}
    if language == "da":
        for code, its in written.items():
            if code in names and its != names[code]:
                yield f"{name}: {code}: name differs from the catalogue's {names[code]!r}"
    for prose in content.competence:
        yield from (f"{name}: {prose.code}: {fault}" for fault in _prose_faults(prose))


def _prose_faults(prose: Prose) -> Iterator[str]:
    wanted = 0 if is_personal(prose.code) else LEVELS
    if len(prose.levels) != wanted:
        yield f"levels: {len(prose.levels)} sentences, should be {wanted}"
    spoken = [prose.smaller]
    spoken += [q for bank in (prose.episode, prose.learning) for q in (*bank.use, *bank.develop, *bank.contribute)]
    for question in spoken:
        if prose.name.casefold() in question.casefold():
            yield f"a question contains the competence's name: {question!r}"
        if question.count("?") != 1 or not question.endswith("?"):
            yield f"not one question: {question!r}"


def _short_faults(language: Language, prose: dict[tuple[str, Language], Prose]) -> Iterator[str]:
    shorts = Counter(entry.short.casefold() for (_, its), entry in prose.items() if its == language)
    for (code, its), entry in prose.items():
        if its == language and shorts[entry.short.casefold()] > 1:
            yield f"{language}/{area_of(code)}.toml: {code}: short: {entry.short!r} is used by another competence too"


def _code_faults(catalogue: Catalogue) -> Iterator[str]:
    known = set(catalogue.codes)
    referring = [
        *((f"outline.toml: {entry.code}: neighbours", entry.neighbours) for entry in catalogue.outline.competence),
        *((f"outline.toml: group {group.name!r}", group.codes) for group in catalogue.outline.group),
        *((f"resources.toml: {resource.title!r}: codes", resource.codes) for resource in catalogue.resources),
        *((f"systems.toml: {system.name!r}: codes", system.codes) for system in catalogue.systems),
    ]
    for where, codes in referring:
        yield from (f"{where}: {code!r} does not exist" for code in codes if code not in known)
    for area in catalogue.outline.area:
        found = sum(any(area_of(code) == area.code for code in one.codes) for one in catalogue.resources)
        if found < RESOURCES_PER_AREA:
            yield f"resources.toml: {area.code}: {found} resources, should be at least {RESOURCES_PER_AREA}"
