"""The transcripts of the suite, word for word, through Slack: in as Slack sends them, out as Slack shows them."""

from collections.abc import Iterator
from inspect import signature

import pytest

import tests.test_transcripts as transcripts
from catalog_data.model import Catalogue
from tests.slack_talk import SlackConversation, a_slack_conversation

for _name, _test in vars(transcripts).items():
    if _name.startswith("test_") and "talk" in signature(_test).parameters:
        globals()[_name] = _test


@pytest.fixture
def stranger(catalogue: Catalogue) -> Iterator[SlackConversation]:
    with a_slack_conversation(catalogue) as talk:
        yield talk


@pytest.fixture
def talk(stranger: SlackConversation) -> SlackConversation:
    stranger.greeted()
    return stranger


def test_first_contact_comes_before_anything_is_kept(stranger: SlackConversation) -> None:
    assert "Jeg har ikke gemt det, du skrev." in stranger.says("i går ringede jeg til en borger")
    assert "ikke din leder" in stranger.shown()
    assert "Prøvekøbing Kommune gemmer" in stranger.shown()
    assert "ringede" not in stranger.state.model_dump_json()
    assert stranger.says("start") == "Vælg her, eller fortæl om en situation fra din dag."


def test_nothing_was_refused_and_every_card_answers_once(talk: SlackConversation) -> None:
    """The road itself: what a test above could not see."""
    for label in ("Bare fortæl", "Giv et eksempel", "0", "Det gik godt", "Spring over", "1", "0", "Om en uge", "Gem"):
        talk.says(f"[{label}]")
    *earlier, _ = talk.scene.slack.shown_to()
    assert len(earlier) == 10
    for message in earlier:
        assert not any(block["type"] == "actions" or "accessory" in block for block in message.blocks)
        assert message.blocks[-1]["elements"][0]["text"].startswith("Du trykkede: ")


def test_a_card_that_is_answered_in_words_loses_its_buttons(talk: SlackConversation) -> None:
    talk.says("[Bare fortæl]")
    card = talk.scene.slack.shown_to()[-1]
    assert [block["type"] for block in card.blocks] == ["section", "actions"]
    talk.says("hjælp")
    helped, again = talk.scene.slack.shown_to()[-2:]
    assert [block["type"] for block in card.blocks] == ["section"]
    assert [block["type"] for block in helped.blocks] == ["section"]
    talk.says("jeg ringede til hende i stedet for at skrive")
    assert [block["type"] for block in again.blocks] == ["section"]
    assert "Giv et eksempel" not in again.text
    updates = len(talk.scene.slack.named("chat.update"))
    talk.says("[Det gik godt]")
    assert len(talk.scene.slack.named("chat.update")) == updates + 1
    assert len(talk.labels()) == 3
