"""Settings of sending: wrong ones stop the start in plain words, right ones reach the pace."""

import pytest

import app
from bot.botframework.admission import CHANNELS, TRIAL_CHANNELS
from settings import SettingsError, read_settings, windows


@pytest.mark.parametrize("pace", ["7", "7/0", "0/1", "7/1,8/2", "-7/1", "7/1 x", "½/1", "9999999/1"])
def test_a_pace_nobody_can_keep_is_refused(monkeypatch: pytest.MonkeyPatch, pace: str) -> None:
    monkeypatch.setenv("COACH_TEAMS_PACE", pace)
    with pytest.raises(SettingsError, match="COACH_TEAMS_PACE: should be like"):
        read_settings()


def test_a_pace_as_it_is_written() -> None:
    assert windows("7/1 8/2 60/30 1800/3600") == ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
    assert windows("") == ()


def test_a_lease_must_outlive_an_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_SEND_LEASE", "20")
    with pytest.raises(SettingsError, match="COACH_SEND_LEASE must be more than twice"):
        read_settings()


def test_statuses_are_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_TEAMS_RETRIED", "[412, 429, 502]")
    assert read_settings().teams_retried == {412, 429, 502}


def test_every_channel_of_the_teams_door_has_its_pace_and_its_door() -> None:
    assert app.TEAMS == TRIAL_CHANNELS >= CHANNELS
