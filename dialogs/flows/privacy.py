"""What the law has people told: who keeps what, why, on what basis, for how long, and what they may ask for."""

from dialogs.dates import period
from dialogs.replies import Line, line
from dialogs.talk import Prompt, Talk


def terms_at_first(talk: Talk) -> tuple[Line, ...]:
    """Before the first answer is kept, what the rest of the notice does not say."""
    terms, language = talk.facts.terms, talk.state.language
    return (
        line("welcome-purpose-basis", basis=terms.basis) if terms.basis else line("welcome-purpose"),
        line("welcome-kept", words=period(terms.words, language), person=period(terms.person, language)),
        *((line("welcome-counts"),) if terms.shared else ()),
        line("welcome-rights"),
        line("welcome-object-contact", contact=terms.contact) if terms.contact else line("welcome-object"),
    )


def privacy(talk: Talk) -> tuple[Prompt, ...]:
    """All of it, in two messages."""
    return Prompt(_who(talk), layout="card"), Prompt(_how_long(talk), layout="card")


def _who(talk: Talk) -> tuple[Line, ...]:
    facts, terms = talk.facts, talk.facts.terms
    town = facts.municipality
    who = line("privacy-who", municipality=town) if town else line("privacy-who-unnamed")
    basis = (line("privacy-basis", basis=terms.basis),) if terms.basis else ()
    return who, *basis, line("privacy-what"), line("privacy-seen"), _counting(talk), *recipients(talk)


def _counting(talk: Talk) -> Line:
    """Whether the person counts in their team's figures: as they have said, or as the municipality has set it."""
    team = talk.facts.team
    counts = team.sharing if team.known else talk.facts.terms.shared
    return line("privacy-counts-on" if counts else "privacy-counts-off")


def recipients(talk: Talk) -> tuple[Line, ...]:
    named = talk.facts.terms.recipients
    return (line("privacy-others", names=", ".join(named)),) if named else ()


def _how_long(talk: Talk) -> tuple[Line, ...]:
    terms, language = talk.facts.terms, talk.state.language
    return (
        line("privacy-kept", words=period(terms.words, language), messages=period(terms.messages, language)),
        line("privacy-gone", person=period(terms.person, language), log=period(terms.log, language)),
        line("privacy-rights"),
        *((line("privacy-contact", contact=terms.contact),) if terms.contact else ()),
        *((line("privacy-page", address=terms.page),) if terms.page else ()),
    )
