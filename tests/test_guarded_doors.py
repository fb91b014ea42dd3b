"""There is no way in past the guard: no other event that carries words, and no two halves of a number.

That each event is guarded at every step is in test_rules.py, which walks them all.
"""

from dataclasses import fields
from typing import get_args

from catalog_data.model import Catalogue
from dialogs.events import Edited, Event, Said
from tests.coaching import Conversation

DIGITS = "1299"
CARRIERS = {"Said", "Edited", "Brought"}
"""Events that carry a person's words. tests/test_rules.py tries each of them at every step."""
IDS = {"message", "question", "choice", "kind", "plan"}
"""Of channels and of our own. What is tapped counts only where it is one of the choices on screen."""


def test_no_other_event_carries_words() -> None:
    carried = {event.__name__: {one.name for one in fields(event)} - IDS for event in get_args(Event)}
    assert {name for name, its in carried.items() if its} == CARRIERS
    assert {one for its in carried.values() for one in its} == {"text"}


def answered(catalogue: Catalogue, words: str) -> Conversation:
    talk = Conversation(catalogue).greeted()
    talk.take(Said(f"i går ringede jeg til en kollega og fik svar med det samme fra {words}", "a"))
    assert talk.state.draft is not None
    return talk


def everything(talk: Conversation) -> str:
    return talk.state.model_dump_json()


def test_an_edit_does_not_join_the_halves_of_a_number(catalogue: Catalogue) -> None:
    talk = answered(catalogue, "120341")
    talk.take(Said("resten skrev jeg ned", "b"), unseen=True)
    talk.take(Edited("b", "1299 var resten"))
    assert "personoplysninger" in talk.shown()
    assert DIGITS not in everything(talk)
    talk = answered(catalogue, "ham")
    talk.take(Said("1299 var resten", "b"), unseen=True)
    talk.take(Edited("a", "i går ringede jeg til en kollega og fik svar fra 120341"))
    assert "personoplysninger" in talk.shown()
    assert "120341" not in everything(talk)


def test_nor_does_taking_out_what_stood_between_them(catalogue: Catalogue) -> None:
    talk = answered(catalogue, "120341")
    talk.take(Said("og mere", "b"), unseen=True)
    talk.take(Said("1299 var resten", "c"), unseen=True)
    assert DIGITS in everything(talk)  # apart they say nothing
    talk.take(Edited("b", ""))
    assert "og mere" not in everything(talk)
    assert DIGITS not in everything(talk)
    assert talk.state.draft is not None
    assert talk.state.draft.episode.endswith("var resten")


def test_nor_does_what_is_added_after_a_tap(catalogue: Catalogue) -> None:
    talk = answered(catalogue, "ham")
    talk.says("det gik fint, og bagefter skrev jeg 120341")
    judged = talk.state.draft and talk.state.draft.judgement
    assert judged
    talk.says(f"[{talk.labels()[0]}]")
    talk.adds("1299 var resten")
    assert f"120341 {DIGITS}" not in everything(talk)
