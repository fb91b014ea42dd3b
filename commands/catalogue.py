"""`manage.py catalogue …`: the competences the coach talks about."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from catalog_data.loader import FOLDER, CatalogueFaults, load_catalogue
from catalog_data.model import Catalogue, area_of
from texts.say import Language

app = typer.Typer(no_args_is_help=True, help="The competences the coach talks about.")


@app.command("list")
def catalogue_list(
    as_json: Annotated[bool, typer.Option("--json", help="everything, for a program to read")] = False,
    language: Annotated[str, typer.Option(help="da or en")] = "da",
) -> None:
    """Print the catalogue: areas and sub-competences with code and name."""
    its: Language = "en" if language == "en" else "da"
    loaded = load_catalogue()
    if as_json:
        entries = [
            {"kind": loaded.entries[code].kind, "neighbours": loaded.entries[code].neighbours}
            | loaded.prose(code, its).model_dump()
            for code in loaded.codes
        ]
        print(json.dumps(entries, ensure_ascii=False, indent=2))
        return
    for area in loaded.outline.area:
        print(f"\n{area.code} {loaded.area(area.code, its).name}")
        for code in loaded.codes_of(area.code):
            print(f"  {code:<7} {loaded.prose(code, its).name}")


@app.command("profiles")
def catalogue_profiles(
    profiles: Annotated[Path | None, typer.Option(help="a municipality's own role profiles")] = None,
) -> None:
    """Print the role profiles as a page: whom each is for, its sub-competences, and what is asked."""
    print(profiles_page(load_catalogue(own_profiles=profiles)))


def profiles_page(catalogue: Catalogue) -> str:
    """The role profiles in Markdown, in English, with the names of sub-competences in Danish."""
    parts = []
    for one in catalogue.profiles.profile:
        parts += [f"### {one.name_da} · {one.name_en} · `{one.key}`", one.for_en]
        parts.append(f"Always: {_named(one.core, catalogue)}.")
        parts.append(f"If no answer speaks against it: {_named(one.more, catalogue)}.")
    parts.append("### What a no takes away")
    rows = (f"| {one.key} | {one.why} | {', '.join(one.without)} |" for one in catalogue.profiles.question)
    parts.append("\n".join(("| question | why | takes away |", "|---|---|---|", *rows)))
    return "\n\n".join(parts)


def _named(codes: tuple[str, ...], catalogue: Catalogue) -> str:
    return ", ".join(f"{code} {catalogue.prose(code, 'da').short}" for code in codes)


@app.command("check")
def catalogue_check(
    folder: Annotated[Path, typer.Argument(help="folder of content files")] = FOLDER,
    profiles: Annotated[Path | None, typer.Option(help="a municipality's own role profiles")] = None,
) -> None:
    """Say everything that is wrong with the content, or that it is ready."""
    try:
        loaded = load_catalogue(folder, profiles)
    except CatalogueFaults as faults:
        print("\n".join(faults.faults), file=sys.stderr)
        print(f"{len(faults.faults)} faults", file=sys.stderr)
        raise typer.Exit(1) from None
    areas = len({area_of(code) for code in loaded.codes})
    print(
        f"{len(loaded.codes)} sub-competences in {areas} areas, {len(loaded.resources)} resources, "
        f"{len(loaded.profiles.profile)} role profiles: no faults"
    )
