"""A pace in one's own words: what is understood, and what is left alone."""

from datetime import date, time

import pytest

from dialogs.pace_words import read_pace
from dialogs.rhythm import Rhythm
from texts.say import Language

TODAY = date(2026, 11, 26)
"""A Thursday."""


def understood(text: str, language: Language = "da", *, asked: bool = False) -> str | None:
    """In short: every|weekdays start-end|away."""
    rhythm = read_pace(text, language, Rhythm(), TODAY, asked=asked)
    if rhythm is None:
        return None
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
    assert rhythm is not None
    later = read_pace("kl 10", "da", rhythm, TODAY)
    assert later is not None
    assert (later.every, later.windows[0].days, later.windows[0].start) == (1, (3,), time(10))
    assert later.away == rhythm.away
    over = read_pace("kl 10", "da", rhythm, date(2027, 3, 1))
    assert over is not None
    assert over.away == ()
