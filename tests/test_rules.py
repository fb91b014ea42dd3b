"""The rules of the conversation, each over every message and every flow a walk brings forth."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from catalog_data.model import Catalogue
from dialogs.commands import COMMANDS, read_command
from dialogs.effects import ErasePerson
from dialogs.events import Brought, Deleted, Edited, Joined, Pressed, Said
from dialogs.hearing import hears
from dialogs.replies import Reply, paragraphs, text_of
from dialogs.settling import Turn
from dialogs.state import State, Written
from dialogs.steps import STEPS
from dialogs.talk import ASIDES, Talk
from dialogs.turn import take_turn
from dialogs.written import FIELDS
from tests.coaching import Conversation
from tests.explorer import SAID, Visit, explored, facts_for, places
from texts.say import LANGUAGES, Language

EXEMPT = {
    "welcome-who",
    "rehearse-topic",
    "rehearse-no-topic",
    "progress",
    "progress-none",
    "distress",
    "my-data",
    "manager-sees-shown",
    "weekly-shown",
    "weekly-shown-earlier",
}
"""Cards that rule 2 exempts: first contact, plan and resources; lists of one's own data; and stored overviews."""
LONGEST = 280
BUTTONS = 5


@pytest.fixture(scope="session", params=LANGUAGES)
def visits(request: pytest.FixtureRequest) -> list[Visit]:
    return explored(request.param)


def messages(visits: list[Visit]) -> list[tuple[Visit, Reply]]:
    return [(visit, reply) for visit in visits for reply in visit.turn.replies]


def exempt(reply: Reply) -> bool:
    return any(line.key in EXEMPT for line in reply.lines)


def without_slots(reply: Reply, catalogue: Catalogue) -> str:
    """The coach's own words: official names, the person's words and a catalogue's example taken out."""
    text = " ".join(paragraphs(reply))
    slots = sorted((str(v) for one in reply.lines if one.key != "plain" for v in one.slots.values()), key=len)
    for slot in reversed(slots):
        text = text.replace(slot, "x")
    return text


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


def lix(text: str) -> float:
    words = re.findall(r"\w+", text)
    ends = max(1, len(re.findall(r"[.?!:;](?=\s|$)", text)))
    return len(words) / ends + 100 * sum(len(word) > 6 for word in words) / max(1, len(words))


def test_the_walk_reaches_every_step(visits: list[Visit]) -> None:
    assert {visit.turn.state.step for visit in visits} == set(STEPS)


def test_every_step_hears_everything_that_can_be_said(visits: list[Visit]) -> None:
    """Of a step with many states each hears a part: together they have heard it all, with a history and without."""
    for rich in (False, True):
        walked = [visit for visit in visits if bool(visit.facts.past) is rich]
        language = walked[0].before.language
        said = {(one.before.step, one.event.text) for one in walked if isinstance(one.event, Said)}
        assert said == {(one.before.step, text) for one in walked for text in SAID[language]}


def test_every_answer_leads_where_the_map_says(visits: list[Visit]) -> None:
    """Commands lead anywhere; an answer only where its step declares."""
    for visit in visits:
        step = STEPS[visit.before.step]
        if isinstance(visit.event, Pressed) and visit.event.question == visit.before.question:
            after = visit.turn.state.step
            aside = step.name in ASIDES  # leads back to whatever waited
            assert aside or after in {*step.leads_to, step.name}, (step.name, visit.event, after)


def test_rule_1_at_most_six_answers(visits: list[Visit]) -> None:
    spent = {v.turn.state.draft.answers: v for v in visits if v.turn.state.draft}
    assert max(spent) <= 6, (spent[max(spent)].before, spent[max(spent)].event)


def test_rule_2_one_question_per_message(visits: list[Visit]) -> None:
    for visit, reply in messages(visits):
        if not exempt(reply):
            text = without_slots(reply, visit.facts.catalogue)
            assert text.count("?") <= 1, text


def test_rule_2_at_most_two_sentences(visits: list[Visit]) -> None:
    for visit, reply in messages(visits):
        if not exempt(reply) and reply.layout != "card":
            text = without_slots(reply, visit.facts.catalogue)
            assert sentences(text) <= 2, text


def test_rule_2_at_most_280_characters(visits: list[Visit]) -> None:
    for _, reply in messages(visits):
        if not exempt(reply):
            shown = " ".join(paragraphs(reply))
            assert len(shown) <= (450 if reply.layout == "card" else LONGEST), shown


def test_rule_2_easy_to_read(visits: list[Visit]) -> None:
    hard = {t for v, r in messages(visits) if not exempt(r) and lix(t := without_slots(r, v.facts.catalogue)) > 35}
    assert not hard, sorted(hard)[:5]


