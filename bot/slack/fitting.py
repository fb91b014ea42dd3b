"""Keeps what is shown within Slack's limits: a person may write more than a message may hold.

What is stored is never shortened; only the view of it is.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from bot.slack.speech import escaped

SECTION: Final = 3000
"""Characters of one section (section block reference)."""
PARAGRAPHS: Final = 5000
"""Characters of all paragraphs of a message. Slack refuses a message of more than about 13,000
characters of blocks (slackapi/bolt-js#2509), and buttons and menus take their part."""
ROW: Final = 300
"""Characters of one sentence to pick from; Slack folds longer ones away."""
LABEL: Final = 75
"""Characters on a button or in a menu (button element, option object)."""
SPOKEN: Final = 4000
"""Characters of the text beside the blocks; chat.update takes no more."""
_TAIL: Final = 200
"""Characters kept of the end, where the question stands."""
_GAP: Final = " […] "


def cut(text: str, longest: int) -> str:
    """The beginning, as far as it fits."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def middle_cut(text: str, longest: int) -> str:
    """Beginning and end, as far as they fit: the end is where a message asks its question."""
    if len(text) <= longest:
        return text
    tail = min(_TAIL, longest // 2)
    return text[: longest - tail - len(_GAP)].rstrip() + _GAP + text[-tail:].lstrip()


def fitted(texts: Sequence[str]) -> list[str]:
    """Paragraphs that fit a message together; the longest gives way first."""
    kept = list(texts)
    while (over := sum(map(len, kept)) - PARAGRAPHS) > 0:
        longest = max(range(len(kept)), key=lambda n: len(kept[n]))
        share = max(PARAGRAPHS // len(kept), len(kept[longest]) - over)
        kept[longest] = middle_cut(kept[longest], share)
    return kept


def sections_of(text: str) -> list[str]:
    """The text in pieces that fit a section, parted between words where there is a place to."""
    pieces = []
    while len(text) > SECTION:
        space = text.rfind(" ", SECTION // 2, SECTION)
        end = SECTION if space < 0 else space
        pieces.append(text[:end])
        text = text[end:].lstrip()
    return [*pieces, text]


def spoken(lines: Iterable[str]) -> str:
    """The text beside the blocks, for notifications and screen readers: escaped, and short enough."""
    text = "\n".join(lines)
    longest = SPOKEN
    while len(shown := escaped(middle_cut(text, longest))) > SPOKEN:
        longest = longest * 3 // 4
    return shown
