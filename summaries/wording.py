"""A summary in words: what is sent, stored, and shown to whoever asks what their manager sees."""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog_data.model import Catalogue
from summaries.bands import LOWS, Band, K
from summaries.release import Shown, Summary, TooFew
from texts.say import Language, say


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, and the quarters of the bar beside it: as much as its band says and no more. 0: no bar."""

    text: str
    bar: int = 0


def paragraphs(
    result: Summary | TooFew, unit: str, catalogue: Catalogue, language: Language, k: int = K
) -> tuple[str, ...]:
    """The overview of the unit with this name, paragraph by paragraph."""
    return tuple(one.text for one in written(result, unit, catalogue, language, k))


def written(
    result: Summary | TooFew, unit: str, catalogue: Catalogue, language: Language, k: int = K
) -> tuple[Paragraph, ...]:
    """The same with the bars that go beside it; they say nothing that the words do not say."""
    week = {"unit": unit, "week": str(result.week.number), "year": str(result.week.year)}
    question = result.question
    topic = {"topic": question.topic(catalogue, language), "question": question.text(catalogue, language)}
    return (
        Paragraph(say("overview-title", language, week)),
        *_content(result, catalogue, language),
        Paragraph(say("overview-withheld", language, {"k": k})),
        Paragraph(say("overview-question", language, topic)),
        Paragraph(say("overview-source", language)),
    )


def _content(result: Summary | TooFew, catalogue: Catalogue, language: Language) -> Iterator[Paragraph]:
    if isinstance(result, TooFew):
        yield Paragraph(say("overview-nothing", language))
        return
    yield Paragraph(say("overview-worked", language))
    for one in result.shown:
        yield Paragraph(_line(one, catalogue, language), bar=1 + sum(low <= one.band.low for low in LOWS))
    if result.outcome:
        yield Paragraph(say(f"overview-{result.outcome}", language))


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
