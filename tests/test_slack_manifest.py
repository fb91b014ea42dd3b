"""The Slack app's manifest: what it asks for is what the door uses, no more and no less."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.slack.endpoint import PATH
from bot.slack.listeners import COMMAND, SHORTCUT
from bot.slack.workspace import SCOPES

ROOT = Path(__file__).parents[1]
SOURCE = (ROOT / "manifest" / "slack-app.yml").read_text(encoding="utf-8")
MANIFEST: dict[str, Any] = yaml.safe_load(SOURCE)
FEATURES, SETTINGS = MANIFEST["features"], MANIFEST["settings"]


def test_the_scopes_are_those_the_door_needs_each_with_its_reason() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert set(scopes["bot"]) == SCOPES
    for scope in scopes["bot"]:
        assert re.search(rf"- {scope} # \w.{{20,}}", SOURCE), scope
        assert f"`{scope}`" in (ROOT / "docs" / "how-to" / "deploy-slack.md").read_text(encoding="utf-8")


def test_the_events_are_those_the_door_hears() -> None:
    listeners = (ROOT / "bot" / "slack" / "listeners.py").read_text(encoding="utf-8")
    heard = set(re.findall(r'app\.event\("(\w+)"\)', listeners))
    assert {one.partition(".")[0] for one in SETTINGS["event_subscriptions"]["bot_events"]} == heard


def test_the_command_and_the_shortcut_are_the_doors() -> None:
    assert [one["command"] for one in FEATURES["slash_commands"]] == [COMMAND]
    assert [(one["callback_id"], one["type"]) for one in FEATURES["shortcuts"]] == [(SHORTCUT, "message")]


def test_everything_is_posted_to_the_one_address() -> None:
    addresses = re.findall(r"(?:url|request_url): (\S+)", SOURCE)
    assert len(addresses) == 3
    assert set(addresses) == {f"https://coach.example.dk{PATH}"}


def test_both_tabs_are_on_and_one_may_write() -> None:
    assert FEATURES["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert SETTINGS["interactivity"]["is_enabled"] is True


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (MANIFEST["display_information"]["name"], 1, 35),
        (MANIFEST["display_information"]["description"], 1, 140),
        (MANIFEST["display_information"]["long_description"], 175, 4000),
        (FEATURES["bot_user"]["display_name"], 1, 80),
        (FEATURES["shortcuts"][0]["name"], 1, 24),
        (FEATURES["shortcuts"][0]["description"], 1, 150),
        (COMMAND, 2, 32),
        (FEATURES["slash_commands"][0]["description"], 1, 2000),
        (FEATURES["slash_commands"][0]["usage_hint"], 1, 1000),
    ],
)
def test_texts_fit_slacks_schema(text: str, least: int, most: int) -> None:
    """Source: manifest.schema.1.0.0.json of slackapi/manifest-schema."""
    assert least <= len(text) <= most


def test_there_is_nothing_in_it_slacks_schema_does_not_know() -> None:
    assert set(MANIFEST) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    assert set(FEATURES) <= {"app_home", "bot_user", "shortcuts", "slash_commands"}
    assert set(FEATURES["slash_commands"][0]) <= {"command", "url", "description", "usage_hint", "should_escape"}
    assert set(SETTINGS) <= {
        "event_subscriptions", "interactivity", "org_deploy_enabled", "socket_mode_enabled", "token_rotation_enabled",
    }  # fmt: skip
    assert re.fullmatch("#[0-9a-f]{6}", MANIFEST["display_information"]["background_color"])
