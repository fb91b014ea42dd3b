"""What is relevant in a person's own work: by what they said of it, else by what the directory says.

It steers what the coach suggests, and nothing else: nobody is measured against it, and no manager sees it.
"""

from catalog_data.profiles import Profile, prune
from dialogs.facts import Facts
from dialogs.state import State
from dialogs.talk import Talk


def profile_of(state: State, facts: Facts) -> Profile | None:
    """The person's own choice comes before the directory's. None where neither names one."""
    profiles = facts.catalogue.profiles
    own = profiles.get(state.work.kind) if state.work else None
    return own or profiles.named(facts.profile)


def own_codes(talk: Talk) -> frozenset[str]:
    """The codes that belong to the person's work; none, which means all, where nothing is known of it."""
    state, facts = talk.state, talk.facts
    profile = profile_of(state, facts)
    if profile is None:
        return facts.catalogue.listed(facts.profile)
    if state.work is None:
        return frozenset(profile.codes)
    answers = {key: yes for key, yes in state.work.answers.items() if key not in profile.certain}
    asked = facts.catalogue.profiles.question
    return frozenset(prune(profile, ((one, answers[one.key]) for one in asked if one.key in answers)))


def relevant(talk: Talk, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the codes that belong to the person's work, less what they took out."""
    own, out = own_codes(talk), talk.state.irrelevant
    return tuple(code for code in codes if (not own or code in own) and code not in out)


def own_first(talk: Talk, codes: tuple[str, ...]) -> tuple[str, ...]:
    """All of them, with those of the person's own work first."""
    mine = relevant(talk, codes)
    return (*mine, *(code for code in codes if code not in mine))


def taken_out(state: State, code: str) -> State:
    """Not relevant for this person: the coach does not suggest it again."""
    kept = tuple(one for one in state.irrelevant if one != code)
    later = None if state.later == code else state.later
    return state.model_copy(update={"irrelevant": (*kept, code), "later": later, "just_out": code})


def brought_back(state: State, code: str) -> State:
    """Relevant after all."""
    kept = tuple(one for one in state.irrelevant if one != code)
    return state.model_copy(update={"irrelevant": kept, "just_out": ""})
