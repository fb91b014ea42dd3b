"""A member is told of their team's theme and who picked it: once, whether they are here anyway or not."""

from dataclasses import replace

from dialogs.effects import ThemeTold
from dialogs.facts import Facts
from dialogs.flows.belonging import told_of_team
from dialogs.flows.team import can_stop_here
from dialogs.flows.theme import theme_line
from dialogs.replies import Reply
from dialogs.settling import Turn, replies_of
from dialogs.state import State
from dialogs.talk import Talk


def announcement(state: State, facts: Facts) -> Turn | None:
    """A member is told once of a new theme. None where there is none, or they know it."""
    talk, running = Talk(state, facts), facts.team.theme
    if running is None or running.id == state.theme_told:
        return None
    said = Reply(language=state.language, lines=(theme_line(talk, running),))
    return Turn(state.model_copy(update={"theme_told": running.id}), (said,))


def with_announcement(turn: Turn, facts: Facts) -> Turn:
    """Whoever is here anyway is told of it here, where nothing else is told and nothing is under way; first of all
    of a team they do not know they are in."""
    talk = Talk(turn.state, facts)
    if len(turn.replies) != 1 or not can_stop_here(talk):
        return turn
    if facts.team.made is not None and not facts.team.made.told and turn.state.step == "menu":
        move = told_of_team(talk)
        asked = replies_of(Talk(move.state, facts), move)
        return replace(turn, state=move.state, replies=asked, effects=(*turn.effects, *move.effects))
    told = announcement(turn.state, facts)
    if told is None:
        return turn
    return replace(turn, state=told.state, replies=(*told.replies, *turn.replies), effects=(*turn.effects, ThemeTold()))
