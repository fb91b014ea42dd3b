"""Tempo and pause: how often and when, by card or in one's own words, read back before it is stored."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from babel.dates import get_day_names

from dialogs.dates import day_in_words
from dialogs.effects import SetRhythm
from dialogs.pace_words import Refusal, read_pace
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
_WORDINGS: Final = 3
"""Ways to say that something was not understood."""
_NIGHT: Final = time(0)
"""A window that ends here ends at midnight, and not on the next morning."""


def pace(talk: Talk) -> Move:
    """The card, wherever one is."""
    return Move(talk.turns_aside("pace"))


def said_in_words(talk: Talk, text: str) -> Move | None:
    """What was written between reflections, if all of it is about the pace."""
    if talk.state.draft is not None:
        return None
    wished = read_pace(text, talk.state.language, talk.facts.rhythm, talk.facts.now.date())
    return None if wished is None else _understood(talk, wished)


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


def moment_in_words(moment: datetime, language: Language, today: date | None = None) -> dict[str, str]:
    """The slots `day` and `time`; seen from `today`, a day far away has its year."""
    return {"day": day_in_words(moment.date(), language, today), "time": _time(moment.time(), language)}


def in_words(rhythm: Rhythm, language: Language, today: date) -> Iterator[Line]:
    """A pace as the coach understands it."""
    if rhythm.quiet:
        yield line("pace-quiet")
        return
    yield line(f"pace-every-{rhythm.every}")
    yield from (_window(one, language) for one in rhythm.windows)
    yield from (_away(one, language, today) for one in rhythm.away)


def _window(window: Window, language: Language) -> Line:
    names = get_day_names("wide", locale=language)
    days = ", ".join(str(names[day]) for day in window.days)
    start, end = _time(window.start, language), _time(window.end, language)
    over = window.end <= window.start and window.end != _NIGHT
    if window.end == _NIGHT:
        end = "24"
    if window.days == WORKDAYS:
        return line("pace-workdays-night" if over else "pace-workdays", start=start, end=end)
    return line("pace-window-night" if over else "pace-window", days=days, start=start, end=end)


def _away(away: Away, language: Language, today: date) -> Line:
    first, last = (day_in_words(day, language, today) for day in (away.first, away.last))
    return line("pace-away", first=first, last=last)


def _time(moment: time, language: Language) -> str:
    separator = "." if language == "da" else ":"
    return f"{moment.hour}{separator}{moment.minute:02}" if moment.minute else str(moment.hour)


def as_it_is(talk: Talk) -> tuple[Line, ...]:
    """The person's pace in words, and when the coach writes next."""
    facts, language = talk.facts, talk.state.language
    upcoming = facts.next_prompt
    today = facts.now.date()
    told = in_words(facts.rhythm, language, today)
    if upcoming is None or facts.rhythm.quiet:
        return tuple(told)
    return (*told, line("pace-next", **moment_in_words(upcoming, language, today)))


AGAIN: Final = "pace-go-on"
"""[Skriv igen] on this card: another value than where the coach asks whether to, since no yes may mean it here."""


def _ask(talk: Talk) -> Prompt:
    still = talk.facts.rhythm.quiet or bool(talk.facts.rhythm.away)
    return Prompt(
        (*as_it_is(talk), line("pace-how")),
        (
            *(choice(one) for one in _EVERY),
            choice("pause-3"),
            choice(AGAIN, "write-again") if still else choice("no-more"),
        ),
        layout="card",
    )


def _answer(talk: Talk, answer: Answer) -> Move:
    rhythm, today = talk.facts.rhythm, talk.facts.now.date()
    match answer.choice:
        case "":
            return _said(talk, answer)
        case "no-more":
            return stored(talk, rhythm.model_copy(update={"quiet": True}))
        case str(again) if again == AGAIN:
            return _again(talk)
        case "pause-3":
            away = Away(first=today, last=today + PAUSE - timedelta(days=1))
            return stored(talk, rhythm.model_copy(update={"away": (*rhythm.away, away)}))
        case every if every in _EVERY:
            return stored(talk, rhythm.model_copy(update={"every": _EVERY[every], "quiet": False}))
        case _:
            return Move(_back(talk))


def _again(talk: Talk) -> Move:
    """No pauses any more, which is said, and the next of the person's own windows."""
    rhythm = talk.facts.rhythm
    effect = _at_once(talk, rhythm.model_copy(update={"quiet": False, "away": ()}))
    return _kept(talk, effect, "pace-resumed" if rhythm.away else "pace-kept")


def _said(talk: Talk, answer: Answer) -> Move:
    today = talk.facts.now.date()
    wished = read_pace(answer.text, talk.state.language, talk.facts.rhythm, today, asked=True)
    if wished is not None:
        return _understood(talk, wished)
    repairs = talk.state.repairs + 1
    unclear = line(f"pace-unclear-{(repairs - 1) % _WORDINGS + 1}")
    return Move(talk.state.model_copy(update={"repairs": repairs}), (unclear,))


def _understood(talk: Talk, wished: Rhythm | Refusal) -> Move:
    """Read back; or told why it cannot be, and asked again."""
    if isinstance(wished, Rhythm):
        return Move(_checking(talk, wished).state)
    return Move(talk.turns_aside("pace").model_copy(update={"wished": None}), (line(wished),))


def _checking(talk: Talk, wished: Rhythm) -> Talk:
    return Talk(talk.turns_aside("pace-check").model_copy(update={"wished": wished}), talk.facts)


def _ask_check(talk: Talk) -> Prompt:
    wished = talk.state.wished or talk.facts.rhythm
    understood = (
        line("pace-understood"),
        *in_words(wished, talk.state.language, talk.facts.now.date()),
        line("pace-check"),
    )
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
    return _kept(talk, _set(talk, rhythm), "pace-kept")


def _kept(talk: Talk, effect: SetRhythm, told_by: str) -> Move:
    language, today = talk.state.language, talk.facts.now.date()
    told = line(told_by, **moment_in_words(effect.next, language, today)) if effect.next else line("quiet")
    state = _back(talk).model_copy(update={"wished": None, "quiet": effect.rhythm.quiet})
    if state.draft is not None:
        return Move(state, effects=(effect,), aside=(Prompt((told,)),))
    return Move(state, (told,), (effect,))


def _set(talk: Talk, rhythm: Rhythm) -> SetRhythm:
    """New hours begin with the next of them; another cadence or a pause counts from the last prompt."""
    facts, old = talk.facts, talk.facts.rhythm
    if rhythm.quiet:
        return SetRhythm(rhythm, None)
    if facts.next_prompt is None or rhythm.windows != old.windows:
        return _at_once(talk, rhythm)
    rested = facts.next_prompt.date() + timedelta(weeks=rhythm.every - old.every)
    return SetRhythm(
        rhythm, next_window(rhythm, max(facts.wall + SOON, datetime.combine(rested, time())), facts.closed)
    )


def _at_once(talk: Talk, rhythm: Rhythm) -> SetRhythm:
    return SetRhythm(rhythm, next_window(rhythm, talk.facts.wall + SOON, talk.facts.closed))


def _back(talk: Talk) -> State:
    return talk.to(talk.base if talk.state.draft is not None else "rest", before="")


_LEADS = ("rest", "pace", "pace-check")
PACE = Step("pace", _ask, _answer, leads_to=_LEADS, free=True, skippable=True)
CHECK = Step("pace-check", _ask_check, _answer_check, leads_to=_LEADS, free=True, skippable=True)
STEPS = (PACE, CHECK)
