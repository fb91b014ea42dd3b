"""Role profiles: the content, what the questions leave of it, and how a person has one of their own."""

import re
import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from catalog_data.loader import FOLDER, CatalogueFaults, load_catalogue
from catalog_data.model import Catalogue, area_of, is_personal
from catalog_data.profiles import LEAST, MOST, prune
from dialogs.choosing import choose
from dialogs.facts import Facts
from dialogs.own_profile import own_codes
from dialogs.state import State, Work
from dialogs.talk import Talk
from tests.coaching import Conversation, verify
from tests.explorer import START

NINE = (
    "aeldrepleje", "dagtilbud", "skole", "beskaeftigelse-og-social", "borgerservice", "teknik-og-miljoe",
    "kultur-og-bibliotek", "administration", "ledelse",
)  # fmt: skip
AREAS = 5
"""Areas that what is left of a profile reaches over, at least."""
OWN = """
[[profile]]
key = "KEY"
name_da = "Havnen"
name_en = "The harbour"
for_da = "Dig, der passer havnen."
for_en = "You who look after the harbour."
core = ["1.1.1", "1.1.2", "1.1.10", "1.1.13", "1.3.1", "1.3.2", "1.3.5", "2.1.1", "3.2.1", "4.1.1"]
"""


def test_nine_kinds_of_work_and_one_for_all_others(catalogue: Catalogue) -> None:
    assert tuple(one.key for one in catalogue.profiles.profile) == (*NINE, "andet")
    assert all(15 <= len(one.codes) <= 30 for one in catalogue.profiles.profile)
    assert not [one.key for one in catalogue.profiles.profile if any(map(is_personal, one.codes))]
    assert len({one.codes for one in catalogue.profiles.profile}) == 10


@pytest.mark.parametrize("key", [*NINE, "andet"])
def test_whatever_is_answered_ten_to_twenty_are_left_over_five_areas(key: str, catalogue: Catalogue) -> None:
    profile = catalogue.profiles.get(key)
    assert profile is not None
    questions = catalogue.profiles.question
    left = {}
    for given in product((True, False, None), repeat=len(questions)):
        answers = [(question, yes) for question, yes in zip(questions, given, strict=True) if yes is not None]
        left[given] = prune(profile, answers)
        assert LEAST <= len(left[given]) <= MOST, given
        assert len({area_of(code) for code in left[given]}) >= AREAS, given
        assert set(profile.core) <= set(left[given]) <= set(profile.codes)
    assert len(left[False, False, False]) < len(left[True, True, True])
    assert left[None, None, None] == left[True, True, True]
    # Every question makes a difference, whoever is asked it.
    for number, question in enumerate(questions):
        given = tuple(n != number for n in range(len(questions)))
        assert question.key in profile.certain or left[given] != left[True, True, True]