def test_rule_2_no_why_and_no_exclamations(visits: list[Visit]) -> None:
    for visit, reply in messages(visits):
        text = without_slots(reply, visit.facts.catalogue).casefold()
        assert "!" not in text
        if reply.question.endswith((".episode", ".judgement", ".episode-smaller")):
            assert not re.search(r"\b(hvorfor|why)\b", text), text


def test_rule_3_free_text_is_mirrored_first(visits: list[Visit]) -> None:
    """After an episode in free text comes the person's own word, or a plain thank-you."""
    opening = {"mirror-clause", "mirror-word", "mirror-thanks", "thanks", "match-corrected", "match-because",
               "match-because-two", "match-plain", "choose", "open-topic", "edited", "redirect-ask",
               "resume-noted", "match-unmatched", "topic-left-open", "topic-not-found", "kept"}  # fmt: skip
    episode = {
        "i går ringede jeg til en borger i stedet for at skrive",
        "yesterday I called a citizen instead of writing a letter",
    }
    for visit in visits:
        reflecting = STEPS[visit.before.step].reflecting and STEPS[visit.before.step].free and visit.before.draft
        if (
            reflecting
            and isinstance(visit.event, Said)
            and visit.event.text in episode
            and visit.turn.state.step not in {"resume", "topic-found"}
        ):
            assert visit.turn.replies[-1].lines[0].key in opening, (visit.before.step, visit.turn.replies[-1].lines)


def test_rule_4_labels_are_short_and_few(visits: list[Visit]) -> None:
    for _, reply in messages(visits):
        buttons = [one for one in reply.choices if one.label.key.startswith("choice-")]
        assert len(buttons) <= BUTTONS
        assert all(len(text_of(one.label, reply.language)) <= 20 for one in buttons)
        if reply.layout != "list":
            assert len(buttons) == len(reply.choices)


