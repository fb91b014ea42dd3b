"""Writes what the coach is made of, in CycloneDX: `python -m tools.sbom [FILE]`, as `make sbom` does.

Read from the lock files alone, so that it needs no network and is the same on every machine but
for licences, which installed packages name themselves.
"""

import sys
import tomllib
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from tools.locks import ROOT, SHIPPED, Package, all_packages

VERSION: Final = SchemaVersion.V1_6
WHERE: Final = ROOT / "build" / "sbom.cdx.json"


def inventory(packages: list[Package]) -> Bom:
    """Every package, what it needs, and whether a running coach holds it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    itself = Component(type=ComponentType.APPLICATION, name=project["name"], version=project["version"])
    parts = {one: component(one) for one in packages}
    bom = Bom(components=parts.values())
    bom.metadata.component = itself
    needs = defaultdict(list)
    for one, part in parts.items():
        for asking in _asking(one, parts) or [itself]:
            needs[asking].append(part)
    for asking in (itself, *parts.values()):
        bom.register_dependency(asking, needs[asking])
    return bom


def _asking(one: Package, parts: dict[Package, Component]) -> list[Component]:
    return [part for other, part in parts.items() if other.kind == one.kind and other.name in one.asked_by]


def component(one: Package) -> Component:
    # A package URL for an address: which registry a municipality fetches from is its own affair.
    group, _, name = one.name.rpartition("/")
    url = PackageURL(one.kind, group or None, name, one.version)
    algorithm = HashAlgorithm.SHA_256 if one.kind == "pypi" else HashAlgorithm.SHA_512
    digests = [HashType(alg=algorithm, content=digest) for digest in one.digests]
    licence = one.licence or _licence_of(one)
    return Component(
        type=ComponentType.LIBRARY,
        bom_ref=str(url),
        group=group or None,
        name=name,
        version=one.version,
        purl=url,
        scope=ComponentScope.REQUIRED if one.lock in SHIPPED else ComponentScope.EXCLUDED,
        licenses=[LicenseFactory().make_from_string(licence)] if licence else [],
        external_references=[
            ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(str(url)), hashes=digests)
        ],
        properties=[Property(name="competence-coach:lock", value=one.lock)],
    )


def _licence_of(one: Package) -> str:
    """What the installed package says of itself, or nothing."""
    try:
        told = metadata(one.name)
    except PackageNotFoundError:
        return ""
    if one.kind != "pypi" or told["Version"] != one.version:
        return ""
    classified = (line for line in told.get_all("Classifier", []) if line.startswith("License ::"))
    named = " / ".join(line.rpartition(" :: ")[2] for line in classified)
    # Some put a name into the old field, others the whole text: its first line names it.
    return told.get("License-Expression") or named or (told.get("License") or "").partition("\n")[0]


def written(bom: Bom) -> str:
    return make_outputter(bom, OutputFormat.JSON, VERSION).output_as_string(indent=2)


def faults(text: str) -> str:
    """What the schema has against it; empty when nothing."""
    return str(JsonStrictValidator(VERSION).validate_str(text) or "")


def main(where: Path) -> None:
    packages = all_packages()
    text = written(inventory(packages))
    if told := faults(text):
        sys.exit(f"The list breaks the CycloneDX schema: {told}")
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(text, encoding="utf-8")
    shipped = sum(one.lock in SHIPPED for one in packages)
    print(f"{where}: {shipped} packages in a running coach, {len(packages) - shipped} that set up, build or test it")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else WHERE)