def test_a_no_takes_away_what_the_question_is_about(catalogue: Catalogue) -> None:
    care = catalogue.profiles.get("aeldrepleje")
    citizens = catalogue.profiles.question[0]
    assert care is not None
    assert "3.3.1" in prune(care, [(citizens, True)])
    assert "3.3.1" not in prune(care, [(citizens, False)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The content in a place where a test may spoil it."""
    shutil.copytree(FOLDER, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__", "answers"))
    return tmp_path / "content"


@pytest.mark.parametrize(
    ("pattern", "spoiled", "fault"),
    [
        (r'core = \["1.3.2",', 'core = ["1.9.9",', "profiles.toml: aeldrepleje: '1.9.9' does not exist"),
        (r'core = \["1.3.2",', 'core = ["1.1.1",', "profiles.toml: aeldrepleje: 1.1.1 stands 2 times"),
        (r'core = \["1.3.2",', 'core = ["5.1.1",', "aeldrepleje: 5.1.1 is personal, and nobody is asked about it"),
        (r"core = \[.*\]", "core = []", "profiles.toml: aeldrepleje: core: Tuple should have at least 10 items"),
        (r'key = "aeldrepleje"', 'key = "skole"', "profiles.toml: skole: stands 2 times"),
        (r'key = "aeldrepleje"', 'key = "ældrepleje"', "profiles.toml: ældrepleje: key: String should match pattern"),
        (r'name_da = "Ældrepleje"', 'name_da = "skole"', "profiles.toml: 'skole' is the name of 2 profiles"),
        (r'name_da = "Ældrepleje"', 'name_da = ""', "profiles.toml: aeldrepleje: name_da: String should have"),
        (r'key = "andet"', 'key = "rest"', "profiles.toml: the last profile should be andet, for all others"),
        (r'without = \["1.1.6"', 'without = ["9.9"', "profiles.toml: question citizens: '9.9' does not exist"),
    ],
)
def test_faults_are_named_in_plain_words(pattern: str, spoiled: str, fault: str, folder: Path) -> None:
    file = folder / "profiles.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(re.sub(pattern, spoiled, text, count=1), encoding="utf-8")
    with pytest.raises(CatalogueFaults) as caught:
        load_catalogue(folder)
    assert [one for one in caught.value.faults if fault in one], caught.value.faults


def test_a_municipality_adds_profiles_and_replaces_ours(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        OWN.replace("KEY", "havn") + OWN.replace("KEY", "skole").replace("avn", "avns").replace("harbour", "pier"),
        encoding="utf-8",
    )
    profiles = load_catalogue(own_profiles=own).profiles
    assert [one.key for one in profiles.profile] == [*NINE, "havn", "andet"]
    school = profiles.named("Havnsen")
    assert school is not None
    assert (school.key, len(school.codes)) == ("skole", 10)
    own.write_text(OWN.replace("KEY", "havn").replace('"4.1.1"', '"4.1.9"'), encoding="utf-8")
    with pytest.raises(CatalogueFaults, match=r"havn: '4\.1\.9' does not exist"):
        load_catalogue(own_profiles=own)
    own.write_text(OWN.replace("KEY", "havn") * 2, encoding="utf-8")
    with pytest.raises(CatalogueFaults, match="havn: stands 2 times"):
        load_catalogue(own_profiles=own)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("jeg er sosu i hjemmeplejen", "aeldrepleje"),
        ("Beskæftigelse og social", "beskaeftigelse-og-social"),
        ("lærer", "skole"),
        ("it", "administration"),
        ("iterativ", None),
        ("I am a librarian", "kultur-og-bibliotek"),
        ("brandmand", None),
    ],
)
def test_people_say_what_they_do_in_their_own_words(said: str, key: str | None, catalogue: Catalogue) -> None:
    found = catalogue.profiles.spoken_of(said)
    assert (found.key if found else None) == key


def talk_of(catalogue: Catalogue, profile: str = "", **state: object) -> Talk:
    return Talk(State(greeted=True).model_copy(update=state), Facts(now=START, catalogue=catalogue, profile=profile))


def test_what_the_person_said_comes_before_the_directory(catalogue: Catalogue) -> None:
    school, care = catalogue.profiles.get("skole"), catalogue.profiles.get("aeldrepleje")
    assert school is not None
    assert care is not None
    assert own_codes(talk_of(catalogue)) == frozenset()
    assert own_codes(talk_of(catalogue, "3.2")) == set(catalogue.codes_of("3.2"))
    assert own_codes(talk_of(catalogue, "skole")) == set(school.codes)
    assert own_codes(talk_of(catalogue, "skole", work=Work())) == set(prune(school, []))
    assert own_codes(talk_of(catalogue, "skole", work=Work(kind="aeldrepleje"))) == set(prune(care, []))
    assert own_codes(talk_of(catalogue, "skole", work=Work(kind="of old"))) == set(prune(school, []))


def test_prompts_keep_to_it_and_leave_out_what_is_not_relevant(catalogue: Catalogue) -> None:
    work = Work(kind="ledelse", answers={"citizens": False, "records": False})
    mine = own_codes(talk_of(catalogue, work=work))
    offered = [choose(talk_of(catalogue, work=work, prompts=n)) for n in range(3 * len(mine))]
    assert {one.code for one in offered if one and one.why == "new"} <= mine
    assert len({one.code for one in offered if one}) > AREAS
    out = next(iter(mine - set(catalogue.codes_of("1.3"))))
    offered = [choose(talk_of(catalogue, work=work, irrelevant=(out,), prompts=n)) for n in range(3 * len(mine))]
    assert out not in {one.code for one in offered if one}


@pytest.fixture
def talk(catalogue: Catalogue) -> Conversation:
    return Conversation(catalogue).greeted()


def reflected(talk: Conversation) -> None:
    """One whole reflection, by taps."""
    for label in ("tell", "example", "0", "mixed", "skip", "1", "0", "week", "keep"):
        talk.says(f"[{label}]")


def test_after_the_first_reflection_three_or_four_questions_are_offered(talk: Conversation) -> None:
    reflected(talk)
    assert talk.shown() == (
        "Gemt, og det ligger under »mit forløb«. "
        "Må jeg stille et par korte spørgsmål om dit arbejde, så emnerne passer til det?"
    )
    assert talk.labels() == ["Ja", "Ikke nu"]
    verify(
        talk,
        [
            ("[Ja]", "Hvad ligner dit arbejde mest?"),
            ("[Ældrepleje]", "Har du tit med borgere at gøre, fx ældre, elever eller forældre?"),
            ("ja", "Skriver du tit noget i en sag, en journal eller et skema?"),
            ("spring over", "Er du leder, eller er det dig, de andre spørger om it?"),
            ("nej", "Dit arbejde: Ældrepleje.\nJeg foreslår 20 emner, fx "),
        ],
    )
    assert talk.state.work == Work(kind="aeldrepleje", answers={"citizens": True, "colleagues": False})
    talk.says("[Menu]")
    reflected(talk)
    assert "Gemt, og det ligger under »mit forløb«. Skriv »start«" in talk.shown()


def test_in_english_and_in_ones_own_words(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue, "en").greeted()
    reflected(talk)
    verify(
        talk,
        [
            ("yes", "What is your work most like?"),
            ("I am a teacher", "Let us call it “School”. Do you often meet citizens"),
            ("[Yes]", "Do you often write in cases, records or forms?"),
            ("no", "Do you lead others, or are you the one they ask about IT?"),
            ("yes", "Your work: School.\nI suggest "),
            ("menu", "…"),
            ("my work", "Your work: School."),
            ("[Change it]", "What is your work most like?"),
            ("stunt pilot", "I do not know that one, so I take what most people meet. Do you often meet citizens"),
        ],
    )


def test_not_now_is_asked_once_and_found_again_by_a_word(talk: Conversation) -> None:
    reflected(talk)
    verify(talk, [("ikke nu", "Helt i orden, og du kan altid skrive »mit arbejde«. Skriv »start«")])
    assert talk.state.work is None
    reflected(talk.greeted() if talk.state.step == "welcome" else _at_menu(talk))
    assert talk.state.step == "rest"
    verify(
        talk,
        [
            ("mit arbejde", "Jeg ved ikke, hvad du arbejder med, så jeg foreslår lidt af alt."),
            ("[Svar nu]", "Hvad ligner dit arbejde mest?"),
        ],
    )


def _at_menu(talk: Conversation) -> Conversation:
    talk.says("menu")
    while talk.state.step != "menu":
        talk.says("spring over")
    return talk


def test_telling_on_instead_of_answering_begins_a_reflection(talk: Conversation) -> None:
    reflected(talk)
    talk.says("i går ringede jeg til en borger i stedet for at skrive")
    assert talk.state.step == "judgement"


class Listed(Conversation):
    """Somebody the municipality's list says something of."""

    profile = "aeldrepleje"

    def facts(self, *known: object, **more: object) -> Facts:
        return replace(super().facts(*known, **more), profile=self.profile)  # type: ignore[arg-type]


def test_what_the_directory_says_is_not_asked_but_said(catalogue: Catalogue) -> None:
    talk = Listed(catalogue)
    talk.greeted()
    reflected(talk)
    verify(
        talk,
        [
            ("[Ja]", "Din kommune har skrevet, at du arbejder med »Ældrepleje«. Har du tit med borgere at gøre"),
            ("[Nej]", "Skriver du tit noget i en sag"),
            ("[Nej]", "Er du leder"),
            ("[Nej]", "Din kommune har skrevet, at du arbejder med »Ældrepleje«.\nJeg foreslår 14 emner, fx "),
            ("[Lav det om]", "Hvad ligner dit arbejde mest?"),
            ("[Ledelse]", "Har du tit med borgere at gøre"),
            ("[Ja]", "Skriver du tit noget i en sag"),
            ("[Ja]", "Dit arbejde: Ledelse.\n"),
        ],
    )


def test_who_has_topics_by_number_is_not_asked(catalogue: Catalogue) -> None:
    talk = Listed(catalogue)
    talk.profile = "3.2 1.2"
    talk.greeted()
    reflected(talk)
    assert talk.state.step == "rest"
    verify(talk, [("mit arbejde", "Din kommune har valgt emner til dit arbejde.\nJeg foreslår 8 emner, fx ")])


def test_not_relevant_is_read_back_and_can_be_undone(talk: Conversation) -> None:
    talk.says("[suggest]")
    code, name = talk.state.offered, Talk(talk.state, talk.facts()).title(talk.state.offered)
    verify(talk, [("[Ikke relevant]", f"Så lader vi »{name}« ligge, og du kan skrive »fortryd«. Skal vi tage")])
    assert talk.state.irrelevant == (code,)
    assert talk.state.offered != code
    verify(talk, [("fortryd", f"Så er »{name}« med igen."), ("fortryd", "Der er ikke noget at fortryde lige nu.")])
    assert talk.state.irrelevant == ()
    verify(
        talk,
        [
            ("ikke relevant", "Så lader vi »"),
            ("det er relevant alligevel", "med igen."),
            ("relevant alligevel", "Du har ikke taget noget emne ud."),
            ("ikke relevant", "Så lader vi »"),
            ("mit arbejde", "Du har taget "),
            ("[Tag et emne med igen]", "Hvilket emne skal med igen?"),
            ("1", "med igen."),
        ],
    )
    assert talk.state.irrelevant == ()
    # An effect is the only way out of a conversation to what a manager's overview is made of.
    assert not talk.effects


def test_not_relevant_by_word_at_a_prompt_a_topic_and_a_match(talk: Conversation) -> None:
    talk.state = talk.state.model_copy(update={"step": "prompt", "offered": "1.1.11", "why": "new"})
    verify(talk, [("ikke relevant", "Så lader vi »Anvende nye typer interfaces« ligge")])
    talk.says("ja")
    topic = talk.state.draft.topic if talk.state.draft else None
    verify(talk, [("ikke relevant", "ligge, og du kan skrive »fortryd«. Skriv »start«")])
    assert talk.state.irrelevant == ("1.1.11", topic)
    assert talk.state.draft is None
    talk.says("menu")
    talk.says("[tell]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.says("[good]")
    verify(
        talk,
        [
            (
                "ikke relevant",
                "Så lader vi »Vælge den/de rette kanaler til opgaven« ligge, og du kan skrive »fortryd«. Hvad",
            )
        ],
    )
    assert talk.state.draft is not None
    assert "3.2.1" in talk.state.draft.rejected


def test_where_no_topic_is_proposed_nothing_is_taken_out(talk: Conversation) -> None:
    verify(talk, [("ikke relevant", "Der er ikke noget emne at tage ud lige nu."), ("[tell]", "…")])
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.says("ikke relevant")
    assert talk.state.irrelevant == ()


def test_picking_from_the_list_still_shows_all_with_ones_own_first(talk: Conversation, catalogue: Catalogue) -> None:
    talk.state = talk.state.model_copy(update={"work": Work(kind="administration")})
    talk.says("[topic]")
    assert talk.labels()[0] == "De emner, der hører til dit arbejde"
    mine = own_codes(Talk(talk.state, talk.facts()))
    talk.says("1")
    assert [one.value for one in talk.replies[-1].choices][:-1] == [code for code in catalogue.codes if code in mine]
    talk.says("[up]")
    talk.says("[1]")
    talk.says("[1.1]")
    shown = [one.value for one in talk.replies[-1].choices][:-1]
    assert sorted(shown) == sorted(catalogue.codes_of("1.1"))
    assert [code in mine for code in shown] == sorted((code in mine for code in shown), reverse=True)


def test_in_the_middle_of_a_reflection_the_word_waits(talk: Conversation) -> None:
    talk.says("[tell]")
    verify(talk, [("mit arbejde", "Skriv »mit arbejde« igen, når vi er færdige her.\nVi var ved:")])
