"""Mit arbejde: what is relevant in the person's own work, by three or four questions that each can be skipped.

The offer comes once, after the first reflection is kept: nothing but the notice stands before that one, and a
profile is of no use until the coach suggests something. Nothing here is judged, and no manager sees it.
"""

from collections.abc import Iterator
from typing import Final

from catalog_data.profiles import OTHER, Profile
from dialogs.flows.relevance import back
from dialogs.own_profile import profile_of, relevant
from dialogs.replies import Choice, Line, choice, line, plain
from dialogs.state import Work
from dialogs.talk import SKIP, Answer, Move, Prompt, Step, Talk

SHOWN: Final = 3
"""Topics named on the card; the list shows them all."""
_ANSWERS: Final = {"yes": True, "no": False}


def work(talk: Talk) -> Move:
    """The card, or a word about when, in the middle of something."""
    if talk.state.draft is not None or talk.state.before:
        return Move(talk.state, aside=(Prompt((line("work-later"),)),))
    return Move(talk.to("work"))


def _asking(talk: Talk, *, kind: bool) -> Move:
    """The first question. What kind of work it is need not be asked where the directory says."""
    anew = Talk(talk.to(talk.state.step, work=Work()), talk.facts)
    known = profile_of(anew.state, talk.facts)
    if known is None or kind:
        return Move(anew.to("work-kind"))
    return _next(anew, "", (line("work-listed", name=known.name(talk.state.language)),))


def _next(talk: Talk, asked: str, lines: tuple[Line, ...] = ()) -> Move:
    """The question after `asked` that the kind of work leaves open; after the last the card reads it all back."""
    profile = profile_of(talk.state, talk.facts)
    certain = profile.certain if profile else ()
    keys: list[str] = [one.key for one in talk.facts.catalogue.profiles.question]
    rest = keys[keys.index(asked) + 1 :] if asked else keys
    step = next((f"work-{key}" for key in rest if key not in certain), "work")
    return Move(talk.to(step), lines)


def _ask_offer(_talk: Talk) -> Prompt:
    return Prompt((line("work-offer"),), (choice("yes"), choice("not-now")), layout="buttons")


def _answer_offer(talk: Talk, answer: Answer) -> Move:
    if answer.choice == "yes":
        return _asking(talk, kind=False)
    return Move(talk.to("rest"), (line("work-not-now"),))


def _ask_kind(talk: Talk) -> Prompt:
    rows = (
        Choice(value=one.key, label=plain(one.name(talk.state.language)))
        for one in talk.facts.catalogue.profiles.profile
    )
    return Prompt((line("work-kind"),), (*rows, choice(SKIP)), layout="list")


def _answer_kind(talk: Talk, answer: Answer) -> Move:
    if answer.choice == SKIP or answer.unsure:
        return _next(talk, "")
    profiles = talk.facts.catalogue.profiles
    found = profiles.get(answer.choice) if answer.choice else profiles.spoken_of(answer.text)
    kind = found.key if found else OTHER
    lines = () if answer.choice else (_understood(talk, found),)
    return _next(Talk(talk.to("work-kind", work=_said(talk).model_copy(update={"kind": kind})), talk.facts), "", lines)


def _understood(talk: Talk, found: Profile | None) -> Line:
    return line("work-understood", name=found.name(talk.state.language)) if found else line("work-other")


def _said(talk: Talk) -> Work:
    return talk.state.work or Work()


def _ask_question(talk: Talk) -> Prompt:
    return Prompt((line(talk.state.step),), (choice("yes"), choice("no"), choice(SKIP)), layout="buttons")


def _answer_question(talk: Talk, answer: Answer) -> Move:
    key = talk.state.step.removeprefix("work-")
    said = _said(talk)
    answers = {one: yes for one, yes in said.answers.items() if one != key}
    if answer.choice in _ANSWERS:
        answers[key] = _ANSWERS[answer.choice]
    return _next(Talk(talk.to(talk.state.step, work=said.model_copy(update={"answers": answers})), talk.facts), key)


def _ask_card(talk: Talk) -> Prompt:
    again = (choice("bring-back"),) if talk.state.irrelevant else ()
    first = choice("answer-anew" if talk.state.work else "answer-first")
    return Prompt(tuple(lines_of(talk)), (first, *again, choice("menu")), layout="card")


def lines_of(talk: Talk) -> Iterator[Line]:
    """What the coach knows of the person's work, and what follows from it."""
    profile, language = profile_of(talk.state, talk.facts), talk.state.language
    own = bool(talk.state.work and talk.state.work.kind)
    if profile is not None:
        yield line("work-is" if own else "work-is-listed", name=profile.name(language))
    elif talk.facts.picked:
        yield line("work-picked")
    else:
        yield line("work-unknown")
    mine = relevant(talk, talk.facts.catalogue.codes)
    if len(mine) < len(talk.facts.catalogue.codes) - len(talk.state.irrelevant):
        yield from _topics(talk, mine)
    out = talk.state.irrelevant
    if out:
        yield line("work-out", count=len(out), name=talk.prose(out[-1]).short)


def _topics(talk: Talk, mine: tuple[str, ...]) -> Iterator[Line]:
    if len(mine) < SHOWN:
        yield line("work-few", count=len(mine))
    else:
        first, second, third = (talk.prose(code).short for code in mine[:: len(mine) // SHOWN][:SHOWN])
        yield line("work-topics", count=len(mine), first=first, second=second, third=third)
    yield line("work-all-there")


def _answer_card(talk: Talk, answer: Answer) -> Move:
    match answer.choice:
        case "answer-anew" | "answer-first":
            return _asking(talk, kind=answer.choice == "answer-anew" or not talk.facts.profile)
        case "bring-back":
            return Move(talk.to("work-back"))
        case _:
            return Move(talk.to("menu"))


def _ask_back(talk: Talk) -> Prompt:
    rows = tuple(Choice(value=code, label=plain(talk.title(code))) for code in talk.state.irrelevant)
    return Prompt((line("work-back"),), (*rows, choice("go-back")), layout="list")


def _answer_back(talk: Talk, answer: Answer) -> Move:
    home = Talk(talk.to("work"), talk.facts)
    if answer.choice in {"", SKIP, "go-back"}:
        return Move(home.state)
    return back(home, answer.choice)


_ASKED = ("work-citizens", "work-records", "work-colleagues", "work")
OFFER = Step("work-offer", _ask_offer, _answer_offer, ("work-kind", *_ASKED, "rest"), skippable=True, otherwise="rest")
KIND = Step("work-kind", _ask_kind, _answer_kind, _ASKED, free=True, skippable=True)
QUESTIONS = tuple(
    Step(name, _ask_question, _answer_question, _ASKED[number + 1 :], skippable=True)
    for number, name in enumerate(_ASKED[:-1])
)
CARD = Step("work", _ask_card, _answer_card, ("work-kind", *_ASKED[:-1], "work-back", "menu"), skippable=True)
BACK = Step("work-back", _ask_back, _answer_back, ("work",), skippable=True)
STEPS = (OFFER, KIND, *QUESTIONS, CARD, BACK)
