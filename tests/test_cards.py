"""Cards: every reply can be shown, tapped and read, and nobody's words become anything but words."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.cards.adaptive import answered_card_of, card_of, summary_of
from bot.cards.taps import execute, submit
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
    card = card_of(reply, TOKEN, submit)
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
    assert card_of(Reply(language="da", lines=(line("thanks"),)), TOKEN, submit) is None


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
    asked = Reply(language="da", lines=(line("follow-up"), line("follow-up-ask")), layout="card")
    card = shown(asked)
    assert len(card["body"]) == len(words(card)) == 2


def test_a_card_says_its_language_and_stands_alone_as_text():
    card = shown(LEVELS.model_copy(update={"language": "en"}))
    assert (card["lang"], card["version"]) == ("en", "1.5")
    assert card["fallbackText"].splitlines()[1:] == [
        "  1. Jeg spørger en kollega.",
        "  2. Jeg prøver selv.",
        "  3. Skip",
    ]
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
    assert words(card) == ["En side (example.dk): se efter kortet"]
    assert ADDRESS in card["fallbackText"]


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


def a_list(*labels: str) -> Reply:
    rows = tuple(Choice(value=str(n), label=plain(label)) for n, label in enumerate(labels))
    return Reply(language="da", lines=(line("topic-code"),), choices=(*rows, choice("up")), layout="list")


def test_more_than_six_choices_become_one_list_to_pick_from():
    card = shown(a_list(*"abcdef"))
    (picked,) = of_type(card, "Input.ChoiceSet")
    assert [one["value"] for one in picked["choices"]] == list("012345")
    assert (picked["id"], picked["label"], picked["isRequired"]) == ("choice", "Vælg fra listen", True)
    pick, up = of_type(card, "Action.Submit")
    # What is picked travels as `choice`, as from a button; the other buttons leave the list alone.
    assert (pick["title"], pick["data"]) == ("Vælg", {"question": TOKEN})
    assert (up["title"], up["data"]["choice"], up["associatedInputs"]) == ("Tilbage", "up", "none")
    assert not of_type(shown(a_list(*"abcde")), "Input.ChoiceSet")


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_what_looks_like_markup_is_never_drawn_where_it_would_be_read(text: str):
    """A renderer reads the labels of an open list as Markdown, and those of a drop-down not."""
    (plainly,), (safely,) = (
        of_type(shown(a_list(*"abcde", last)), "Input.ChoiceSet") for last in ("Kende og bruge den/de (rette)", text)
    )
    assert (plainly["style"], safely["style"]) == ("expanded", "compact")


def test_teams_waits_for_the_answered_card_and_old_clients_just_send():
    (good, _) = of_type(card_of(JUDGED, TOKEN, execute) or {}, "Action.Execute")
    data = {"question": TOKEN, "choice": "good"}
    assert (good["verb"], good["data"]) == ("choose", data)
    assert good["fallback"] == {"type": "Action.Submit", "title": good["title"], "data": data}


def test_the_words_that_spoke_for_a_candidate_stand_under_it_and_in_the_text():
    because = Choice(value="3.2.1", label=plain("Vælge kanal"), note=line("choose-because", first="ringede"))
    reply = Reply(language="da", lines=(line("choose"),), choices=(because, choice("none")), layout="list")
    assert words(shown(reply))[1:] == ["1.", "Vælge kanal", "du skrev »ringede«"]
    assert "1. Vælge kanal (du skrev »ringede«)" in summary_of(reply)


def test_the_proposal_stands_out_by_its_name_and_the_persons_words():
    proposal = line("match-because-two", name="Vælge kanal", first="ringede", second="\ue001skrev")
    card = shown(Reply(language="da", lines=(line("mirror-word", word="x"), proposal), choices=(choice("yes"),)))
    assert words(card) == [
        "Du nævner »x«.",
        "Det lyder som »Vælge kanal«, fordi du skrev »ringede« og »skrev« – passer det?",
    ]
    assert [run["text"] for run in of_type(card, "TextRun") if run.get("weight")] == ["Vælge kanal", "ringede", "skrev"]


def test_a_bar_is_as_long_as_its_words_say():
    lines = (line("progress"), *(line("progress-area", name="Data", count=n, most=4) for n in (4, 1)))
    card = shown(Reply(language="da", lines=lines, layout="card"))
    assert [said for said in words(card) if ":" in said][1:] == ["Data: 4 samtaler", "Data: én samtale"]
    full, part = of_type(card, "ColumnSet")
    assert [one["width"] for one in full["columns"]] == [4]
    assert [one["width"] for one in part["columns"]] == [1, 3]


@pytest.mark.parametrize("key", ["pause", "manager-sees"])
def test_settings_and_privacy_are_cards_though_there_is_nothing_to_tap(key: str):
    card = shown(Reply(language="da", lines=(line(key),)))
    title, said = words(card)
    assert title
    assert said == summary_of(Reply(language="da", lines=(line(key),)))


def test_an_answered_card_says_what_was_chosen_and_cannot_be_tapped():
    for reply, said in ((JUDGED, "Du valgte: Det var svært"), (LEVELS, "Du valgte: Jeg prøver selv.")):
        answered = answered_card_of(reply.model_copy(update={"answered": "hard" if reply is JUDGED else "2"}))
        assert words(answered)[-1] == said
        assert answered["fallbackText"].endswith(said)
        assert not [part for part in parts(answered) if str(part.get("type")).startswith(("Action", "Input"))]
    assert words(answered_card_of(JUDGED)) == ["Hvordan gik det?", "Det spørgsmål er lukket."]
