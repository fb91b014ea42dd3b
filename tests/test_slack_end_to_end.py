"""A whole reflection in Slack, with the real service behind the door: store, matcher and outbox."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from settings import Settings, SettingsError, read_settings
from storage.database import open_database
from tests.slack_fakes import TEAM, USER
from tests.slack_house import House, a_house
from tests.slack_person import a_message, an_envelope, elements, words_of


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as one:
        yield one


async def reflected(house: House) -> None:
    """From the first visit to a kept reflection."""
    await house.bente.opens("messages")
    await house.slack.until(house.slack.shown_to)
    await house.taps("Start")
    await house.taps("Bare fortæl")
    await house.says("I går ringede jeg til en borger i stedet for at skrive, og hun svarede med det samme")
    await house.taps("Det gik godt")
    while (labels := labels_of(house)) != ["Gem", "Ret", "Slet"]:
        if "Ja" in labels:
            await house.taps("Ja")
        elif "Spring over" in labels:
            await house.taps("Spring over")
        else:
            await house.says("jeg vil spørge hende først")
    await house.taps("Gem")


def labels_of(house: House) -> list[str]:
    return [words for words, _, _ in elements(house.slack.shown_to()[-1])]


async def test_a_reflection_from_the_first_visit_to_the_home_tab(house: House) -> None:
    await reflected(house)
    notice = house.slack.shown_to()[0]
    assert "ikke din leder" in words_of(notice)
    assert "Prøvekøbing Kommune gemmer" in words_of(notice)
    assert "Gemt, og det ligger under »mit forløb«." in words_of(house.slack.shown_to()[-1])
    await house.bente.opens("home")
    await house.slack.until(lambda: USER in house.slack.homes)
    page = json.dumps(house.slack.homes[USER], ensure_ascii=False)
    assert "Det har du arbejdet med:" in page
    assert "én samtale" in page
    assert "ringede" not in page


async def test_a_retry_is_the_same_message_and_nothing_is_said_twice(house: House) -> None:
    await house.bente.opens("messages")
    await house.slack.until(house.slack.shown_to)
    await house.taps("Start")
    await house.taps("Bare fortæl")
    before = len(house.slack.shown_to())
    event = an_envelope(a_message("I går ringede jeg til en borger i stedet for at skrive", "1800000000.1"))
    for changes in ({}, {"event_id": "EvOther"}, {}):
        assert (await house.bente.sends(event | changes))[0] == 200
    await house.answered(before)
    await house.says("hjælp")
    await house.slack.until(lambda: len(house.slack.shown_to()) >= before + 3)
    mirrored, helped, again = (words_of(one) for one in house.slack.shown_to()[before:])
    assert "ringede du" in mirrored
    assert helped.startswith("Jeg spørger")
    assert again.startswith("Vi var ved:")


async def test_everybody_left_reaches_every_conversation_once_for_each_event(house: House, tmp_path: Path) -> None:
    await house.bente.opens("messages")
    await house.slack.until(house.slack.shown_to)
    engine = open_database(f"sqlite+aiosqlite:///{tmp_path}/coach.db")

    async def seen() -> int:
        async with engine.connect() as connection:
            return int((await connection.execute(text("select count(*) from seen"))).scalar_one())

    before = await seen()
    house.slack.token = ""
    revoked = {"type": "tokens_revoked", "tokens": {"bot": ["U0COACH"]}}
    for n, event in enumerate((revoked, {"type": "app_uninstalled"})):
        for _ in range(2):
            assert (await house.bente.event(event, event_id=f"Ev{n}"))[0] == 200
    assert await seen() == before + 2
    await engine.dispose()
    assert len(house.slack.shown_to()) == 1


async def test_another_workspaces_removal_is_not_ours(tmp_path: Path) -> None:
    """Not even where Slack does not tell us any more who we are."""
    async with a_house(tmp_path) as before:
        await before.bente.opens("messages")
        await before.slack.until(before.slack.shown_to)
    async with a_house(tmp_path) as after:
        after.slack.token = ""
        engine = open_database(f"sqlite+aiosqlite:///{tmp_path}/coach.db")
        for team, left in (("T0ANDEN", 0), (TEAM, 1)):
            removed = {"type": "app_uninstalled"}
            assert (await after.bente.event(removed, event_id=f"Ev{team}", team_id=team))[0] == 200
            async with engine.connect() as connection:
                gone = await connection.execute(text("SELECT count(*) FROM conversation WHERE left_at IS NOT NULL"))
                assert gone.scalar_one() == left
        await engine.dispose()


async def test_slack_alone_opens_no_other_door_in_production(house: House) -> None:
    for path in ("/api/messages", "/", "/v3/directline/conversations"):
        async with house.bente.client.post(path, json={}) as response:
            assert response.status == 404


def test_slack_is_imported_only_where_it_is_configured(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from app import build\n"
        "from settings import Settings\n"
        f"where = dict(database_url='sqlite+aiosqlite:///{tmp_path}/coach.db', key_file='{tmp_path}/coach.key')\n"
        "asyncio.run(build(Settings(**where)))\n"
        "assert not {'slack_bolt', 'slack_sdk'} & set(sys.modules)\n"
        "asyncio.run(build(Settings(slack_bot_token='x', slack_signing_secret='y', **where)))\n"
        "assert {'slack_bolt', 'slack_sdk'} <= set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "COACH_SLACK_BOT_TOKEN needs COACH_SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "s"}, "Slack needs COACH_SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "Slack needs COACH_SLACK_BOT_TOKEN"),
        ({"SLACK_API_URL": "http://slack.example/api/"}, "COACH_SLACK_API_URL"),
        ({"SLACK_API_URL": "https://slack.com@evil.example/api/"}, "COACH_SLACK_API_URL"),
        ({"SLACK_API_URL": "http://127.0.0.1.evil.example/api/"}, "COACH_SLACK_API_URL"),
        ({"ENVIRONMENT": "production"}, "production needs"),
    ],
)
def test_settings_that_do_not_fit_stop_the_start(
    values: dict[str, str], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"COACH_{name}", value)
    with pytest.raises(SettingsError, match=fault):
        read_settings()


@pytest.mark.parametrize("url", ["https://slack.com/api/", "http://127.0.0.1:9/api/", "http://localhost/api/"])
def test_settings_that_fit(url: str) -> None:
    assert Settings(slack_bot_token="x", slack_app_token="y", slack_api_url=url).slack  # type: ignore[arg-type]
    assert not Settings().slack
