"""One turn: what was said, what is known → what to answer and what to remember.

`take_turn` is a pure function. It may be run again after a lost race, replayed, drawn and
tested without a channel, a clock or a database.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from dialogs.adding import longer, put_beside
from dialogs.amending import amended
from dialogs.announcing import with_announcement
from dialogs.breach import advice, sounds_like_breach, told_before
from dialogs.commands import read_command
from dialogs.distress import sounds_distressed
from dialogs.events import Brought, Deleted, Edited, Event, Joined, Left, Nudged, Pressed, Said
from dialogs.facts import Facts
from dialogs.flows.joining import redeem
from dialogs.flows.leaving import stop
from dialogs.flows.nudging import nudge
from dialogs.flows.pacing import said_in_words
from dialogs.guard.redacting import redacted
from dialogs.joining import read_code
from dialogs.obeying import BEFORE_GREETING, obey
from dialogs.questions import asked_about_us
from dialogs.reading import labelled, read_answer
from dialogs.replies import line
from dialogs.settling import Turn, asides_of, open_to_more, private, replies_of, settled
from dialogs.state import Answered, State
from dialogs.steps import STEPS, on_known_step
from dialogs.talk import Answer, Move, Prompt, Step, Talk
from dialogs.wording import plain_text, words
from dialogs.written import noted

SILENT_RESUME: Final = timedelta(minutes=30)
"""A pause shorter than this needs no word (rule 10)."""
DOUBLE_CLICK: Final = timedelta(seconds=3)
"""A second tap within this time is the same tap: it gets no answer of its own."""
REPAIRS: Final = 3
"""Ways to say that we did not understand; after the last one we move on."""


def take_turn(state: State, event: Event, facts: Facts) -> Turn:
    """Answer one event. Never raises for anything a person can write or tap."""
    turn = _taken(state, event, facts)
    if turn.private:
        return turn
    turn = replace(turn, state=noted(state, event, turn.state, unseen=facts.unseen))
    if turn.withdraws or not isinstance(event, Said | Brought | Pressed):
        return turn
    return with_announcement(turn, facts)


def _taken(state: State, event: Event, facts: Facts) -> Turn:
    talk = Talk(on_known_step(state.at(facts.now)), facts)
    lost = state.step not in STEPS
    if isinstance(event, Left):
        return _left(talk)
    if isinstance(event, Nudged):
        return _nudged(talk, event)
    talk = Talk(talk.to(talk.state.step, left=None), facts)
    match event:
        case Edited(message, text):
            return _amended(talk, message, plain_text(text))
        case Deleted(message):
            return _amended(talk, message, "")
        case Joined():
            return _joined(talk)
        case _:
            return _lost(talk) if lost else _spoken(talk, event)


def _spoken(talk: Talk, event: Said | Brought | Pressed) -> Turn:
    match event:
        case Pressed():
            return _pressed(talk, event)
        case Said():
            return _said(talk, event)
        case Brought():
            return _brought(talk, event)


def _lost(talk: Talk) -> Turn:
    return settled(talk, Move(talk.state, (line("lost"),)))


def _joined(talk: Talk) -> Turn:
    """Opened anew: the notice the first time, later the question on screen."""
    if talk.state.draft is not None:
        return settled(talk, Move(talk.state, (line("we-were-at"),)))
    return settled(talk, Move(talk.state))


def _nudged(talk: Talk, event: Nudged) -> Turn:
    """The coach begins. Nothing is said where there is nothing to say; the person was not here by that."""
    move = nudge(talk, event)
    if move is None:
        return Turn(talk.state)
    turn = settled(talk, move)
    kept = {"touched": talk.state.touched, "worded": talk.state.worded, "ignored": move.state.ignored}
    return replace(turn, state=turn.state.model_copy(update=kept))


def _left(talk: Talk) -> Turn:
    """Silence at once; what is kept has its time from now on. Of somebody who never spoke nothing is kept."""
    state, now = talk.state, talk.facts.now
    if not state.turn or state.left:
        return Turn(state, private=not state.turn)
    return Turn(state.model_copy(update={"turn": state.turn + 1, "left": now, "touched": now}))


def _amended(talk: Talk, message: str, text: str) -> Turn:
    if text and sounds_distressed(text, talk.state.language, talk.facts.catalogue):
        return private(talk)
    move = amended(talk, message, text)
    return Turn(talk.state) if move is None else settled(talk, move)


def _said(talk: Talk, event: Said) -> Turn:
    text = plain_text(event.text)
    state = talk.state
    if sounds_distressed(text, state.language, talk.facts.catalogue):
        return private(talk)
    if not words(text) and text not in {"?", "-", "--"}:
        return settled(talk, Move(state, aside=(Prompt((line("no-words"),)),)))
    # What a button says means what the button does, also where it is a command elsewhere: "slet alt".
    typed = labelled(STEPS[state.step].ask(talk), text, state) if state.greeted else ""
    command = None if typed else read_command(text, state.language)
    if state.greeted and command is not None and not (command == "continue" and state.step == "resume" and state.held):
        return settled(talk, obey(talk, command))
    asked = _asked_in_words(talk, text) if state.greeted and not typed else None
    if asked is not None:
        return settled(talk, asked)
    turn = (_added(talk, text) or _told(talk, text)) if state.greeted else _first_contact(talk, text)
    return _advised(talk, text, turn)


def _asked_in_words(talk: Talk, text: str) -> Move | None:
    """Something about the coach itself, a code that joins two chats, or a pace."""
    about_us = asked_about_us(talk, text)
    if about_us is not None:
        return about_us
    code = read_code(text)
    return said_in_words(talk, text) if code is None else redeem(talk, code)


def _added(talk: Talk, text: str) -> Turn | None:
    """Rule 11: our last question was not shown yet, so these words belong to the answer before it."""
    if not talk.facts.unseen:
        return None
    grown = longer(talk.state, text)
    if grown is not None:
        return replace(_told(Talk(grown.state, talk.facts), grown.text), withdraws=True)
    move = put_beside(talk, text)
    if move is None:
        return None
    return replace(open_to_more(settled(talk, move), talk.state.answered), withdraws=True)


def _advised(talk: Talk, text: str, turn: Turn) -> Turn:
    """Whom to ask about a possible breach comes first; then the talk goes on (rule 25)."""
    state, catalogue = talk.state, talk.facts.catalogue
    if not sounds_like_breach(text, state.language, catalogue) or told_before(state, catalogue):
        return turn
    return replace(turn, replies=(*asides_of(Move(state, aside=(advice(talk.facts),)), talk), *turn.replies))


def _told(talk: Talk, text: str) -> Turn:
    """An answer, unless it must be cleaned first, or the person has been away."""
    state = talk.state
    clean = redacted(text, state.language, talk.facts.catalogue.words_of_systems, before=_added_to(state))
    if clean is not None:
        return _held_back(talk, "personal-data", clean)
    if _away_long(talk):
        return _held_back(talk, "resume", text)
    return _answered(talk, text)


def _held_back(talk: Talk, aside: str, text: str) -> Turn:
    return open_to_more(settled(talk, Move(talk.turns_aside(aside, held=text))), Answered())


def _added_to(state: State) -> str:
    """What a free text may be joined with: two messages can hold the halves of one number."""
    if state.step == "resume":
        return state.held
    return state.draft.episode if state.draft is not None and "episode" in {state.step, state.before} else ""


def _brought(talk: Talk, event: Brought) -> Turn:
    """As if told at the menu, but never a command. One thing at a time: what is under way comes first."""
    text = plain_text(event.text)
    if sounds_distressed(text, talk.state.language, talk.facts.catalogue):
        return private(talk)
    if talk.state.draft is not None:
        return settled(talk, Move(talk.turns_aside("resume"), (line("brought-later"),)))
    if not words(text):
        return settled(talk, Move(talk.state, aside=(Prompt((line("no-words"),)),)))
    if not talk.state.greeted:
        return settled(talk, STEPS["welcome"].answer(talk, Answer(text=text)))
    at_menu = Talk(talk.to("menu", browsing="", before="", held=""), talk.facts)
    return _advised(talk, text, _told(at_menu, text))


def _away_long(talk: Talk) -> bool:
    """Half an hour away in the middle of a reflection: ask before going on, and keep what was written."""
    touched, step = talk.state.touched, STEPS[talk.state.step]
    return step.reflecting and touched is not None and talk.facts.now - touched >= SILENT_RESUME


def _first_contact(talk: Talk, text: str) -> Turn:
    """Nothing is stored before the notice is read and answered."""
    command = read_command(text, talk.state.language)
    on_screen = talk.state.turn > 0
    step = STEPS[talk.state.step]
    chosen = read_answer(step.ask(talk), text, talk.state) if on_screen else Answer()
    if chosen.choice:
        return _take(talk, chosen)
    if command in BEFORE_GREETING and (on_screen or command != "stop"):
        return settled(talk, obey(talk, command))
    if command is not None:
        later = (Prompt((line("welcome-later"),)),) if on_screen and command != "menu" else ()
        return settled(talk, Move(talk.to("welcome"), aside=later))
    return settled(talk, STEPS["welcome"].answer(talk, Answer(text=text)))


def _pressed(talk: Talk, event: Pressed) -> Turn:
    """A tap on the question on screen; any other is old, and harmless (rule 22)."""
    state = talk.state
    if event.question != state.question:
        return _old(talk)
    if event.choice == "distress-close" and state.greeted:
        return settled(talk, obey(talk, "stop"))
    if event.choice == "distress-continue":
        return settled(talk, Move(state, (line("we-were-at"),)))
    if event.choice not in {one.value for one in STEPS[state.step].ask(talk).choices}:
        return _old(talk)
    return _take(talk, Answer(choice=event.choice))


def _old(talk: Talk) -> Turn:
    touched = talk.state.touched
    if talk.facts.unseen or (touched is not None and talk.facts.now - touched < DOUBLE_CLICK):
        return Turn(talk.state)
    return Turn(talk.state, replies_of(talk, Move(talk.state, (line("old-button"),))))


def _answered(talk: Talk, text: str) -> Turn:
    step = STEPS[talk.state.step]
    answer = read_answer(step.ask(talk), text, talk.state)
    if step.free or answer.choice or (answer.unsure and step.skippable):
        return _take(talk, answer)
    if step.otherwise:
        return _answered(Talk(talk.to(step.otherwise), talk.facts), text)
    return settled(talk, _unclear(talk, step))


def _unclear(talk: Talk, step: Step) -> Move:
    """Never the same wording twice; after three we move on instead of insisting (rule 5)."""
    repairs = talk.state.repairs + 1
    if repairs <= REPAIRS:
        last = "unclear-3-stop" if repairs == REPAIRS and not step.skippable else f"unclear-{repairs}"
        return Move(talk.state.model_copy(update={"repairs": repairs}), (line(last),))
    if step.skippable:
        return step.answer(talk, Answer(choice="skip"))
    return stop(talk) if talk.state.draft is not None else Move(talk.to("menu"))


def _take(talk: Talk, answer: Answer) -> Turn:
    """Hand the answer to the step on screen, or to the one that waited behind an aside."""
    state, step = talk.state, STEPS[talk.state.step]
    if step.name == "resume" and answer.choice == "continue" and state.held:
        return _released(talk, state.held)
    if step.name == "personal-data":
        if answer.choice == "use-suggestion":
            return _released(talk, state.held)
        if not answer.choice:
            return _released(talk, answer.text)
    if step.counts and state.draft is not None:
        talk = talk.drafted(answers=state.draft.answers + 1)
    turn = settled(talk, step.answer(talk, answer), came_from=step)
    before = None if answer.choice else state.model_copy(update={"answered": None})
    return open_to_more(turn, Answered(text="" if answer.choice else answer.text, before=before))


def _released(talk: Talk, text: str) -> Turn:
    """What was held back is now the answer to the question it was written for."""
    return _answered(Talk(on_known_step(talk.waiting), talk.facts), text)
