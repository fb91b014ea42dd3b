"""What a person wrote, without Slack's markup: the coach hears words, not codes."""

import re
from typing import Final

_LABELLED: Final = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_EMOJI: Final = re.compile(r"(?<!\w)(?::(?=[\w+'-]*[a-zæøå+-])[\w+'-]+:)+(?!\w)", re.IGNORECASE)
_SPACES: Final = re.compile(r"[^\S\n]{2,}")
SOMEBODY: Final = "…"
"""Stands for a colleague who was mentioned: Slack sends an id, and names are not ours to look up."""


def spoken_text(text: str) -> str:
    """Links as they were shown, mentions without ids, emoji left out (Slack sends them as words).

    Source of the forms: "Formatting message text". `&`, `<` and `>` arrive escaped.
    """
    shown = _LABELLED.sub(_as_shown, text)
    return _SPACES.sub(" ", unescaped(_EMOJI.sub("", shown))).strip()


def unescaped(text: str) -> str:
    """The three characters Slack escapes, and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escaped(text: str) -> str:
    """Text in which nothing is a mention, a link or a command to Slack."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_shown(found: re.Match[str]) -> str:
    target, label = found[1], found[2] or ""
    if target.startswith("@"):
        return label or SOMEBODY
    if target.startswith("#"):
        return f"#{label}" if label else SOMEBODY
    if target.startswith("!"):
        return label or "@" + target[1:].partition("^")[0]
    return label or target.removeprefix("mailto:").removeprefix("tel:")
