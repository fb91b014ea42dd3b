"""Row 0: why now, how long, and a choice. Before it, a plan whose day has come."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from dialogs.course import FOLLOW_UP, SHORT_AFTER, asked_at, plan_to_ask_about
from dialogs.dates import day_in_words
from dialogs.effects import FollowUpPlan, PlanOutcome
from dialogs.facts import Heard
from dialogs.flows.pacing import moment_in_words, postponed
from dialogs.flows.relevance import out
from dialogs.flows.telling import told
from dialogs.openers import begin, suggestion
from dialogs.replies import Choice, choice, line, plain
from dialogs.state import State
from dialogs.talk import Answer, Move, Prompt, Step, Talk
from dialogs.wording import after_first_word, says_yes

AGAIN: Final = timedelta(days=14)
"""When a plan that is not done yet is asked about again."""
_OUTCOMES: Final[dict[str, PlanOutcome]] = {
    "done": "done", "partly": "partly", "not-yet": "not-yet", "drop": "drop",
}  # fmt: skip


def offer(talk: Talk) -> Move:
    """Begin with what is due: first a plan, then a topic to reflect on."""
    plan = plan_to_ask_about(talk.state, talk)
    if plan is not None:
        return Move(talk.to("follow-up", following=plan.id))
    return _topic(talk)


def _topic(talk: Talk) -> Move:
    code = suggestion(talk.state, talk)
    if code is None:
        return Move(talk.to("topic", browsing=""), (line("offer-nothing-left"),))
    return Move(talk.to("offer", offered=code, why="waited" if code == talk.state.later else "", brief=False))


def _ask_offer(talk: Talk) -> Prompt:
    code = talk.state.offered
    seen = any(past.code == code for past in talk.facts.past)
    why = "later" if talk.state.later == code else "again" if seen else "new"
    short: tuple[Choice, ...] = (choice("short"),) if talk.facts.completed >= SHORT_AFTER else ()
    return Prompt(
        (line(f"offer-{why}", name=talk.title(code)),),
        (choice("yes"), *short, choice("later"), choice("other-topic"), choice("irrelevant")),
        layout="buttons",
    )


def hear_offer(state: State, answer: Answer) -> Heard | None:
    if answer.choice:
        return None
    return Heard(_episode(answer.text, state), state.offered, state.language)


def _episode(text: str, state: State) -> str:
    """'Ja, i går ringede jeg …' is permission and episode in one."""
    first, _, _ = text.partition(",")
    return after_first_word(text) if says_yes(first, state.language) else text


def answer_offer(talk: Talk, answer: Answer) -> Move:
    state = talk.state
    match answer.choice:
        case "yes" | "short":
            return Move(begin(talk, state.offered, short=answer.choice == "short"))
        case "later":
            return _later(talk)
        case "irrelevant":
            left, said = out(talk, state.offered)
            move = _topic(Talk(left, talk.facts))
            if move.lines:
                return replace(move, aside=(Prompt((said,)),))
            return replace(move, lines=(said,))
        case "other-topic":
            return Move(talk.to("topic", browsing=""))
        case _:
            begun = Talk(begin(talk, state.offered), talk.facts)
            return told(begun, Answer(text=_episode(answer.text, state), unsure=answer.unsure))


def _later(talk: Talk) -> Move:
    """Senere: the person's next own window, once."""
    effect = postponed(talk)
    state = talk.to("rest", later=talk.state.offered, why="")
    if effect is None or effect.next is None:
        return Move(state, (line("offer-kept-for-later"),))
    return Move(state, (line("offer-later-day", **moment_in_words(effect.next, state.language)),), (effect,))


def _ask_follow_up(talk: Talk) -> Prompt:
    plan = next((one for one in talk.facts.plans if one.id == talk.state.following), None)
    text = plain(plan.text) if plan else line("follow-up-gone")
    return Prompt(
        (line("follow-up"), text, line("follow-up-ask")),
        tuple(choice(value) for value in _OUTCOMES),
        layout="card",
    )


def _answer_follow_up(talk: Talk, answer: Answer) -> Move:
    move = _topic(talk)
    if answer.choice not in _OUTCOMES:
        return move
    outcome = _OUTCOMES[answer.choice]
    closed = outcome in {"done", "drop"}
    again = None if closed else (talk.facts.now + AGAIN).date()
    at = asked_at(talk, again)
    effect = FollowUpPlan(talk.state.following, outcome, again, at)
    told = line(f"followed-{outcome}")
    if at is not None:
        told = line(f"followed-{outcome}-at", day=day_in_words(at.date(), talk.state.language))
    return Move(move.state, (told, *move.lines), (effect,))


OFFER = Step(
    "offer",
    _ask_offer,
    answer_offer,
    leads_to=("episode", "rest", "topic", "offer", "judgement", "match", "choose", "open-topic", "episode-smaller"),
    free=True,
    hears=hear_offer,
)
FOLLOW_UP_STEP = Step("follow-up", _ask_follow_up, _answer_follow_up, leads_to=("offer", "topic"), skippable=True)
STEPS = (OFFER, FOLLOW_UP_STEP)
__all__ = ["AGAIN", "FOLLOW_UP", "STEPS", "offer"]
