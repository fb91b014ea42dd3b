"""The team's theme: told to everybody with who picked it, and picked by a manager from three areas."""

from dialogs.dates import day_in_words
from dialogs.effects import PickTheme
from dialogs.facts import ManagedUnit, TeamTheme
from dialogs.flows.team import can_stop_here
from dialogs.replies import Choice, Line, choice, line, plain
from dialogs.talk import Answer, Move, Prompt, Step, Talk


def theme(talk: Talk) -> Move:
    """A manager is asked to pick; anybody else is told what runs."""
    units = talk.facts.team.manages
    if units and can_stop_here(talk):
        return Move(talk.to("theme", browsing=units[0].id) if len(units) == 1 else talk.to("theme-unit"))
    running = talk.facts.team.theme or next((unit.theme for unit in units if unit.theme), None)
    if running is None:
        return Move(talk.state, aside=(Prompt((line("theme-none"),)),))
    said = theme_line(talk, running) if running is talk.facts.team.theme else _standing(talk, running)
    return Move(talk.state, aside=(Prompt((said,)),))


def theme_line(talk: Talk, running: TeamTheme) -> Line:
    """What runs and who picked it, said to a member."""
    if not running.picked_by_manager:
        return _standing(talk, running)
    who = {"picker": running.picker} if running.picker else {}
    return line("theme-by-person" if who else "theme-by-manager", **_what(talk, running), **who)


def _standing(talk: Talk, running: TeamTheme) -> Line:
    """The same, said to somebody who manages the unit."""
    return line("theme-picked-before" if running.picked_by_manager else "theme-by-rotation", **_what(talk, running))


def _what(talk: Talk, running: TeamTheme) -> dict[str, str]:
    return {"area": _name(talk, running.area), "day": day_in_words(running.last, talk.state.language)}


def _name(talk: Talk, area: str) -> str:
    return talk.facts.catalogue.area(area, talk.state.language).name


def _unit(talk: Talk, unit: str) -> ManagedUnit | None:
    return next((one for one in talk.facts.team.manages if one.id == unit), None)


def _ask_unit(talk: Talk) -> Prompt:
    rows = tuple(Choice(value=unit.id, label=plain(unit.name)) for unit in talk.facts.team.manages)
    return Prompt((line("theme-unit"),), (*rows, choice("menu")), layout="list")


def _answer_unit(talk: Talk, answer: Answer) -> Move:
    if _unit(talk, answer.choice) is None:
        return Move(talk.to("menu"))
    return Move(talk.to("theme", browsing=answer.choice))


def _open_to(unit: ManagedUnit | None) -> tuple[str, ...]:
    """What may be picked: nothing while a picked theme runs its four weeks."""
    if unit is None or (unit.theme is not None and unit.theme.picked_by_manager):
        return ()
    return unit.proposals


def _ask(talk: Talk) -> Prompt:
    unit = _unit(talk, talk.state.browsing)
    rows = tuple(Choice(value=area, label=plain(_name(talk, area))) for area in _open_to(unit))
    running = (_standing(talk, unit.theme),) if unit is not None and unit.theme is not None else ()
    asked = (line("theme-pick"),) if rows else () if running else (line("theme-none"),)
    return Prompt((*running, *asked), (*rows, choice("menu")), layout="list")


def _answer(talk: Talk, answer: Answer) -> Move:
    unit = _unit(talk, talk.state.browsing)
    home = talk.to("menu", browsing="")
    if unit is None or answer.choice not in _open_to(unit):
        return Move(home)
    picked = line("theme-picked", unit=unit.name, area=_name(talk, answer.choice))
    return Move(home, (picked,), (PickTheme(unit.id, answer.choice, talk.facts.called),))


UNIT = Step("theme-unit", _ask_unit, _answer_unit, ("theme", "menu"), otherwise="menu")
THEME = Step("theme", _ask, _answer, ("menu",), otherwise="menu")
STEPS = (UNIT, THEME)
