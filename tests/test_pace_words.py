"""A pace in one's own words: what is understood, and what is left alone."""

import re
from datetime import date, time

import pytest

from dialogs.flows.pacing import in_words
from dialogs.pace_words import read_pace
from dialogs.replies import text_of
from dialogs.rhythm import Rhythm
from texts.say import LANGUAGES, Language, say

TODAY = date(2026, 11, 26)
"""A Thursday."""


def understood(text: str, language: Language = "da", *, asked: bool = False) -> str | None:
    """In short: every|weekdays start-end|away."""
    rhythm = read_pace(text, language, Rhythm(), TODAY, asked=asked)
    if not isinstance(rhythm, Rhythm):
        return rhythm
    if rhythm.quiet:
        return "quiet"
    windows = " ".join(f"{''.join(map(str, one.days))} {one.start:%H:%M}-{one.end:%H:%M}" for one in rhythm.windows)
    return f"{rhythm.every}|{windows}|{' '.join(f'{one.first}/{one.last}' for one in rhythm.away)}"


USUAL = "01234 09:00-15:00"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hver anden torsdag kl 9", "2|3 09:00-11:00|"),
        ("Hver anden torsdag kl. 9.", "2|3 09:00-11:00|"),
        ("hver uge, mandag og onsdag mellem 9 og 11", "1|02 09:00-11:00|"),
        ("hver mandag kl. 8.30 og torsdag kl 22-6", "1|0 08:30-10:30 3 22:00-06:00|"),
        ("hver fjerde uge", f"4|{USUAL}|"),
        ("en gang om måneden", f"4|{USUAL}|"),
        ("hver anden uge om fredagen kl 13", "2|4 13:00-15:00|"),
        ("hver weekend", None),
        ("hver dag kl 7", "1|0123456 07:00-09:00|"),
        ("mandag-torsdag kl 10", "2|0123 10:00-12:00|"),
        ("fredag til søndag kl 23", "2|456 23:00-01:00|"),
        ("fra 22 til 6", "2|01234 22:00-06:00|"),
        ("pause til 3. august", f"2|{USUAL}|2026-11-26/2027-08-02"),
        ("hold pause til den 3. august tak", f"2|{USUAL}|2026-11-26/2027-08-02"),
        ("pause til og med 5. januar 2027", f"2|{USUAL}|2026-11-26/2027-01-05"),
        ("pause til 3/8", f"2|{USUAL}|2026-11-26/2027-08-02"),
        ("pause til mandag", f"2|{USUAL}|2026-11-26/2026-11-29"),
        ("pause i 3 uger", f"2|{USUAL}|2026-11-26/2026-12-16"),
        ("pause i tre uger", f"2|{USUAL}|2026-11-26/2026-12-16"),
        ("pause fra 1. juli til 3. august", f"2|{USUAL}|2027-07-01/2027-08-03"),
        ("ikke i uge 7", f"2|{USUAL}|2027-02-15/2027-02-21"),
        ("ikke i uge 53", f"2|{USUAL}|2026-12-28/2027-01-03"),
        ("ikke i uge 52-1", f"2|{USUAL}|2026-12-21/2027-01-10"),
        ("ferie i uge 28 og 30", f"2|{USUAL}|2027-07-12/2027-07-18 2027-07-26/2027-08-01"),
        ("ferie i uge 29-31", f"2|{USUAL}|2027-07-19/2027-08-08"),
        ("ikke i næste uge", f"2|{USUAL}|2026-11-30/2026-12-06"),
    ],
)
def test_danish(text: str, meant: str | None) -> None:
    assert understood(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("every other Thursday at 9", "2|3 09:00-11:00|"),
        ("every Monday and Wednesday between 9 and 11", "1|02 09:00-11:00|"),
        ("every week at 2pm", "1|01234 14:00-16:00|"),
        ("at 9:30", "2|01234 09:30-11:30|"),
        ("once a month", f"4|{USUAL}|"),
        ("pause until 3 August", f"2|{USUAL}|2026-11-26/2027-08-02"),
        ("pause for two weeks", f"2|{USUAL}|2026-11-26/2026-12-09"),
        ("not in week 7", f"2|{USUAL}|2027-02-15/2027-02-21"),
        ("not in weeks 28-30", f"2|{USUAL}|2027-07-12/2027-08-01"),
        ("away next week", f"2|{USUAL}|2026-11-30/2026-12-06"),
    ],
)
def test_english(text: str, meant: str) -> None:
    assert understood(text, "en") == meant


