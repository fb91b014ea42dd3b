"""What a manager can ask for: the last overview of each unit, earlier ones, and the team's theme."""

from typing import Final

from dialogs.effects import SawOverview
from dialogs.facts import Overview
from dialogs.flows.team import can_stop_here, overview_lines
from dialogs.flows.theme import theme
from dialogs.replies import Choice, choice, line, plain
from dialogs.talk import Answer, Move, Prompt, Step, Talk

EARLIER: Final = 10
"""Earlier overviews to pick from at a time."""


def weekly_overview(talk: Talk) -> Move:
    """The last overview of each unit one manages, one message each."""
    team = talk.facts.team
    if not team.manager:
        return Move(talk.state, aside=(Prompt((line("weekly-not-manager"),)),))
    if not team.manages:
        return Move(talk.state, aside=(Prompt((line("weekly-too-small"),)),))
    shown = [_card(talk, "weekly-shown", one) for one in team.overviews] or [Prompt((line("weekly-none"),))]
    state = talk.to("overview") if can_stop_here(talk) else talk.state
    return Move(state, effects=_saw(talk, *team.overviews), aside=tuple(shown))


def _saw(talk: Talk, *overviews: Overview) -> tuple[SawOverview, ...]:
    """For the log: whose overviews these are. Nothing is said of nothing."""
    units = tuple(unit.id for unit in talk.facts.team.manages if any(one in unit.overviews for one in overviews))
    return (SawOverview(units),) if units else ()


def _card(talk: Talk, opening: str, overview: Overview) -> Prompt:
    return Prompt((line(opening), *overview_lines(overview, talk.state.language)), layout="card")


def _earlier(talk: Talk) -> tuple[Overview, ...]:
    return tuple(one for unit in talk.facts.team.manages for one in unit.overviews[1:])[:EARLIER]


def _ask(talk: Talk) -> Prompt:
    earlier = (choice("earlier-weeks"),) if _earlier(talk) else ()
    themed = (choice("theme"),) if talk.facts.team.manages else ()
    return Prompt((line("overview-more"),), (*earlier, *themed, choice("menu")), layout="buttons")


def _answer(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "earlier-weeks":
            return Move(talk.to("overview-earlier"))
        case "theme":
            return theme(talk)
        case _:
            return Move(talk.to("menu"))


def _ask_earlier(talk: Talk) -> Prompt:
    rows = tuple(Choice(value=one.id, label=plain(one.text[talk.state.language][0])) for one in _earlier(talk))
    return Prompt((line("overview-which"),), (*rows, choice("menu")), layout="list")


def _answer_earlier(talk: Talk, answer: Answer) -> Move:
    picked = next((one for one in _earlier(talk) if one.id == answer.choice), None)
    if picked is None:
        return Move(talk.to("menu"))
    card = _card(talk, "weekly-shown-earlier", picked)
    return Move(talk.to("overview"), effects=_saw(talk, picked), aside=(card,))


OVERVIEW = Step("overview", _ask, _answer, ("overview-earlier", "theme", "theme-unit", "menu"), otherwise="menu")
WHICH = Step("overview-earlier", _ask_earlier, _answer_earlier, ("overview", "menu"), otherwise="menu")
STEPS = (OVERVIEW, WHICH)
