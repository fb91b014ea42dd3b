"""`manage.py match --second-reader`: what the second reader makes of a text, and why it says nothing where it does."""

import asyncio
import sys

from app import REFUSALS, knowledge
from commands.starting import settings_or_exit
from dialogs.facts import Hearing
from matching.types import Match
from service.second_reader import Rereading


def reread(hearing: Hearing) -> Match:
    """The match as a person would get it. Says on standard error where the built-in one stands, and why."""
    try:
        rereading = knowledge(settings_or_exit()).rereading
    except REFUSALS as refusal:
        sys.exit(str(refusal))
    if rereading is None:
        sys.exit("There is no second reader: set COACH_READER_URL or COACH_EMBEDDINGS_FOLDER.")
    return asyncio.run(_read(rereading, hearing))


async def _read(rereading: Rereading, hearing: Hearing) -> Match:
    try:
        found = await rereading.reread(hearing)
    finally:
        await rereading.close()
    if not rereading.tally.answered:
        reason = next(iter(rereading.tally.fell_back), "it is not shown texts like this one")
        print(f"The built-in match stands: {reason}.", file=sys.stderr)
    return found.match
