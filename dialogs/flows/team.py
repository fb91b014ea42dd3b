"""What a manager is shown, word for word for everybody whose team it is about, and whether one counts in it."""

from dialogs.effects import ShareWithTeam
from dialogs.facts import Overview
from dialogs.replies import Line, choice, line, plain
from dialogs.talk import Answer, Move, Prompt, Step, Talk
from texts.say import Language


def manager_sees(talk: Talk) -> Move:
    """The stored overview of one's own team, who sees it, and the switch."""
    team = talk.facts.team
    if not team.unit:
        return Move(talk.state, aside=(Prompt((line("manager-sees"),)),))
    who = line("manager-sees-who", unit=team.unit)
    if team.overview is None:
        return _with_switch(
            talk, Prompt((line("manager-sees-not-yet", unit=team.unit), who, *_said_aside(talk)), layout="card")
        )
    lines = (line("manager-sees-shown"), *overview_lines(team.overview, talk.state.language), who, *_said_aside(talk))
    return _with_switch(talk, Prompt(lines, layout="card"))


def overview_lines(overview: Overview, language: Language) -> tuple[Line, ...]:
    """An overview as it was stored. Managers and employees are both shown it by this."""
    title, *rest = overview.text[language]
    bars = overview.bars[1:] or (0,) * len(rest)
    figures = (
        line("overview-bar", text=paragraph, bar=bar) if bar else plain(paragraph)
        for paragraph, bar in zip(rest, bars, strict=True)
    )
    return (line("overview-heading", text=title), *figures)


def share(talk: Talk) -> Move:
    return _switched(talk, on=True)


def unshare(talk: Talk) -> Move:
    return _switched(talk, on=False)


def can_stop_here(talk: Talk) -> bool:
    """Nothing is under way that a question of our own would push aside."""
    return talk.state.greeted and talk.state.draft is None and not talk.state.before


def _with_switch(talk: Talk, shown: Prompt) -> Move:
    return Move(talk.to("sharing") if can_stop_here(talk) else talk.state, aside=(shown,))


def _said_aside(talk: Talk) -> tuple[Line, ...]:
    """Where no switch follows, how it stands is said with the rest."""
    return () if can_stop_here(talk) else (_standing(talk),)


def _standing(talk: Talk) -> Line:
    return line("share-is-on") if talk.facts.team.sharing else line("share-is-off")


def _switched(talk: Talk, *, on: bool) -> Move:
    if not talk.facts.team.known:
        return Move(talk.state, aside=(Prompt((line("share-unknown"),)),))
    said = Prompt((line("shared" if on else "unshared"),))
    state = talk.to("menu") if talk.state.step == "sharing" else talk.state
    return Move(state, effects=(ShareWithTeam(on),), aside=(said,))


def _ask_sharing(talk: Talk) -> Prompt:
    switch = choice("unshare") if talk.facts.team.sharing else choice("share")
    return Prompt((_standing(talk),), (switch, choice("menu")), layout="buttons")


def _answer_sharing(talk: Talk, answer: Answer) -> Move:
    if answer.choice in {"share", "unshare"}:
        return _switched(talk, on=answer.choice == "share")
    return Move(talk.to("menu"))


SHARING = Step("sharing", _ask_sharing, _answer_sharing, leads_to=("menu",), otherwise="menu")
STEPS = (SHARING,)
