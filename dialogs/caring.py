"""Whom to turn to, shown instead of coaching (rule 16)."""

from dialogs.replies import Line, Reply, choice, line
from dialogs.talk import Talk


def help_in_distress(talk: Talk) -> Reply:
    """The municipality's own contacts, and always an acute number. Whoever taps it away is where they were."""
    contacts: tuple[Line, ...] = tuple(
        line("distress-contact", name=one.name, reach=one.reach) for one in talk.facts.contacts_for("distress")
    )
    return Reply(
        language=talk.state.language,
        lines=(line("distress"), *contacts, line("distress-acute"), line("distress-not-stored")),
        choices=(choice("distress-continue"), choice("distress-close")),
        layout="card",
        question=talk.state.question,
    )
