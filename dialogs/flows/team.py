"""What a manager is shown, for the manager and word for word for everybody whose team it is about."""

from dialogs.effects import ShareWithTeam
from dialogs.facts import Overview
from dialogs.replies import Line, line, plain
from dialogs.talk import Move, Prompt, Talk


def manager_sees(talk: Talk) -> Move:
    """The stored overview of one's own team, and whether one counts in it."""
    team = talk.facts.team
    if not team.unit:
        return _aside(talk, line("manager-sees"))
    if team.overview is None:
        return _aside(talk, line("manager-sees-not-yet", unit=team.unit), _switch(talk))
    who = line("manager-sees-who", unit=team.unit)
    return _card(talk, line("manager-sees-shown"), *_stored(talk, team.overview), who, _switch(talk))


def weekly_overview(talk: Talk) -> Move:
    """The last overview of each unit one manages."""
    team = talk.facts.team
    if not team.manager:
        return _aside(talk, line("weekly-not-manager"))
    if not team.manages:
        return _aside(talk, line("weekly-too-small"))
    if not team.overviews:
        return _aside(talk, line("weekly-none"))
    cards = [Prompt((line("weekly-shown"), *_stored(talk, one)), layout="card") for one in team.overviews]
    return Move(talk.state, aside=tuple(cards))


def share(talk: Talk) -> Move:
    return _switched(talk, on=True)


def unshare(talk: Talk) -> Move:
    return _switched(talk, on=False)


def _switched(talk: Talk, *, on: bool) -> Move:
    if not talk.facts.team.known:
        return _aside(talk, line("share-unknown"))
    said = Prompt((line("shared" if on else "unshared"),))
    return Move(talk.state, effects=(ShareWithTeam(on),), aside=(said,))


def _switch(talk: Talk) -> Line:
    return line("share-is-on") if talk.facts.team.sharing else line("share-is-off")


def _stored(talk: Talk, overview: Overview) -> tuple[Line, ...]:
    return tuple(plain(paragraph) for paragraph in overview.text[talk.state.language])


def _aside(talk: Talk, *lines: Line) -> Move:
    return Move(talk.state, aside=(Prompt(lines),))


def _card(talk: Talk, *lines: Line) -> Move:
    return Move(talk.state, aside=(Prompt(lines, layout="card"),))
