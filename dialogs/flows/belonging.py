"""Somebody made the person's team in Teams into a coached one: they are told, and can decline."""

from dialogs.effects import DeclineTeam, TeamTold
from dialogs.replies import choice, line
from dialogs.talk import Answer, Move, Prompt, Step, Talk


def told_of_team(talk: Talk) -> Move:
    """The question, which counts as told once it is shown."""
    made = talk.facts.team.made
    effects = (TeamTold(made.id),) if made is not None else ()
    return Move(talk.to("team-made", before="", held=""), effects=effects)


def _ask(talk: Talk) -> Prompt:
    made = talk.facts.team.made
    if made is None:
        return Prompt((line("team-made-gone"),), (choice("menu"),), layout="buttons")
    lines = (line("team-made", team=made.name), line("team-made-seen"))
    return Prompt(lines, (choice("stay-in-team"), choice("decline-team")), layout="buttons")


def _answer(talk: Talk, answer: Answer) -> Move:
    made, home = talk.facts.team.made, talk.to("menu")
    if answer.choice == "decline-team" and made is not None:
        return Move(home, (line("team-declined", team=made.name),), (DeclineTeam(made.id),))
    return Move(home, (line("team-stays"),) if answer.choice == "stay-in-team" else ())


TEAM_MADE = Step("team-made", _ask, _answer, leads_to=("menu",), otherwise="menu")
STEPS = (TEAM_MADE,)
