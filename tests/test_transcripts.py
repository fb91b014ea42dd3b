"""Conversations as one would read them: what the person says, and what the coach answers.

"[Ja]" is a tap. "…" accepts any answer.
"""

from datetime import timedelta

import pytest

from catalog_data.model import Catalogue
from dialogs.effects import CorrectAnswer, ErasePerson, FollowUpPlan, ForgetReflection, KeepReflection, RemindOfDraft
from dialogs.events import Brought, Pressed
from dialogs.state import DRAFT_LIFE
from tests.coaching import Conversation, verify


@pytest.fixture
def talk(catalogue: Catalogue) -> Conversation:
    return Conversation(catalogue).greeted()


def test_one_whole_reflection_with_the_match_corrected(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("[Bare fortæl]", "Hvad var det sidste, du brugte en skærm til på jobbet?"),
            ("jeg ringede til hende i stedet for at skrive", "Du ringede til hende."),
            (
                "[Det gik godt]",
                "Det lyder som »Vælge den/de rette kanaler til opgaven«, fordi du skrev »ringede« – passer det?",
            ),
            ("[En anden]", "Hvad af det ligner mest?"),
            ("2", "Tak."),
            ("jeg vil spørge hende først", "Du vil spørge hende først. Har du lyst til en lille plan"),
            (
                "når hun ringer igen, så spørger jeg, om det passer",
                "Din plan: når hun ringer igen, så spørger jeg, om det passer",
            ),
        ],
    )
    assert "tirsdag 8. december" in talk.shown()
    assert "Prøv det her, hvis du har fem minutter" in talk.shown()
    verify(talk, [("[Gem]", "Gemt, og det ligger under »mit forløb«.")])
    kept = talk.effects[-1]
    assert isinstance(kept, KeepReflection)
    assert (kept.draft.code, kept.draft.outcome, kept.draft.level) == ("1.1.5", "good", None)
    assert kept.draft.rejected == ("3.2.1",)


def test_someone_who_does_not_know(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("bare fortæl", "…"),
            ("ved ikke", "Så tager vi en mindre. Hvilken app eller skærm brugte du sidst på jobbet?"),
            ("ved ikke", "Et eksempel: "),
        ],
    )
    assert talk.labels() == ["Ja", "Spring over", "Ikke relevant", "Andet emne"]
    verify(
        talk,
        [
            ("spring over", "Helt fint, så lader vi det ligge."),
        ],
    )
    assert not [one for one in talk.effects if not isinstance(one, RemindOfDraft)]


def test_by_taps_alone(talk: Conversation) -> None:
    """Usable without writing a word (dimension 5: reading and Danish can be the greatest barrier)."""
    for label in ("Bare fortæl", "Giv et eksempel", "0", "Lidt af hvert", "Spring over", "2", "1", "Om en uge", "Gem"):
        talk.says(f"[{label}]")
    assert isinstance(talk.effects[-1], KeepReflection)
    assert talk.effects[-1].draft.plan.startswith("Når ")


def test_correcting_the_match_in_words_hears_again(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.says("[Det var svært]")
    talk.matcher.codes = ("1.3.1", "3.2.1")
    verify(
        talk,
        [
            (
                "Nej, det var mere om samtykke",
                "Godt, du siger det. Det lyder som »Kende og anvende regler for brug af data«",
            )
        ],
    )
    assert talk.matcher.heard[-1].text == "det var mere om samtykke"
    verify(talk, [("ja", "…")])
    assert talk.state.draft is not None
    assert talk.state.draft.code == "1.3.1"


def test_none_of_them_keeps_the_reflection_unmatched(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("[Bare fortæl]", "…"),
            ("jeg ringede til hende i stedet for at skrive", "…"),
            ("[Det var svært]", "passer det?"),
            ("[Ingen af dem]", "Så passer ingen af dem. Vil du selv finde et emne, eller skal det stå åbent?"),
            ("[Gå videre]", "Tak."),
            ("jeg vil spørge hende først", "…"),
            ("[Spring over]", "Uden emne"),
            ("[Gem]", "Gemt"),
        ],
    )
    assert isinstance(talk.effects[-1], KeepReflection)
    assert talk.effects[-1].draft.code is None


def test_a_chosen_topic_is_not_asked_about_again(talk: Conversation) -> None:
    talk.matcher.names = ("3.2.1",)
    talk.says("kanaler")
    talk.says("1")
    assert talk.state.step == "episode"
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.says("[Det gik godt]")
    assert talk.state.step == "learning"


