"""Tempo and pause: how often and when, by card or in one's own words, read back before it is stored."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from babel.dates import get_day_names

from dialogs.dates import day_in_words
from dialogs.effects import SetRhythm
from dialogs.pace_words import read_pace
from dialogs.replies import Line, choice, line
from dialogs.rhythm import WORKDAYS, Away, Rhythm, Weeks, Window, next_prompt, next_window
from dialogs.state import State
from dialogs.talk import Answer, Move, Prompt, Step, Talk
from texts.say import Language

_EVERY: Final[dict[str, Weeks]] = {"every-1": 1, "every-2": 2, "every-4": 4}
SOON: Final = timedelta(hours=1)
"""Nobody is asked sooner than this after having set a pace."""
PAUSE: Final = timedelta(weeks=3)
"""The pause on the card; any other is written."""


def pace(talk: Talk) -> Move:
    """The card, wherever one is."""
    return Move(talk.turns_aside("pace"))


def said_in_words(talk: Talk, text: str) -> Move | None:
    """What was written between reflections, if all of it is about the pace."""
    if talk.state.draft is not None:
        return None
    wished = read_pace(text, talk.state.language, talk.facts.rhythm, talk.facts.now.date())
    return None if wished is None else Move(_checking(talk, wished).state)


def silence(talk: Talk, *, quiet: bool) -> SetRhythm:
    """No more messages of the coach's own accord, or again."""
    return _set(talk, talk.facts.rhythm.model_copy(update={"quiet": quiet}))


def postponed(talk: Talk) -> SetRhythm | None:
    """Senere: once, the person's next own window; after that, their usual pace. None where nothing is sent."""
    facts = talk.facts
    if facts.rhythm.quiet:
        return None
    if talk.state.why == "waited":
        return SetRhythm(facts.rhythm, next_prompt(facts.rhythm, facts.wall.date(), facts.wall, facts.closed))
    return SetRhythm(facts.rhythm, next_window(facts.rhythm, facts.wall + SOON, facts.closed))


def moment_in_words(moment: datetime, language: Language) -> dict[str, str]:
    """The slots `day` and `time`."""
    return {"day": day_in_words(moment.date(), language), "time": _time(moment.time(), language)}


def in_words(rhythm: Rhythm, language: Language) -> Iterator[Line]:
    """A pace as the coach understands it."""
    if rhythm.quiet:
        yield line("pace-quiet")
        return
    yield line(f"pace-every-{rhythm.every}")
    yield from (_window(one, language) for one in rhythm.windows)
    yield from (_away(one, language) for one in rhythm.away)


def _window(window: Window, language: Language) -> Line:
    hours = {"start": _time(window.start, language), "end": _time(window.end, language)}
    if window.days == WORKDAYS:
        return line("pace-workdays", **hours)
    names = get_day_names("wide", locale=language)
    return line("pace-window", days=", ".join(str(names[day]) for day in window.days), **hours)


def _away(away: Away, language: Language) -> Line:
    return line("pace-away", first=day_in_words(away.first, language), last=day_in_words(away.last, language))


def _time(moment: time, language: Language) -> str:
    separator = "." if language == "da" else ":"
    return f"{moment.hour}{separator}{moment.minute:02}" if moment.minute else str(moment.hour)


def as_it_is(talk: Talk) -> tuple[Line, ...]:
    """The person's pace in words, and when the coach writes next."""
    facts, language = talk.facts, talk.state.language
    upcoming = facts.next_prompt
    when = (line("pace-next", **moment_in_words(upcoming, language)),) if upcoming and not facts.rhythm.quiet else ()
    return (*in_words(facts.rhythm, language), *when)


def _ask(talk: Talk) -> Prompt:
    still = talk.facts.rhythm.quiet or bool(talk.facts.rhythm.away)
    return Prompt(
        (*as_it_is(talk), line("pace-how")),
        (*(choice(one) for one in _EVERY), choice("pause-3"), choice("write-again" if still else "no-more")),
        layout="card",
    )


def _answer(talk: Talk, answer: Answer) -> Move:
    rhythm, today = talk.facts.rhythm, talk.facts.now.date()
    match answer.choice:
        case "":
            return _said(talk, answer)
        case "no-more":
            return stored(talk, rhythm.model_copy(update={"quiet": True}))
        case "write-again":
            return stored(talk, rhythm.model_copy(update={"quiet": False, "away": ()}))
        case "pause-3":
            away = Away(first=today, last=today + PAUSE - timedelta(days=1))
            return stored(talk, rhythm.model_copy(update={"away": (*rhythm.away, away)}))
        case every if every in _EVERY:
            return stored(talk, rhythm.model_copy(update={"every": _EVERY[every], "quiet": False}))
        case _:
            return Move(_back(talk))


def _said(talk: Talk, answer: Answer) -> Move:
    today = talk.facts.now.date()
    wished = read_pace(answer.text, talk.state.language, talk.facts.rhythm, today, asked=True)
    if wished is None:
        return Move(talk.state, (line("pace-unclear"),))
    return Move(_checking(talk, wished).state)


def _checking(talk: Talk, wished: Rhythm) -> Talk:
    return Talk(talk.turns_aside("pace-check").model_copy(update={"wished": wished}), talk.facts)


def _ask_check(talk: Talk) -> Prompt:
    wished = talk.state.wished or talk.facts.rhythm
    understood = (line("pace-understood"), *in_words(wished, talk.state.language), line("pace-check"))
    return Prompt(understood, (choice("yes"), choice("pace-again")), layout="card")


def _answer_check(talk: Talk, answer: Answer) -> Move:
    wished = talk.state.wished
    if answer.choice == "yes" and wished is not None:
        return stored(talk, wished)
    if answer.choice or answer.unsure:
        return Move(talk.turns_aside("pace").model_copy(update={"wished": None}))
    return _said(talk, answer)


def stored(talk: Talk, rhythm: Rhythm) -> Move:
    """Keep a pace, and say when the next prompt comes."""
    effect = _set(talk, rhythm)
    told = line("pace-kept", **moment_in_words(effect.next, talk.state.language)) if effect.next else line("quiet")
    state = _back(talk).model_copy(update={"wished": None, "quiet": rhythm.quiet})
    if state.draft is not None:
        return Move(state, effects=(effect,), aside=(Prompt((told,)),))
    return Move(state, (told,), (effect,))


def _set(talk: Talk, rhythm: Rhythm) -> SetRhythm:
    """New hours begin with the next of them; another cadence or a pause counts from the last prompt."""
    facts, old = talk.facts, talk.facts.rhythm
    if rhythm.quiet:
        return SetRhythm(rhythm, None)
    soonest = facts.wall + SOON
    if facts.next_prompt is not None and rhythm.windows == old.windows:
        rested = facts.next_prompt.date() + timedelta(weeks=rhythm.every - old.every)
        soonest = max(soonest, datetime.combine(rested, time()))
    return SetRhythm(rhythm, next_window(rhythm, soonest, facts.closed))


def _back(talk: Talk) -> State:
    return talk.to(talk.base if talk.state.draft is not None else "rest", before="")


_LEADS = ("rest", "pace", "pace-check")
PACE = Step("pace", _ask, _answer, leads_to=_LEADS, free=True, skippable=True)
CHECK = Step("pace-check", _ask_check, _answer_check, leads_to=_LEADS, free=True, skippable=True)
STEPS = (PACE, CHECK)