def test_rule_4_every_choice_can_be_written(visits: list[Visit]) -> None:
    """As its label and as its position, with the same outcome as the tap."""
    for visit in visits[::7]:
        event = visit.event
        if not isinstance(event, Pressed) or event.question != visit.before.question or not visit.before.greeted:
            continue
        prompt = STEPS[visit.before.step].ask(Talk(visit.before, visit.facts))
        position = [one.value for one in prompt.choices].index(event.choice) + 1
        if visit.facts.now - (visit.before.touched or visit.facts.now) < timedelta(minutes=30):
            written = take_turn(visit.before, Said(str(position)), visit.facts)
            assert written.state.step == visit.turn.state.step, (visit.before.step, event.choice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_7_a_sentence_with_a_command_in_it_is_an_answer(language: Language) -> None:
    for word in COMMANDS[language]:
        if word != "?":
            assert read_command(f"jeg brugte {word} i går", language) is None
            assert read_command(f" <at>Coach</at> {word.upper()}. ".replace("<at>Coach</at>", ""), language) in {
                COMMANDS[language][word],
                None if COMMANDS[language][word] == "danish" else COMMANDS[language][word],
            }


@pytest.mark.parametrize("word", ["hjalp", "starte", "stoppede", "rette", "sletter", "menuen", "pausen"])
def test_rule_7_ordinary_words_are_not_commands(word: str) -> None:
    assert read_command(word, "da") is None


def test_rule_8_help_repeats_the_question(visits: list[Visit]) -> None:
    for visit in visits:
        if isinstance(visit.event, Said) and visit.event.text in {"hjælp", "help"}:
            assert visit.turn.state.step == visit.before.step
            assert visit.turn.replies[0].lines[0].key == f"help-{visit.before.step}"
            assert len(visit.turn.replies) == 2


def test_rule_9_interruptions_come_back_to_the_question(visits: list[Visit]) -> None:
    asides = {"mine data", "my data", "hvad ser min leder", "what does my manager see", "pause", "hjælp", "help"}
    for visit in visits:
        if isinstance(visit.event, Said) and visit.event.text in asides and visit.before.draft is not None:
            assert visit.turn.state.step == visit.before.step
            assert visit.turn.replies[-1].lines[0].key == "we-were-at", (visit.before, visit.event)


def test_rule_14_nothing_is_kept_before_the_notice_is_answered(visits: list[Visit]) -> None:
    for visit in visits:
        if not visit.turn.state.greeted:
            assert visit.turn.state.draft is None
            assert not visit.turn.state.held
            assert not [effect for effect in visit.turn.effects if not isinstance(effect, ErasePerson)]


@pytest.mark.parametrize(("asked", "later"), [("del med teamet", True), ("tema", True), ("hej", False)])
def test_rule_14_what_must_wait_for_the_notice_is_told_so(catalogue: Catalogue, asked: str, *, later: bool) -> None:
    talk = Conversation(catalogue)
    talk.says("hej")
    talk.says(asked)
    assert ("Det kan du, når du har læst det her" in talk.shown()) is later
    assert "Er du klar?" in talk.shown()


def test_rule_15_a_message_taken_back_leaves_a_question_that_fits(visits: list[Visit]) -> None:
    for visit in visits[::5]:
        state = visit.turn.state
        for draft in state.drafts:
            for field in (one for one in FIELDS if getattr(draft, one)):
                size = len(getattr(draft, field))
                known = Written(message="m", reflection=draft.started, field=field, end=size, whole=size)
                after = take_turn(state.model_copy(update={"written": (known,)}), Deleted("m"), visit.facts).state
                assert not any(getattr(one, field) for one in after.drafts if one.started == draft.started)
                assert after.step in {state.step, "episode", "rehearse"}, (state.step, field)


def test_rule_20_errors_show_no_codes(visits: list[Visit]) -> None:
    for _, reply in messages(visits):
        shown = " ".join(paragraphs(reply))
        assert not re.search(r"Traceback|Error|\b[45]\d\d\b|None|\{|\}", shown), shown


def test_rule_22_old_buttons_change_nothing(visits: list[Visit]) -> None:
    for visit in visits:
        if visit.event == Pressed("0.gone", "yes") and visit.before.greeted:
            before = visit.before.model_dump()
            assert visit.turn.state.model_dump() == before or visit.before.draft is None or not visit.before.step
            assert not visit.turn.effects


def test_rule_23_languages_are_never_mixed(visits: list[Visit]) -> None:
    for visit in visits:
        for reply in visit.turn.replies:
            assert reply.language in {visit.turn.state.language, visit.before.language}


def test_rule_24_stop_always_ends_the_reflection(visits: list[Visit]) -> None:
    for visit in visits:
        if isinstance(visit.event, Said) and visit.event.text == "stop" and visit.before.draft is not None:
            state = visit.turn.state
            assert (state.step, state.draft) == ("stopped", None)
            assert state.undo is not None
            assert state.undo.draft.episode == visit.before.draft.episode


def test_from_every_step_the_menu_is_reachable(visits: list[Visit], catalogue: Catalogue) -> None:
    """By words alone: `menu`, and where something is under way the choice to begin anew."""
    for visit in {visit.before.step: visit for visit in visits if visit.before.greeted}.values():
        state = visit.before
        for said in ("menu", "2", "menu"):
            if state.step == "menu":
                break
            state = take_turn(state, Said(said), facts_for(catalogue, visit.facts.now, rich=False)).state
        assert state.step == "menu", visit.before.step


def test_a_turn_can_be_taken_again(visits: list[Visit]) -> None:
    for visit in visits[::11]:
        assert take_turn(visit.before, visit.event, visit.facts) == visit.turn


def test_an_unknown_step_leads_to_the_menu_with_an_apology(catalogue: Catalogue) -> None:
    state = State(step="from-another-release", greeted=True, turn=7)
    turn = take_turn(state, Said("hej med dig"), facts_for(catalogue, facts_now(), rich=False))
    assert turn.state.step == "menu"
    assert turn.replies[0].lines[0].key == "lost"
    assert take_turn(state, Joined(), facts_for(catalogue, facts_now(), rich=False)).state.step == "menu"


def facts_now():
    from tests.explorer import START

    return START


CANARY = "i går ringede jeg til borgeren med 120341-1299 om en aftale"
DIGITS = "1299"


def kept_of(turn: Turn) -> str:
    """Whatever goes into state, effects or outbox."""
    replies = " ".join(text for reply in turn.replies for text in paragraphs(reply))
    return f"{turn.state.model_dump_json()} {turn.effects!r} {replies}"


def test_at_every_step_and_by_every_way_personal_data_is_caught(visits: list[Visit]) -> None:
    """Rule 21."""
    for visit in places(visits):
        state = State.model_validate_json(visit.turn.state.model_dump_json())
        messages = {one.message for one in state.written} | {"m1"}
        for event in (Said(CANARY, "m9"), Brought(CANARY), *(Edited(one, CANARY) for one in messages)):
            for unseen in (False, True):
                heard = hears(state, event, unseen=unseen)
                assert heard is None or DIGITS not in heard.text, (state.step, event)
                turn = take_turn(state, event, replace(visit.facts, unseen=unseen))
                assert DIGITS not in kept_of(turn), (state.step, event)


def test_what_a_button_says_does_what_the_button_does(visits: list[Visit]) -> None:
    """Typed word for word, at every place, also where it is a command elsewhere."""
    tried = 0
    for visit in places(visits):
        state, facts = visit.turn.state, visit.facts
        if visit.turn.private or not state.greeted or not visit.turn.replies:
            continue
        asked = visit.turn.replies[-1]
        for one in asked.choices:
            tapped = take_turn(state, Pressed(asked.question, one.value), facts)
            typed = take_turn(state, Said(text_of(one.label, asked.language)), facts)
            assert (typed.state.step, typed.state.draft, typed.effects) == (
                tapped.state.step, tapped.state.draft, tapped.effects,
            ), (state.step, one.value)  # fmt: skip
            tried += 1
    assert tried > 100
