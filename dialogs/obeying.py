"""What the commands do. Most are asides: answered briefly, then back to the question (rule 9)."""

from collections.abc import Callable
from typing import Final

from dialogs.commands import Command
from dialogs.course import plan_to_ask_about
from dialogs.flows.joining import connect, disconnect
from dialogs.flows.leaving import delete, erase, stop, undo
from dialogs.flows.managing import weekly_overview
from dialogs.flows.opening import offer
from dialogs.flows.pacing import pace
from dialogs.flows.privacy import privacy
from dialogs.flows.progress import overview, progress
from dialogs.flows.relevance import ANSWERING, back, topic_out
from dialogs.flows.team import manager_sees, share, unshare
from dialogs.flows.theme import theme
from dialogs.flows.work import work
from dialogs.replies import Line, line
from dialogs.steps import STEPS
from dialogs.talk import SKIP, Answer, Move, Prompt, Talk


def obey(talk: Talk, command: Command) -> Move:
    """Carry out a command at whatever step the person is."""
    return _DO[command](talk)


def _aside(talk: Talk, *lines: Line) -> Move:
    return Move(talk.state, aside=(Prompt(lines),))


def _start(talk: Talk) -> Move:
    if talk.state.draft is not None:
        return _resume(talk)
    return offer(talk)


def _menu(talk: Talk) -> Move:
    if talk.state.draft is not None:
        return _resume(talk)
    plan = plan_to_ask_about(talk.state, talk)
    if plan is not None:
        return Move(talk.to("follow-up", following=plan.id))
    return Move(talk.to("menu", browsing="", before=""))


def _resume(talk: Talk) -> Move:
    """Something is under way: go on with it, begin anew, or let it go."""
    return Move(talk.turns_aside("resume"))


def _help(talk: Talk) -> Move:
    helped = Prompt((line(f"help-{talk.state.step}"), line("help-exits")))
    return Move(talk.state, aside=(helped, *_people(talk)))


def _people(talk: Talk) -> tuple[Prompt, ...]:
    """Whom to turn to instead of a bot; not in the middle of something, where help is short (rule 8)."""
    contacts = talk.facts.contacts_for("question")
    if not contacts or talk.state.draft is not None:
        return ()
    named = (line("help-contact", name=one.name, reach=one.reach) for one in contacts)
    return (Prompt((line("help-people"), *named), layout="card"),)


def _skip(talk: Talk) -> Move:
    step = STEPS[talk.state.step]
    if not step.skippable:
        return _aside(talk, line("skip-nothing"))
    return step.answer(talk, Answer(choice=SKIP))


def _back(talk: Talk) -> Move:
    draft = talk.state.draft
    if talk.state.step in {"edit", "edit-text", "topic-area", "topic-code", "topic-found"}:
        return STEPS[talk.state.step].answer(talk, Answer(choice=_UP[talk.state.step]))
    if draft is None or not draft.trail:
        return _aside(talk, line("back-nothing"))
    # A correction is free: the answer that is given again has been counted once.
    again = STEPS[draft.trail[-1]]
    answers = max(0, draft.answers - int(again.counts))
    return Move(talk.drafted(trail=draft.trail[:-1], answers=answers).to(again.name))


def _edit(talk: Talk) -> Move:
    return Move(talk.turns_aside("edit"))


def _continue(talk: Talk) -> Move:
    if talk.state.step == "resume":
        return STEPS["resume"].answer(talk, Answer(choice="continue"))
    if talk.state.draft is None and talk.state.undo is not None:
        return undo(talk)
    return Move(talk.state)


def _pause(talk: Talk) -> Move:
    if talk.state.draft is not None or not talk.state.greeted:
        return _aside(talk, line("pause"))
    return pace(talk)


def _progress(talk: Talk) -> Move:
    if talk.state.draft is None:
        return progress(talk)
    return Move(talk.state, aside=(overview(talk),))


def _irrelevant(talk: Talk) -> Move:
    """The topic on offer leaves the person's own profile; any other question is passed over."""
    if talk.state.step in ANSWERING:
        return STEPS[talk.state.step].answer(talk, Answer(choice="irrelevant"))
    move = topic_out(talk)
    if move is not None:
        return move
    return _skip(talk) if STEPS[talk.state.step].skippable else _aside(talk, line("irrelevant-nothing"))


def stored(talk: Talk) -> Prompt:
    """How much is kept about the person, and how to be rid of it."""
    kept, plans = talk.facts.completed, len(talk.facts.plans)
    drafts = int(talk.state.draft is not None or talk.state.undo is not None)
    officers = (line("my-data-officer", name=one.name, reach=one.reach) for one in talk.facts.contacts_for("data"))
    about = line("my-data", kept=kept, plans=plans, drafts=drafts)
    return Prompt((about, line("my-data-erase"), *officers), layout="card")


def _my_data(talk: Talk) -> Move:
    """And all of it, to be read or fetched."""
    facts = talk.facts
    if facts.my_data:
        whole = line("my-data-link", address=facts.my_data)
    elif facts.terms.contact:
        whole = line("my-data-ask", contact=facts.terms.contact)
    else:
        whole = line("my-data-ask-town")
    said = stored(talk)
    return Move(talk.state, aside=(Prompt((*said.lines, whole), layout=said.layout),))


def _privacy(talk: Talk) -> Move:
    return Move(talk.state, aside=privacy(talk))


def _english(talk: Talk) -> Move:
    return Move(talk.state.model_copy(update={"language": "en"}))


def _danish(talk: Talk) -> Move:
    return Move(talk.state.model_copy(update={"language": "da"}))


_UP: Final = {
    "edit": "go-back", "edit-text": "go-back", "topic-area": "up", "topic-code": "up", "topic-found": "all-topics",
}  # fmt: skip
_DO: Final[dict[Command, Callable[[Talk], Move]]] = {
    "start": _start,
    "menu": _menu,
    "help": _help,
    "skip": _skip,
    "back": _back,
    "edit": _edit,
    "stop": stop,
    "undo": undo,
    "continue": _continue,
    "delete": delete,
    "erase": erase,
    "pause": _pause,
    "progress": _progress,
    "work": work,
    "irrelevant": _irrelevant,
    "relevant": back,
    "my-data": _my_data,
    "privacy": _privacy,
    "manager-sees": manager_sees,
    "weekly": weekly_overview,
    "theme": theme,
    "share": share,
    "unshare": unshare,
    "connect": connect,
    "disconnect": disconnect,
    "english": _english,
    "danish": _danish,
}
BEFORE_GREETING: Final = frozenset(
    {"help", "pause", "my-data", "privacy", "manager-sees", "english", "danish", "stop", "erase"}
)
"""What works before the person has read the notice and begun."""