@pytest.mark.parametrize(
    "text",
    [
        "torsdag", "på torsdag", "om morgenen", "og", "", "pause", "torsdag var der travlt", "jeg ringede kl 9",
        "hver uge ringer jeg til en borger", "vi holdt pause i 3 timer", "ikke i uge", "pause til 31. februar",
        "kl 25", "kl 9.75", "ikke i uge 54", "ikke i uge 0", "pause i 1000 uger", "i går kl 9 til 11", "hver gang kl 9",
    ],
)  # fmt: skip
def test_what_is_no_pace_stays_what_it_was(text: str) -> None:
    assert understood(text) is None


def test_a_bare_day_is_a_pace_once_it_was_asked_for() -> None:
    assert understood("om torsdagen", asked=True) == "2|3 09:00-15:00|"
    assert understood("hverdage om morgenen", asked=True) == "2|01234 07:00-09:00|"
    assert understood("weekdays in the afternoon", "en", asked=True) == "2|01234 13:00-16:00|"


def test_what_is_not_named_stays() -> None:
    """A pause keeps days and hours; new hours keep the pause, but not one that is over."""
    rhythm = read_pace("hver torsdag kl 9 og ikke i uge 7", "da", Rhythm(), TODAY)
    assert isinstance(rhythm, Rhythm)
    later = read_pace("kl 10", "da", rhythm, TODAY)
    assert isinstance(later, Rhythm)
    assert (later.every, later.windows[0].days, later.windows[0].start) == (1, (3,), time(10))
    assert later.away == rhythm.away
    over = read_pace("kl 10", "da", rhythm, date(2027, 3, 1))
    assert isinstance(over, Rhythm)
    assert over.away == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("jeg har ferie i næste uge", f"2|{USUAL}|2026-11-30/2026-12-06"),
        ("jeg har fri i uge 7", f"2|{USUAL}|2027-02-15/2027-02-21"),
        ("jeg er på ferie i uge 28-30", f"2|{USUAL}|2027-07-12/2027-08-01"),
        ("skriv ikke til mig i uge 7", f"2|{USUAL}|2027-02-15/2027-02-21"),
        ("pause en uge", f"2|{USUAL}|2026-11-26/2026-12-02"),
        ("pause til august", f"2|{USUAL}|2026-11-26/2027-07-31"),
        ("pause til december", f"2|{USUAL}|2026-11-26/2026-11-30"),
        ("pause til og med december", f"2|{USUAL}|2026-11-26/2026-12-31"),
        ("ferie i juli", f"2|{USUAL}|2027-07-01/2027-07-31"),
        ("pause til og med 26. november", f"2|{USUAL}|2026-11-26/2026-11-26"),
        ("ikke om fredagen", "2|0123 09:00-15:00|"),
        ("aldrig om fredagen", "2|0123 09:00-15:00|"),
        ("skriv aldrig til mig om fredagen", "2|0123 09:00-15:00|"),
        ("ikke i weekenden", f"2|{USUAL}|"),
        ("hver dag kl 7, ikke i weekenden", "1|01234 07:00-09:00|"),
        ("hver 14. dag", f"2|{USUAL}|"),
        ("hver uge, både mandag og torsdag", "1|03 09:00-15:00|"),
        ("torsdag klokken 9", "2|3 09:00-11:00|"),
        ("klokken 9 om torsdagen", "2|3 09:00-11:00|"),
        ("torsdag kl halv ti", "2|3 09:30-11:30|"),
        ("kl halv et", "2|01234 12:30-14:30|"),
        ("kl ni", "2|01234 09:00-11:00|"),
        ("kl 9 om aftenen", "2|01234 21:00-23:00|"),
        ("om aftenen kl halv otte", "2|01234 19:30-21:30|"),
        ("mellem 7 og 9 om aftenen", "2|01234 19:00-21:00|"),
        ("mellem 11 og 2 om eftermiddagen", "2|01234 11:00-14:00|"),
        ("kl 11 om natten", "2|01234 23:00-01:00|"),
        ("kl 9 om morgenen", "2|01234 09:00-11:00|"),
        ("jeg har nattevagt så mellem 22 og 06", "2|01234 22:00-06:00|"),
        ("spørg mig sjældnere", f"4|{USUAL}|"),
        ("skriv lidt oftere", f"1|{USUAL}|"),
        ("skriv aldrig til mig", "quiet"),
        ("skriv ikke til mig mere", "quiet"),
        ("hver 3. uge", "pace-which"),
        ("hver tredje uge kl 9", "pace-which"),
        ("hver anden dag", "pace-which"),
        ("hver 2. måned", "pace-which"),
        ("to gange om ugen", "pace-which"),
        ("pause til 3. august 2026", "pace-past"),
        ("pause til 26. november", "pace-today"),
        ("mellem 12 og 10", "pace-hours"),
        ("mellem 10 og 10", "pace-hours"),
        ("ikke på hverdage", None),
        ("ikke hverdage", "pace-no-days"),
    ],
)
def test_what_people_wrote_in_a_trial(text: str, meant: str | None) -> None:
    assert understood(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "jeg havde ferie i uge 28", "jeg har ikke ferie i næste uge", "jeg har fri", "jeg er på ferie", "pause en gang",
        "jeg holdt pause en uge", "pause til kaffe", "aldrig", "ikke om det", "skriv aldrig til borgere", "oftere",
        "det sker sjældnere", "hver dag", "hver dag ringer jeg", "dagligt", "torsdag klokken", "kl halv", "kl halv 9.15",
        "kl 21 om morgenen", "jeg har nattevagt", "både mandag og torsdag", "skriv aldrig til mig kl 9",
        "spørg mig om fredagen", "hver 14. borger", "hver tredje borger", "mellem 12 og 10 borgere", "aldrig kl 9",
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_left_alone(text: str) -> None:
    assert understood(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I am away next week", f"2|{USUAL}|2026-11-30/2026-12-06"),
        ("I'm on holiday in weeks 28-30", f"2|{USUAL}|2027-07-12/2027-08-01"),
        ("pause a week", f"2|{USUAL}|2026-11-26/2026-12-02"),
        ("pause until August", f"2|{USUAL}|2026-11-26/2027-07-31"),
        ("not on Fridays", "2|0123 09:00-15:00|"),
        ("never on Fridays", "2|0123 09:00-15:00|"),
        ("every fortnight", f"2|{USUAL}|"),
        ("every two weeks", f"2|{USUAL}|"),
        ("Thursday at half past nine", "2|3 09:30-11:30|"),
        ("at 9 in the evening", "2|01234 21:00-23:00|"),
        ("ask me less often", f"4|{USUAL}|"),
        ("never write to me", "quiet"),
        ("every third week", "pace-which"),
        ("every other day", "pace-which"),
        ("pause until 3 August 2026", "pace-past"),
        ("between 12 and 10", "pace-hours"),
        ("I was away last week", None),
        ("never", None),
        ("less often", None),
        ("every day", None),
        ("I work nights", None),
    ],
)
def test_the_same_in_english(text: str, meant: str | None) -> None:
    assert understood(text, "en") == meant


