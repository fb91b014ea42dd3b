"""The Home tab: the person's own progress, settings and privacy, for their eyes only."""

from typing import Any, Final

from bot.slack.blocks import Block, actions, button, footnote, heading, lines_as_blocks
from dialogs.commands import Command, word_for
from dialogs.home import Home
from texts.say import Language, say

HOME: Final = "home"
"""Action ids of the Home tab begin like this; the command they stand for follows."""
COMMANDS: Final[tuple[Command, ...]] = ("start", "progress", "pause", "english", "danish", "erase")
BLOCKS: Final = 100
"""Most blocks of a Home tab (Block Kit reference)."""


def view_of(home: Home) -> dict[str, Any]:
    """What views.publish takes. Before the notice is answered there is nothing but the notice."""
    blocks = _own(home) if home.greeted else _notice(home)
    return {"type": "home", "blocks": blocks[:BLOCKS]}


def command_in(action: str) -> Command | None:
    """The command a button of the Home tab stands for."""
    return next((one for one in COMMANDS if action == f"{HOME}-{one}"), None)


def _notice(home: Home) -> list[Block]:
    return [*lines_as_blocks(home.notice, home.language), actions([_button("start", "begin", home)]), _where(home)]


def _own(home: Home) -> list[Block]:
    other: Command = "danish" if home.language == "en" else "english"
    return [
        heading(say("home-heading-progress", home.language)),
        *lines_as_blocks(home.progress, home.language),
        actions([_button("start", "begin", home), _button("progress", "progress", home)]),
        _where(home),
        heading(say("home-heading-settings", home.language)),
        *lines_as_blocks(home.settings, home.language),
        actions([_button("pause", "change-pace", home), _button(other, other, home)]),
        heading(say("home-heading-privacy", home.language)),
        *lines_as_blocks(home.privacy, home.language),
        actions([_button("erase", "erase", home)]),
    ]


def _button(command: Command, label: str, home: Home) -> Block:
    return button(say(f"choice-{label}", home.language), f"{HOME}-{command}", command)


def _where(home: Home) -> Block:
    return footnote(say("home-answers", home.language))


def spoken_for(command: Command, language: Language) -> str | None:
    """What the person would write, or None where nothing would change: a language one has already."""
    if (command, language) in {("english", "en"), ("danish", "da")}:
        return None
    return word_for(command, language)