def test_unless_another_is_clearly_better(talk: Conversation) -> None:
    talk.matcher.names = ("1.1.5",)
    talk.says("teams")
    talk.says("1")
    talk.says("jeg ringede til hende i stedet for at skrive")
    verify(talk, [("[Det gik godt]", "Det lyder som »Vælge den/de rette kanaler til opgaven«")])


def test_very_short_gets_one_probe_and_is_then_accepted(talk: Conversation) -> None:
    verify(
        talk,
        [("[Bare fortæl]", "…"), ("telefon", "Du nævner »telefon«. Hvad gjorde du helt konkret?"), ("ringede", "…")],
    )
    assert talk.state.step == "judgement"
    assert talk.state.draft is not None
    assert talk.state.draft.episode == "telefon ringede"


def test_off_topic_gets_one_redirect(talk: Conversation) -> None:
    talk.matcher.outcome = "none"
    verify(
        talk,
        [
            ("[Bare fortæl]", "…"),
            ("min nabos kat spiste fisk på terrassen", "Jeg er bedst til noget fra dit arbejde"),
            ("min nabos kat spiste fisk på terrassen igen", "Du nævner"),
            ("[Lidt af hvert]", "Vil du selv finde et emne, eller skal det stå åbent?"),
        ],
    )


def test_help_answers_and_asks_again(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    question = talk.shown()
    verify(talk, [("hjælp", f"Vi var ved: {question}")])
    verify(talk, [("?", "Jeg spørger om en bestemt situation")])


def test_stop_undo_and_delete(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("[Bare fortæl]", "…"),
            ("jeg ringede til hende i stedet for at skrive", "Hvad virkede, og hvad gjorde ikke?"),
            ("stop", "Stoppet. Jeg gemmer det, du skrev, i syv dage, hvis du vil tilbage."),
            ("fortryd", "Så er vi tilbage ved: Hvad virkede, og hvad gjorde ikke?"),
            ("slet", "Kladden er slettet. Kopien her i chatten må du selv slette."),
            ("fortryd", "Så er vi tilbage ved: Hvad virkede, og hvad gjorde ikke?"),
            ("stop", "Stoppet."),
            ("[Slet]", "Kladden er slettet."),
            ("fortryd", "Der er ikke noget at fortryde lige nu."),
        ],
    )


def test_after_stop_one_may_just_tell_on(talk: Conversation) -> None:
    verify(
        talk,
        [
            ("[Bare fortæl]", "…"),
            ("jeg ringede til hende i stedet for at skrive", "…"),
            ("stop", "Stoppet."),
            ("i dag skrev jeg et notat på tabletten", "I dag skrev du et notat på tabletten."),
        ],
    )
    assert talk.state.step == "judgement"