def test_more_is_understood_once_it_was_asked_for() -> None:
    assert understood("hver dag", asked=True) == "pace-which"
    assert understood("every day", "en", asked=True) == "pace-which"
    assert understood("både mandag og torsdag", asked=True) == "2|03 09:00-15:00|"
    assert understood("sjældnere", asked=True) == f"4|{USUAL}|"
    assert understood("ja", asked=True) is None
    assert understood("ja tak", asked=True) is None


def test_a_step_beyond_the_last_is_told_what_there_is() -> None:
    assert read_pace("spørg mig sjældnere", "da", Rhythm(every=4), TODAY) == "pace-which"
    assert read_pace("spørg mig oftere", "da", Rhythm(every=1), TODAY) == "pace-which"


def test_every_example_the_coach_gives_is_understood() -> None:
    for language in LANGUAGES:
        for key in ("pace-how", "pace-unclear-1", "pace-unclear-2", "pace-unclear-3", "pace-hours"):
            examples = re.findall(r"[»“]([^«”]+)[«”]", say(key, language))
            assert examples
            for one in examples:
                assert isinstance(read_pace(one, language, Rhythm(), TODAY), Rhythm), one


def read_back(text: str, language: Language = "da") -> str:
    rhythm = read_pace(text, language, Rhythm(), TODAY)
    assert isinstance(rhythm, Rhythm)
    return " ".join(text_of(one, language) for one in in_words(rhythm, language, TODAY))


def test_it_is_read_back_as_one_says_it() -> None:
    assert read_back("fra 22 til 6").endswith("Dage: hverdage. Tid: fra klokken 22 til 6 næste morgen.")
    assert read_back("torsdag kl 22-6").endswith("Dage: torsdag. Tid: fra klokken 22 til 6 næste morgen.")
    assert read_back("kl 22").endswith("Tid: klokken 22 til 24.")
    assert read_back("pause til 3. august").endswith("til mandag 2. august 2027.")
    assert read_back("ikke i uge 7").endswith("Pause fra mandag 15. februar til søndag 21. februar.")
    assert read_back("from 22 to 6", "en").endswith("Time: 22 to 6 the next morning.")
