"""Cards: every reply can be shown, tapped and read, and nobody's words become anything but words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.cards.adaptive import card_of, summary_of
from catalog_data.model import Catalogue
from dialogs.replies import Choice, Reply, choice, line, plain

TOKEN = "4.level~0123"
ADDRESS = "https://example.dk/side?a=1&b=2"
ROWS = (Choice(value="1", label=plain("Jeg spørger en kollega.")), Choice(value="2", label=plain("Jeg prøver selv.")))
LEVELS = Reply(
    language="da", lines=(line("level"),), choices=(*ROWS, choice("skip")), layout="list", question="4.level"
)
JUDGED = Reply(language="da", lines=(line("judgement-1"),), choices=(choice("good"), choice("hard")), layout="buttons")
HOSTILE = (
    "*fed* _skrå_ [her](https://ondt.example)",
    "<b>fed</b> <img src=x onerror=alert(1)>",
    "# overskrift",
    "1. første",
    "- punkt\n- punkt",
    "`kode` > citat",
    "${navn} {navn}",
)


def shown(reply: Reply) -> dict[str, Any]:
    card = card_of(reply, TOKEN)
    assert card is not None
    return card


def parts(node: Any) -> Iterator[dict[str, Any]]:
    """Every object of a card, whatever it lies in."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from parts(value)
    if isinstance(node, list):
        for value in node:
            yield from parts(value)


def of_type(card: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [part for part in parts(card) if part.get("type") == kind]


def words(card: dict[str, Any]) -> list[str]:
    return ["".join(run["text"] for run in block["inlines"]) for block in of_type(card, "RichTextBlock")]


def saying(text: str) -> Reply:
    """A reply that quotes a person in a paragraph and in a choice."""
    rows = (Choice(value="1", label=plain(text)),)
    return Reply(language="da", lines=(plain(text),), choices=rows, layout="list", question="1.x")


def test_text_alone_needs_no_card():
    assert card_of(Reply(language="da", lines=(line("thanks"),)), TOKEN) is None


def test_buttons_carry_question_and_choice():
    card = shown(JUDGED)
    assert words(card) == ["Hvordan gik det?"]
    assert [(action["title"], action["data"]) for action in of_type(card, "Action.Submit")] == [
        ("Det gik godt", {"question": TOKEN, "choice": "good"}),
        ("Det var svært", {"question": TOKEN, "choice": "hard"}),
    ]


def test_sentences_are_numbered_rows_tappable_all_over_and_the_rest_are_buttons():
    card = shown(LEVELS)
    rows = of_type(card, "Container")
    assert [words(row) for row in rows] == [["1.", "Jeg spørger en kollega."], ["2.", "Jeg prøver selv."]]
    assert [row["selectAction"]["title"] for row in rows] == ["Jeg spørger en kollega.", "Jeg prøver selv."]
    assert [row["selectAction"]["data"]["choice"] for row in rows] == ["1", "2"]
    (buttons,) = of_type(card, "ActionSet")
    assert [action["title"] for action in buttons["actions"]] == ["Spring over"]


def test_the_number_in_front_is_the_position_that_can_be_written():
    mixed = LEVELS.model_copy(update={"choices": (choice("skip"), *ROWS)})
    assert [words(row)[0] for row in of_type(shown(mixed), "Container")] == ["2.", "3."]
    assert "\n2. Jeg spørger en kollega." in summary_of(mixed)


def test_the_lines_of_a_card_are_paragraphs():
    welcome = Reply(language="da", lines=(line("welcome-who"), line("welcome-seen")), layout="card")
    card = shown(welcome)
    assert len(card["body"]) == len(words(card)) == 2


def test_a_card_says_its_language_and_stands_alone_as_text():
    card = shown(LEVELS.model_copy(update={"language": "en"}))
    assert (card["lang"], card["version"]) == ("en", "1.5")
    assert card["fallbackText"].splitlines()[1:] == ["1. Jeg spørger en kollega.", "2. Jeg prøver selv.", "3. Skip"]
    assert summary_of(JUDGED) == "Hvordan gik det?"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_wrote_shows_as_they_wrote_it(text: str):
    card = shown(saying(text))
    assert words(card) == [text, "1.", text]
    # A TextBlock would read it as Markdown; only TextRuns are literal.
    assert not of_type(card, "TextBlock")
    assert not of_type(card, "Action.OpenUrl")


def test_a_date_macro_stays_words():
    (said, *_rest) = words(shown(saying("{{DATE(2026-11-24T08:00:00Z,SHORT)}}")))
    assert "{{" not in said
    assert said.replace("\u2060", "") == "{{DATE(2026-11-24T08:00:00Z,SHORT)}}"


def test_the_address_of_a_resource_can_be_tapped():
    link = line("rehearse-link", title="En side", address=ADDRESS, look="se efter kortet")
    card = shown(Reply(language="da", lines=(link,), choices=(choice("keep"),), layout="card"))
    (action,) = of_type(card, "Action.OpenUrl")
    assert action["url"] == ADDRESS
    assert words(card) == [f"En side ({ADDRESS}): se efter kortet"]


@pytest.mark.parametrize(
    "said",
    [
        plain(f"se {ADDRESS}"),
        line("rehearse-plan", plan=f"Når {ADDRESS}"),
        line("rehearse-plan", plan=f"Når {ADDRESS}", address=ADDRESS),
        line("rehearse-link", title="En side", address="javascript:alert(1)", look="kortet"),
    ],
)
def test_no_other_address_becomes_a_link(said):
    assert not of_type(shown(Reply(language="da", lines=(said,), layout="card")), "Action.OpenUrl")


def test_the_longest_list_of_topics_fits_the_channels(catalogue: Catalogue):
    longest = max((catalogue.codes_of(area.code) for area in catalogue.outline.area), key=len)
    rows = tuple(Choice(value=code, label=plain(catalogue.prose(code, "da").name)) for code in longest)
    reply = Reply(language="da", lines=(line("topic-code"),), choices=(*rows, choice("up")), layout="list")
    # 25 KB is what we allow ourselves of the ~100 KB a message may have in Teams.
    assert len(json.dumps(shown(reply)).encode()) < 25_000
