"""Dialogues with the matcher that is served: propose is one tap, choose three, none one redirect."""

import pytest

from catalog_data.model import Catalogue
from dialogs.facts import Heard, Hearing
from matching.matcher import BuiltInMatcher
from tests.coaching import Conversation, verify


@pytest.fixture
def talk(catalogue: Catalogue, matcher: BuiltInMatcher) -> Conversation:
    conversation = Conversation(catalogue)

    def hear(heard: Heard) -> Hearing:
        match = matcher.match(heard.text, topic=heard.topic, language=heard.language)
        return Hearing(heard, match, matcher.named(heard.text, heard.language))

    conversation.matcher = hear
    return conversation.greeted()


def test_who_is_clear_gets_a_proposal_and_taps_once(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("[Bare fortæl]", "…"),
            ("Jeg googlede et billede til plakaten, men fandt ud af, at jeg ikke måtte bruge det", "billede"),
            ("[Det var svært]", "Det lyder som »Viden om ophavsret«, fordi du skrev »plakaten« og »billede«"),
            ("[Ja]", "…"),
        ],
    )
    assert talk.state.draft is not None
    assert talk.state.draft.code == "3.1.4"


def test_who_could_mean_several_chooses(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("[Bare fortæl]", "…"),
            ("Algoritmen sagde, at barnet ikke var i fare, men min mavefornemmelse sagde noget andet", "…"),
            ("[Lidt af hvert]", "Hvad af det ligner mest?"),
        ],
    )
    assert talk.labels()[0] == "Anvende datadrevne beslutningsstøtteværktøjer"
    assert talk.labels()[3:] == ["Ingen af dem"]
    verify(
        talk,
        [
            ("[Ingen af dem]", "Vil du selv finde et emne, eller skal det stå åbent?"),
            ("[Find et emne]", "Hvilket område har du lyst til at tale om?"),
        ],
    )


def test_who_says_nothing_of_work_is_redirected_once(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("[Bare fortæl]", "…"),
            ("Kaffen smager af opvaskevand, og kagen var tør igen", "Jeg er bedst til noget fra dit arbejde"),
            ("Jeg dikterede journalen på telefonen i bilen", "Du dikterede"),
            ("[Det gik godt]", "Det lyder som »Anvende nye typer interfaces«, fordi du skrev »dikterede«"),
        ],
    )


def test_in_english_too(catalogue: Catalogue, talk: Conversation) -> None:
    verify(
        talk,
        [
            ("english", "Pick one"),
            ("[Just tell]", "…"),
            ("I found a photo online for the poster but was not sure we were allowed to use it", "…"),
            ("[It was hard]", "copyright"),
        ],
    )
