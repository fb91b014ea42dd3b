"""Every card the coach can show, in both languages and for all sub-competences, within the limits of Teams."""

import json
from typing import Any

import pytest

from bot.botframework.door import activity_of
from bot.cards.adaptive import answered_card_of, card_of, summary_of
from bot.cards.taps import execute, submit
from dialogs.replies import Reply, text_of
from tests.every_reply import every_reply
from tests.test_cards import JUDGED, parts, words
from texts.say import LANGUAGES, Language
from tools.nodejs import asked

TOKEN = "1234.episode-example~0123456789012345678901"
LARGEST = 25_000
"""Bytes of the whole message as it is sent: our share of the ~100 KB it may have in Teams."""
ACTIONS = 6

Card = dict[str, Any]


@pytest.fixture(scope="module", params=LANGUAGES)
def shown(request: pytest.FixtureRequest) -> list[tuple[Reply, Card]]:
    language: Language = request.param
    return [(one, card) for one in every_reply(language) if (card := card_of(one, TOKEN, execute))]


def actions(card: Card) -> list[Card]:
    """Everything that can be tapped; a fallback stands for its action."""
    fallbacks = [id(part["fallback"]) for part in parts(card) if "fallback" in part]
    found = (part for part in parts(card) if str(part.get("type")).startswith("Action."))
    return [one for one in found if id(one) not in fallbacks]


def test_the_official_parser_has_nothing_to_say(shown: list[tuple[Reply, Card]]) -> None:
    older = [card_of(reply, TOKEN, submit) for reply, _ in shown]
    closed = [answered_card_of(reply) for reply, _ in shown if reply.choices]
    cards = [*(card for _, card in shown), *older, *closed]
    found = [(said, card) for card, said in zip(cards, asked("tests/parse_cards.cjs", cards), strict=True) if said]
    assert len(cards) > 3000
    assert not found, found[0]


@pytest.mark.parametrize(
    ("spoiled", "complaint"),
    [
        ({"body": [{"type": "Ribbon"}]}, "UnknownElementType"),
        ({"body": [{"type": "Table", "rows": [], "gridStyle": "loud"}]}, "InvalidPropertyValue"),
        (
            {"body": [{"type": "Carousel", "pages": [{"type": "CarouselPage", "items": []}]}]},
            "UnknownElementType",
        ),  # 1.6
        (
            {"body": [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "x", "wieght": "bolder"}]}]},
            "Unread",
        ),
        ({"body": [{"type": "Input.ChoiceSet", "id": "choice", "choices": []}]}, "CollectionCantBeEmpty"),
    ],
)
def test_the_official_parser_does_complain_of_a_spoiled_card(spoiled: Card, complaint: str) -> None:
    good = card_of(JUDGED, TOKEN, execute) or {}
    whole, broken = asked("tests/parse_cards.cjs", [good, good | spoiled])
    assert whole == []
    assert any(said.startswith(complaint) for said in broken), broken


def test_no_card_is_too_large_or_offers_too_much(shown: list[tuple[Reply, Card]]) -> None:
    for reply, card in shown:
        assert len(json.dumps(activity_of(reply, TOKEN).serialize()).encode()) <= LARGEST, reply
        assert len(actions(card)) <= ACTIONS, reply


def test_whatever_can_be_tapped_or_filled_in_says_what_it_is(shown: list[tuple[Reply, Card]]) -> None:
    for _, card in shown:
        assert all(one["title"].strip() for one in actions(card))
        for part in parts(card):
            assert part.get("type") not in {"Image", "Media", "TextBlock", "FactSet"}
            if str(part.get("type")).startswith("Input."):
                assert part["label"]
                assert part["errorMessage"]


def test_every_choice_can_be_made_on_the_card(shown: list[tuple[Reply, Card]]) -> None:
    for reply, card in shown:
        tapped = {one["data"].get("choice") for one in actions(card) if "data" in one} - {None}
        listed = {one["value"] for part in parts(card) for one in part.get("choices", ())}
        assert tapped | listed == {one.value for one in reply.choices}


def test_without_cards_the_text_says_it_all(shown: list[tuple[Reply, Card]]) -> None:
    """What one reads on the card, and every choice with the number one can write."""
    for reply, card in shown:
        text = card["fallbackText"]
        assert summary_of(reply).splitlines()[0] in text
        assert all(text_of(one, reply.language) in text for one in reply.lines)
        for number, one in enumerate(reply.choices, 1):
            assert f"{number}. {text_of(one.label, reply.language)}" in text


def test_no_word_of_a_reply_is_lost_on_its_card(shown: list[tuple[Reply, Card]]) -> None:
    for reply, card in shown:
        on_it = " ".join(words(card))
        for one in reply.lines:
            if one.key not in {"rehearse-link", "welcome-who"}:  # shown in another form
                assert text_of(one, reply.language).replace("{{", "{\u2060{") in on_it, one