def test_a_stopped_draft_is_gone_after_seven_days(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.says("stop")
    talk.now += timedelta(days=8)
    verify(talk, [("fortryd", "Der er ikke noget at fortryde lige nu.")])
    assert talk.state.undo is None


@pytest.mark.parametrize("days", [6, 8])
def test_looking_in_does_not_make_a_stopped_draft_last(talk: Conversation, days: int) -> None:
    """Its seven days run from when it was left, however often the person is here."""
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.says("stop")
    for _ in range(days // 2):
        talk.now += timedelta(days=2)
        talk.says("menu")
    assert (talk.state.undo is None) == (days > DRAFT_LIFE.days)


def test_a_draft_that_is_written_on_has_seven_more_days(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.now += timedelta(days=5)
    talk.says("[Det gik godt]")
    talk.now += timedelta(days=5)
    talk.says("menu")
    assert talk.state.drafts


def test_coming_back_after_an_hour_keeps_what_was_written(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.now += timedelta(hours=1)
    verify(
        talk,
        [
            ("det gik rigtig fint", "Du var midt i en samtale. Hvad vil du?"),
            ("[Fortsæt]", "Det lyder som"),
        ],
    )
    assert talk.state.draft is not None
    assert talk.state.draft.judgement == "det gik rigtig fint"


def test_coming_back_within_half_an_hour_is_silent(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.now += timedelta(minutes=20)
    verify(talk, [("det gik rigtig fint", "Det lyder som")])


def test_switching_language_in_the_middle(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    verify(talk, [("english", "What worked, and what did not?"), ("dansk", "Hvad virkede, og hvad gjorde ikke?")])


def test_first_contact_comes_before_anything_is_kept(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue)
    verify(talk, [("i går ringede jeg til en borger", "Jeg har ikke gemt det, du skrev.")])
    assert "ikke din leder" in talk.shown()
    assert "Prøvekøbing Kommune gemmer" in talk.shown()
    assert "ringede" not in talk.state.model_dump_json()
    verify(talk, [("start", "Vælg her, eller fortæl om en situation fra din dag.")])


def test_distress_leaves_no_trace(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    before = talk.state
    shown = talk.says("min kollega mobber mig, og jeg græder hver dag")
    assert "Arbejdsmiljørepræsentanten: lokal 1234" in shown
    assert "112" in shown
    assert talk.turns[-1].private
    assert talk.state == before
    verify(talk, [("[Fortsæt]", "Vi var ved:")])


def test_a_cpr_number_is_caught_and_a_suggestion_offered(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    verify(talk, [("jeg slog 070861-4267 op i Nexus og ringede til hende", "Skriv det uden personoplysninger.")])
    assert "»jeg slog [cpr-nummer] op i Nexus og ringede til hende«" in talk.shown()
    assert "4267" not in talk.state.model_dump_json()
    talk.says("[Brug forslaget]")
    assert talk.state.draft is not None
    assert talk.state.draft.episode == "jeg slog [cpr-nummer] op i Nexus og ringede til hende"


def test_an_answer_can_be_corrected_before_and_after_it_is_kept(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says("jeg ringede til hende i stedet for at skrive")
    talk.says("ret")
    talk.says("1")
    verify(talk, [("jeg skrev en mail til hende", "Det er rettet, og vi er ved: Hvad virkede, og hvad gjorde ikke?")])
    assert talk.state.draft is not None
    assert talk.state.draft.episode == "jeg skrev en mail til hende"
    for said in ("[Det gik godt]", "ja", "[Spring over]", "[Spring over]", "[Spring over]", "[Gem]", "ret", "1"):
        talk.says(said)
    talk.says("jeg skrev en besked til hende")
    assert talk.effects[-1] == CorrectAnswer("1", "episode", "jeg skrev en besked til hende")


def test_a_plan_is_asked_about_on_its_day(talk: Conversation) -> None:
    for label in (
        "Bare fortæl",
        "Giv et eksempel",
        "0",
        "Det gik godt",
        "Spring over",
        "Spring over",
        "0",
        "Om en uge",
        "Gem",
    ):
        talk.says(f"[{label}]")
    talk.now += timedelta(days=8)
    verify(talk, [("hej", "Du lagde en plan:"), ("[Delvist]", "Tak, jeg spørger igen onsdag 16. december.")])
    assert isinstance(talk.effects[-1], FollowUpPlan)
    assert talk.effects[-1].again == (talk.now + timedelta(days=14)).date()


def test_the_short_form_after_five(talk: Conversation) -> None:
    for _ in range(5):
        talk.says("menu")
        for label in ("Bare fortæl", "Giv et eksempel", "0", "Det gik godt"):
            talk.says(f"[{label}]")
        while talk.state.step != "rehearse":
            talk.says("spring over")
        talk.says("[Gem]")
    talk.plans.clear()
    talk.says("start")
    assert "Kort form" in talk.labels()
    verify(talk, [("[Kort form]", "…"), ("jeg ringede til hende i stedet for at skrive", "…")])
    while talk.state.step not in {"rest", "match"}:
        talk.says("[Ja, gem]")
    if talk.state.step == "match":
        verify(talk, [("[Ja, gem]", "Gemt")])
    assert sum(isinstance(effect, KeepReflection) for effect in talk.effects) == 6


def test_my_progress_and_forgetting_one(talk: Conversation) -> None:
    for label in ("Bare fortæl", "Giv et eksempel", "0", "Det gik godt", "Spring over", "1", "0", "Om en uge", "Gem"):
        talk.says(f"[{label}]")
    shown = talk.says("mit forløb")
    assert "Det har du arbejdet med:" in shown
    assert "Du valgte:" in shown
    assert "Åben plan: Når " in shown
    talk.says("[Glem en]")
    talk.says("1")
    assert talk.effects[-1] == ForgetReflection("1")


def test_erasing_everything_takes_one_confirmation(talk: Conversation) -> None:
    verify(talk, [("slet mig", "Skal jeg slette alt?"), ("[Behold]", "Intet er slettet"), ("slet mig", "…")])
    verify(talk, [("[Slet alt]", "Alt om dig er slettet hos mig.")])
    assert isinstance(talk.effects[-1], ErasePerson)
    assert talk.turns[-1].private


def test_all_perspectives_within_three_and_no_opener_twice_within_eight(talk: Conversation) -> None:
    drafts = []
    for _ in range(9):
        talk.says("menu")
        talk.says("[Bare fortæl]")
        assert talk.state.draft is not None
        drafts.append(talk.state.draft)
        talk.says("stop")
        talk.says("[Slet]")
    assert len({draft.opener for draft in drafts}) == 9
    for n in range(7):
        assert {draft.perspective for draft in drafts[n : n + 3]} == {"use", "develop", "contribute"}


def test_an_old_button_and_a_forged_choice_change_nothing(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    before, question = talk.state, talk.state.question
    talk.now += timedelta(minutes=1)
    talk.take(Pressed("2.menu", "topic"))
    assert talk.state == before
    assert "Det spørgsmål er lukket" in talk.shown()
    talk.take(Pressed(question, "no-such-choice"))
    assert talk.state == before


def test_a_double_click_is_one_click(talk: Conversation) -> None:
    question = talk.state.question
    talk.take(Pressed(question, "tell"))
    before = talk.state
    talk.now -= timedelta(seconds=19)
    talk.take(Pressed(question, "tell"))
    assert (talk.state, talk.replies) == (before, ())


@pytest.mark.parametrize("text", ["", "   ", "🙂🎉", "<b></b>", "!!!"])
def test_nothing_in_words_is_answered_and_changes_nothing(talk: Conversation, text: str) -> None:
    talk.says("[Bare fortæl]")
    draft = talk.state.draft
    verify(talk, [(text, "Skriv det gerne med ord, så er jeg med.")])
    assert talk.state.draft == draft


def test_five_thousand_characters_are_all_kept(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    text = ("jeg ringede til hende og skrev det ned bagefter. " * 120)[:5000].strip()
    talk.says(text)
    assert talk.state.draft is not None
    assert talk.state.draft.episode == text
    assert len(talk.shown()) < 280


def test_a_message_of_ones_own_begins_a_reflection(talk: Conversation) -> None:
    talk.says("[Vælg emne]")
    talk.take(Brought("jeg ringede til hende i stedet for at skrive"))
    assert talk.shown().startswith("Du ringede til hende.")
    assert talk.state.step == "judgement"
    assert talk.state.draft is not None
    assert talk.state.draft.episode == "jeg ringede til hende i stedet for at skrive"


def test_one_thing_at_a_time_a_brought_message_does_not_answer_what_was_asked(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.take(Brought("jeg ringede til hende i stedet for at skrive"))
    assert "Jeg har ikke taget beskeden med" in talk.shown()
    assert talk.state.draft is not None
    assert talk.state.draft.episode == ""
    verify(talk, [("[Fortsæt]", "Hvad var det sidste, du brugte en skærm til på jobbet?")])


def test_a_brought_message_is_never_a_command_and_comes_after_the_notice(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue)
    talk.take(Brought("slet mig"))
    assert "Jeg har ikke gemt det, du skrev." in talk.shown()
    talk.take(Pressed(talk.state.question, "begin"))
    talk.take(Brought("slet mig"))
    assert talk.state.step == "menu"
    talk.take(Brought("jeg slog 070861-4267 op i Nexus og ringede til hende"))
    assert "Skriv det uden personoplysninger." in talk.shown()
    talk.says("[Brug forslaget]")
    assert talk.state.step == "judgement"
    talk.says("stop")
    talk.take(Brought("min kollega mobber mig, og jeg græder hver dag"))
    assert talk.turns[-1].private


EPISODE = "jeg ringede til hende i stedet for at skrive"


def at_rehearse(talk: Conversation) -> None:
    talk.says("[Bare fortæl]")
    talk.says(EPISODE)
    talk.says("[Det gik godt]")
    while talk.state.step != "rehearse":
        talk.says("ja" if talk.state.step == "match" else "[Spring over]")


@pytest.mark.parametrize("no", ["nej", "nej tak", "gem ikke"])
def test_a_no_at_the_end_takes_the_draft_away_and_can_be_regretted(talk: Conversation, no: str) -> None:
    at_rehearse(talk)
    talk.says(no)
    assert talk.state.step == "deleted"
    talk.says("[Fortryd]")
    assert talk.state.step == "rehearse"


@pytest.mark.parametrize("yes", ["ja tak gem", "gem det bare", "ja"])
def test_a_yes_at_the_end_keeps_it(talk: Conversation, yes: str) -> None:
    at_rehearse(talk)
    talk.says(yes)
    assert any(isinstance(one, KeepReflection) for one in talk.turns[-1].effects)


def test_who_is_not_understood_at_the_end_is_told_where_the_draft_is(talk: Conversation) -> None:
    at_rehearse(talk)
    for _ in range(3):
        talk.says("øh bananer")
    assert "skrive stop" in talk.shown()
    talk.says("øh bananer")
    assert talk.state.step == "stopped"
    assert "syv dage" in talk.shown()


def test_two_answers_without_a_topic_are_enough(talk: Conversation) -> None:
    """The same question is not asked again and again (rule 5)."""
    talk.says("[Bare fortæl]")
    talk.says(EPISODE)
    talk.says("[Det gik godt]")
    if talk.state.step == "match":
        talk.says("[Ingen af dem]")
    assert talk.state.step == "open-topic"
    talk.matcher.outcome = "none"
    talk.says("lave en backup næste gang")
    assert talk.state.step == "learning"
    assert "stå åbent" in talk.shown()


@pytest.mark.parametrize("words", ["ingen plan", "ikke nu", "ellers tak", "drop det"])
def test_no_is_no_plan(talk: Conversation, words: str) -> None:
    talk.says("[Bare fortæl]")
    talk.says(EPISODE)
    talk.says("[Det gik godt]")
    while talk.state.step != "plan":
        talk.says(
            "ja"
            if talk.state.step == "match"
            else "[Spring over]"
            if talk.state.step == "level"
            else "jeg tjekker først"
        )
    talk.says(words)
    assert talk.state.step == "rehearse"
    assert talk.state.draft is not None
    assert talk.state.draft.plan == ""


@pytest.mark.parametrize(
    ("answer", "kept"), [("brug forslaget", True), ("[Brug forslaget]", True), ("skriv om", False)]
)
def test_a_correction_with_personal_data_stays_a_correction(talk: Conversation, answer: str, *, kept: bool) -> None:
    at_rehearse(talk)
    talk.says("ret")
    talk.says("1")
    assert talk.state.step == "edit-text"
    talk.says("jeg ringede til borgeren på 20 30 40 51")
    assert talk.state.step == "personal-data"
    talk.says(answer)
    assert talk.state.step == ("rehearse" if kept else "edit-text")
    assert talk.state.draft is not None
    corrected = "jeg ringede til borgeren på [telefonnummer]"
    assert (corrected in talk.state.draft.model_dump_json()) == kept
    if not kept:
        talk.says("jeg ringede til hende")
        assert talk.state.step == "rehearse"
        assert 'jeg ringede til hende"' in talk.state.draft.model_dump_json()


@pytest.mark.parametrize("words", ["slet alt", "Slet alt", "SLET ALT."])
def test_delete_everything_typed_as_on_the_button_deletes(talk: Conversation, words: str) -> None:
    talk.says("slet mig")
    talk.says(words)
    assert any(isinstance(one, ErasePerson) for one in talk.turns[-1].effects)


def test_undo_on_the_same_card_keeps_everything(talk: Conversation) -> None:
    talk.says("slet mig")
    talk.says("fortryd")
    assert talk.turns[-1].effects == ()
    assert talk.state.step != "erase"


def test_who_finds_no_topic_goes_on_without(talk: Conversation) -> None:
    at_open_topic = ["[Bare fortæl]", EPISODE, "[Det gik godt]", "[Ingen af dem]", "[Find et emne]"]
    for said in at_open_topic:
        talk.says(said)
    for _ in range(2):
        assert "fandt jeg ikke" in talk.says("bananer og havtorn")
    assert "stå åbent" in talk.says("bananer og havtorn")
    assert talk.state.step == "learning"


@pytest.mark.parametrize("words", ["gem det", "gem det bare", "ja tak gem", "korrekt", "det passer", "gem ikke"])
def test_nothing_but_a_plain_yes_erases_everything(talk: Conversation, words: str) -> None:
    """Least of all a wish to keep something."""
    talk.says("slet mig")
    talk.says(words)
    assert talk.turns[-1].effects == ()
    talk.says("slet mig")
    talk.says("ja")
    assert any(isinstance(one, ErasePerson) for one in talk.turns[-1].effects)


def test_a_correction_with_personal_data_twice_over_stays_a_correction(talk: Conversation) -> None:
    at_rehearse(talk)
    talk.says("ret")
    talk.says("1")
    for number in ("20 30 40 51", "20 30 40 52"):
        talk.says(f"jeg ringede til borgeren på {number}")
        assert talk.state.step == "personal-data"
    heard = len(talk.matcher.heard)
    talk.says("brug forslaget")
    assert talk.state.step == "rehearse"
    assert talk.state.draft is not None
    assert "jeg ringede til borgeren på [telefonnummer]" in talk.state.draft.model_dump_json()
    assert len(talk.matcher.heard) == heard, "a correction is not matched anew"
