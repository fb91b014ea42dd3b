"""A summary in words: what is sent, stored, and shown to whoever asks what their manager sees."""

from collections.abc import Iterator

from catalog_data.model import Catalogue
from summaries.bands import Band, K
from summaries.release import Shown, Summary, TooFew
from texts.say import Language, say


def paragraphs(
    result: Summary | TooFew, unit: str, catalogue: Catalogue, language: Language, k: int = K
) -> tuple[str, ...]:
    """The overview of the unit with this name, paragraph by paragraph."""
    week = {"unit": unit, "week": str(result.week.number), "year": str(result.week.year)}
    question = result.question
    return (
        say("overview-title", language, week),
        *_content(result, catalogue, language),
        say("overview-withheld", language, {"k": k}),
        say(
            "overview-question",
            language,
            {"topic": question.topic(catalogue, language), "question": question.text(catalogue, language)},
        ),
        say("overview-source", language),
    )


def _content(result: Summary | TooFew, catalogue: Catalogue, language: Language) -> Iterator[str]:
    if isinstance(result, TooFew):
        yield say("overview-nothing", language)
        return
    yield say("overview-worked", language)
    yield from (_line(one, catalogue, language) for one in result.shown)
    if result.outcome:
        yield say(f"overview-{result.outcome}", language)


def _line(shown: Shown, catalogue: Catalogue, language: Language) -> str:
    people = _band(shown.band, language)
    if "." in shown.code:
        name = catalogue.area(shown.code, language).name
        return say("overview-area", language, {"name": name, "people": people})
    name = say(f"overview-dimension-{shown.code}", language)
    return say("overview-rest", language, {"name": name, "people": people})


def _band(band: Band, language: Language) -> str:
    if band.high is None:
        return say("overview-band-open", language, {"low": str(band.low)})
    return say("overview-band", language, {"low": str(band.low), "high": str(band.high)})
