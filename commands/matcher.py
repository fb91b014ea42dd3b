"""`manage.py match` and `manage.py matcher …`: what the coach hears in a text, and how well."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from app import REFUSALS, built_in, second_reader
from catalog_data.loader import load_catalogue
from commands.rereading import reread
from commands.starting import settings_or_exit
from dialogs.facts import Heard, Hearing
from matching.types import Match, Matcher
from texts.say import Language

SHOWN = 3
"""Candidates printed for a reader; JSON has up to ten."""

app = typer.Typer(no_args_is_help=True, help="Train and measure the matcher.")


@app.command()
def train() -> None:
    """Learn from the content as it stands now, unless that was done already. Takes under a minute.

    Where COACH_EMBEDDINGS_FOLDER names a language model, what that makes of the examples is learned too.
    """
    from matching.training import train_all

    settings = settings_or_exit()
    print(train_all(settings.matcher_folder))
    if settings.embeddings_folder:
        catalogue = load_catalogue()
        try:
            second_reader(settings, catalogue, built_in(settings, catalogue))
        except REFUSALS as refusal:
            sys.exit(str(refusal))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help='lines of {"text", "lang", "kind", "labels"}', exists=True)],
    report: Annotated[Path | None, typer.Option(help="write the full report with peers here")] = None,
) -> None:
    """How well the matcher hears the answers in FILE; with --report also its peers, its layers and its writers."""
    from bench.evaluation import evaluate as measure
    from bench.evaluation import read_answers, summary
    from bench.report import write_report

    matcher = built_in(settings_or_exit(), load_catalogue())
    print(summary(measure(matcher, read_answers(file))))
    if report is not None:
        write_report(file, report, matcher)
        print(report)


def match(
    text: Annotated[str, typer.Argument(help="what a person might write")] = "",
    *,
    topic: Annotated[str, typer.Option(help="area or sub-competence the talk is about, e.g. 3.2")] = "",
    language: Annotated[str, typer.Option(help="da or en")] = "da",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="read and write one JSON object per line")] = False,
    second: Annotated[bool, typer.Option("--second-reader", help="have the second reader read it too")] = False,
) -> None:
    """Which sub-competences a text is about, and which of its words say so."""
    matcher = built_in(settings_or_exit(), load_catalogue())
    its: Language = "en" if language == "en" else "da"
    if jsonl:
        _match_lines(matcher, its)
    elif not text.strip():
        sys.exit('Give a text: manage.py match "I går ringede jeg til en borger"')
    else:
        found = matcher.match(text, topic=topic or None, language=its)
        if second:
            found = reread(Hearing(Heard(text, topic or None, its), found, matcher.named(text, its)))
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
