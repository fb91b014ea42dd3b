"""The operator's commands. `python manage.py --help` lists them."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from app import REFUSALS, knowledge, open_service
from bot.terminal import CHANNEL, TerminalDoor, converse
from catalog_data.loader import FOLDER, CatalogueFaults, load_catalogue
from catalog_data.model import area_of
from dialogs.map import as_mermaid
from matching.types import Match, Matcher
from service.logs import configure_logs
from settings import Settings, SettingsError, read_settings, settings_table
from texts.say import Language

SHOWN = 3
"""Candidates printed for a reader; JSON has up to ten."""

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
catalogue = typer.Typer(no_args_is_help=True, help="The competences the coach talks about.")
app.add_typer(catalogue, name="catalogue")


def _settings(log_level: str = "error") -> Settings:
    try:
        settings = read_settings()
    except SettingsError as refusal:
        sys.exit(str(refusal))
    configure_logs(log_level)
    return settings


@catalogue.command("list")
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


@catalogue.command("check")
def catalogue_check(folder: Annotated[Path, typer.Argument(help="folder of content files")] = FOLDER) -> None:
    """Say everything that is wrong with the content, or that it is ready."""
    try:
        loaded = load_catalogue(folder)
    except CatalogueFaults as faults:
        print("\n".join(faults.faults), file=sys.stderr)
        print(f"{len(faults.faults)} faults", file=sys.stderr)
        raise typer.Exit(1) from None
    areas = len({area_of(code) for code in loaded.codes})
    print(f"{len(loaded.codes)} sub-competences in {areas} areas, {len(loaded.resources)} resources: no faults")


@app.command()
def match(
    text: Annotated[str, typer.Argument(help="what a person might write")] = "",
    topic: Annotated[str, typer.Option(help="area or sub-competence the talk is about, e.g. 3.2")] = "",
    language: Annotated[str, typer.Option(help="da or en")] = "da",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="read and write one JSON object per line")] = False,
) -> None:
    """Which sub-competences a text is about, and which of its words say so."""
    matcher = knowledge(_settings()).matcher
    its: Language = "en" if language == "en" else "da"
    if jsonl:
        _match_lines(matcher, its)
    elif not text.strip():
        sys.exit('Give a text: manage.py match "I går ringede jeg til en borger"')
    else:
        found = matcher.match(text, topic=topic or None, language=its)
        print(json.dumps(found.model_dump(), ensure_ascii=False) if as_json else _readable(found))


def _match_lines(matcher: Matcher, language: Language) -> None:
    for number, raw in enumerate(sys.stdin, 1):
        if not raw.strip():
            continue
        try:
            asked: dict[str, Any] = json.loads(raw)
            its: Language = "en" if asked.get("lang", language) == "en" else "da"
            found = matcher.match(str(asked["text"]), topic=asked.get("topic") or None, language=its)
            answer = {"id": asked["id"], **found.model_dump()}
        except (ValueError, KeyError, TypeError, AttributeError):
            sys.exit(f'line {number}: should be {{"id": …, "text": …, "topic": optional}}')
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def _readable(found: Match) -> str:
    names = load_catalogue()
    lines: list[str] = [found.outcome]
    for one in found.candidates[:SHOWN]:
        words = ", ".join(f"»{word}«" for word in one.because)
        lines.append(f"  {one.confidence:4.0%}  {one.code:<7} {names.prose(one.code, 'da').name}  {words}")
    return "\n".join(lines)


@app.command("map")
def draw_map() -> None:
    """Draw the conversation: every step and where it leads, as Mermaid."""
    print(as_mermaid())


@app.command("settings")
def list_settings() -> None:
    """Every setting with its unit and default, as a Markdown table."""
    print(settings_table())


@app.command()
def chat() -> None:
    """Talk to the coach in this terminal, or through a pipe."""

    async def talk() -> None:
        service = await open_service(_settings("warning"))
        service.delivery.open({CHANNEL: TerminalDoor(sys.stdout)})
        try:
            await converse(service.coach, service.delivery, sys.stdin, sys.stdout)
        finally:
            await service.close()

    try:
        asyncio.run(talk())
    except REFUSALS as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    app()
