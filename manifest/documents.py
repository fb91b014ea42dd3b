"""The Teams manifest and its translations, from plain values."""

import json
from pathlib import Path
from typing import Any, Final

from dialogs.commands import Command, word_for
from manifest.settings import PackageSettings
from texts.say import Language, say

HERE: Final = Path(__file__).parent
DEFAULT: Final[Language] = "da"
TRANSLATED: Final[tuple[Language, ...]] = ("en",)
COMMANDS: Final[tuple[Command, ...]] = (
    "start", "menu", "help", "progress", "my-data", "manager-sees", "pause", "stop", "erase",
)  # fmt: skip
"""Shown when somebody looks for what one can write; Teams shows ten."""
_OTHER: Final[dict[Language, Command]] = {"da": "english", "en": "danish"}


def manifest(settings: PackageSettings) -> dict[str, Any]:
    """manifest.json. What never changes from one municipality to the next stands in teams.json."""
    fixed: dict[str, Any] = json.loads((HERE / "teams.json").read_text(encoding="utf-8"))
    about = f"{settings.public_url}/about"
    return fixed | {
        "id": settings.app_id,
        "developer": {
            "name": settings.municipality or say("app-name", DEFAULT),
            "websiteUrl": about,
            "privacyUrl": settings.privacy_url or f"{about}#privacy",
            "termsOfUseUrl": settings.terms_url or f"{about}#terms",
        },
        "name": {"short": say("app-name", DEFAULT), "full": say("app-full-name", DEFAULT)},
        "description": {"short": say("app-short", DEFAULT), "full": say("app-long", DEFAULT)},
        "bots": [_bot(settings.app_id)],
        "validDomains": [settings.host],
    }


def translation(language: Language) -> dict[str, str]:
    """The manifest's words in another language, under the names Teams gives them."""
    command_list = "bots[0].commandLists[0].commands"
    words = {
        "name.short": say("app-name", language),
        "name.full": say("app-full-name", language),
        "description.short": say("app-short", language),
        "description.full": say("app-long", language),
    }
    for place, command in enumerate(_commands(language)):
        words[f"{command_list}[{place}].title"] = command["title"]
        words[f"{command_list}[{place}].description"] = command["description"]
    return {"$schema": _schema_of_translations()} | words


def _bot(app_id: str) -> dict[str, Any]:
    """For one person at a time. In a team it says where to write to it, and lets an owner make it a coached team;
    the bot's own connection reads the members, so that no further permission is asked for."""
    commands = [{"scopes": ["personal"], "commands": _commands(DEFAULT)}]
    return {
        "botId": app_id,
        "scopes": ["personal", "team"],
        "supportsFiles": False,
        "isNotificationOnly": False,
        "commandLists": commands,
    }


def _commands(language: Language) -> list[dict[str, str]]:
    return [
        {"title": word_for(command, language), "description": say(f"app-command-{command}", language)}
        for command in (*COMMANDS, _OTHER[language])
    ]


def _schema_of_translations() -> str:
    schema: str = json.loads((HERE / "teams.json").read_text(encoding="utf-8"))["$schema"]
    return schema.replace("MicrosoftTeams.schema", "MicrosoftTeams.Localization.schema")
