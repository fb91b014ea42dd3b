"""What can be tapped on a card: buttons, sentences tappable all over, or one list to pick from."""

import re
from typing import Any, Final

from bot.cards.elements import Element, action_set, box, column, columns, paragraph, quiet, run
from bot.cards.taps import Tap, button, choosing
from dialogs.replies import Choice, Reply, text_of
from texts.say import Language, say

MOST: Final = 6
"""Actions on one card (Teams store guidelines). What is more becomes a list to pick from."""
_BUTTON: Final = "choice-"
"""Labels of buttons have keys that begin like this; any other label is a whole sentence."""
_MARKS: Final = re.compile(r"[*_`~\[\]<>#|\\]|^\s*(?:\d+[.)]|[-+])\s|://")
"""What Markdown might read as something else than words."""
_NO_INPUTS: Final = {"associatedInputs": "none"}


def choices(reply: Reply, token: str, tap: Tap) -> list[Element]:
    """Everything that can be tapped, in the order of the reply."""
    sentences = [one for one in enumerate(reply.choices, 1) if _is_sentence(reply, one[1])]
    buttons = [one for one in reply.choices if not _is_sentence(reply, one)]
    if len(reply.choices) > MOST:
        pick = tap(say("card-pick", reply.language), {"question": token})
        others = [button(one, reply, token, _alone(tap)) for one in buttons]
        return [_list([one for _, one in sentences], reply.language), action_set([pick, *others])]
    rows = [_row(number, one, reply, token, tap) for number, one in sentences]
    return [*rows, action_set([button(one, reply, token, tap) for one in buttons])] if buttons else rows


def _is_sentence(reply: Reply, choice: Choice) -> bool:
    return reply.layout == "list" and not choice.label.key.startswith(_BUTTON)


def _row(number: int, choice: Choice, reply: Reply, token: str, tap: Tap) -> Element:
    """One sentence to pick. The number is what one can write instead."""
    words = [paragraph(run(text_of(choice.label, reply.language)))]
    if choice.note:
        words.append(paragraph(quiet(text_of(choice.note, reply.language)), spacing="none"))
    return box(
        columns(column("auto", paragraph(run(f"{number}."))), column("stretch", *words)),
        selectAction=choosing(choice, reply, token, tap),
    )


def _list(sentences: list[Choice], language: Language) -> Element:
    """What is picked travels under the same name as a button's choice."""
    labels = {one.value: text_of(one.label, language) for one in sentences}
    return {
        "type": "Input.ChoiceSet",
        "id": "choice",
        "style": _style(list(labels.values())),
        "wrap": True,
        "isRequired": True,
        "label": say("card-list", language),
        "errorMessage": say("card-list-needed", language),
        "placeholder": say("card-list", language),
        "choices": [{"title": label, "value": value} for value, label in labels.items()],
    }


def _style(labels: list[str]) -> str:
    """All in sight where they are plain words. Renderers read those as Markdown; a drop-down's they do not."""
    return "compact" if any(_MARKS.search(label) for label in labels) else "expanded"


def _alone(tap: Tap) -> Tap:
    """Buttons beside a list send their own choice, whatever is picked in it."""

    def without_the_list(title: str, data: dict[str, Any]) -> Element:
        action = tap(title, data)
        fallback = {"fallback": action["fallback"] | _NO_INPUTS} if "fallback" in action else {}
        return action | _NO_INPUTS | fallback

    return without_the_list
