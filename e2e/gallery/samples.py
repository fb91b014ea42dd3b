"""One card of each kind in each language, out of a conversation, as JSON for the gallery.

`python -m e2e.gallery.samples` prints [{"kind": …, "language": …, "card": …}, …].
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.cards.adaptive import answered_card_of, card_of
from bot.cards.taps import execute
from catalog_data.loader import load_catalogue
from dialogs.replies import Reply
from tests.coaching import Conversation
from texts.say import LANGUAGES, Language, say

WORDS: dict[Language, dict[str, str]] = {
    "da": {
        "episode": "i går ringede jeg til en borger i stedet for at skrive",
        "learning": "jeg vil spørge, hvad der passer hende bedst",
        "plan": "når en borger ikke svarer på mails, så vil jeg ringe samme dag",
        "personal": "jeg ringede på 86 12 34 56 og spurgte efter hende",
        "distress": "jeg vil ikke leve mere",
    },
    "en": {
        "episode": "yesterday I called a citizen instead of writing",
        "learning": "I will ask what suits her best",
        "plan": "when a citizen does not answer mails, I will call the same day",
        "personal": "I called 86 12 34 56 and asked for her",
        "distress": "I do not want to live any more",
    },
}
COMMANDS: dict[Language, dict[str, str]] = {
    "da": {
        "progress": "mit forløb",
        "data": "mine data",
        "manager": "hvad ser min leder",
        "edit": "ret",
        "erase": "slet mig",
    },
    "en": {
        "progress": "my progress",
        "data": "my data",
        "manager": "what does my manager see",
        "edit": "edit",
        "erase": "delete me",
    },
}


class Sampler:
    """Talks, and holds on to the card on screen."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._talk = Conversation(load_catalogue(), language)
        self._talk.matcher.codes = ("3.2.1", "3.2.2", "1.3.1")

    @property
    def replies(self) -> tuple[Reply, ...]:
        return self._talk.replies

    def join(self) -> None:
        self._talk.joins()

    def tap(self, choice: str) -> None:
        self._talk.says(f"[{choice}]")

    def say(self, key: str) -> None:
        self._talk.says(WORDS[self._language].get(key) or COMMANDS[self._language].get(key) or key)

    def match(self, outcome: str) -> None:
        self._talk.matcher.outcome = outcome

    def card(self, place: int = -1) -> Any:
        return card_of(self.replies[place], "1.sample~0", execute)

    def answered(self, choice: str) -> Any:
        return answered_card_of(self.replies[-1].model_copy(update={"answered": choice}))

    def kept(self, *codes: str) -> None:
        """More reflections, so that there is progress to see."""
        for code in codes:
            self._talk.matcher.codes = (code,)
            for choice in ("menu", "tell"):
                self.tap(choice)
            self.say("episode")
            for choice in ("good", "yes", "skip", "skip"):
                self.tap(choice)
            self.tap("skip" if "skip" in {one.value for one in self.replies[-1].choices} else "keep")
            if self.replies[-1].question.endswith("rehearse"):
                self.tap("keep")


def cards(language: Language) -> Iterator[tuple[str, Any]]:
    """Kind and card, in the order one meets them."""
    talk = Sampler(language)
    talk.join()
    yield "first contact", talk.card()
    talk.tap("begin")
    yield "menu", talk.card()
    talk.tap("topic")
    yield "choosing a topic", talk.card()
    talk.tap("1")
    talk.tap("1.1")
    yield "a long list", talk.card()
    talk.say(say("choice-up", language))
    talk.say("menu")
    yield from _reflection(talk)
    yield from _on_a_chosen_topic(talk)
    talk.kept("1.1.5", "1.1.2", "1.2.1")
    yield from _own_data(talk)


def _reflection(talk: Sampler) -> Iterator[tuple[str, Any]]:
    talk.tap("tell")
    talk.say("episode")
    yield "how it went", talk.card()
    talk.tap("good")
    yield "match", talk.card()
    talk.tap("other")
    yield "match, others", talk.card()
    yield "match, answered", talk.answered("3.2.2")
    talk.tap("3.2.2")
    talk.say("learning")
    yield "plan", talk.card()
    talk.tap("0")
    yield "reflection", talk.card()
    talk.tap("keep")
    talk.tap("not-now")


def _on_a_chosen_topic(talk: Sampler) -> Iterator[tuple[str, Any]]:
    for choice in ("menu", "topic", "3", "3.2", "3.2.1"):
        talk.tap(choice)
    talk.say("episode")
    talk.tap("mixed")
    talk.say("learning")
    yield "behaviour sentences", talk.card()
    talk.tap("2")
    talk.say("plan")
    talk.tap("two-weeks")
    yield "reflection with everything", talk.card()
    talk.tap("keep")


def _own_data(talk: Sampler) -> Iterator[tuple[str, Any]]:
    talk.say("progress")
    yield "my progress", talk.card()
    talk.say("edit")
    yield "a long list of own words", talk.card()
    talk.tap("go-back")
    talk.say("data")
    yield "my data", talk.card(0)
    talk.say("manager")
    yield "what my manager sees", talk.card(0)
    talk.say("pause")
    yield "messages", talk.card(0)
    talk.say("menu")
    talk.tap("tell")
    talk.say("personal")
    yield "personal data", talk.card()
    talk.tap("rewrite")
    talk.say("distress")
    yield "whom to turn to", talk.card()
    talk.say("erase")
    yield "erasing", talk.card()


def main() -> None:
    shown = [
        {"kind": kind, "language": language, "card": card} for language in LANGUAGES for kind, card in cards(language)
    ]
    print(json.dumps(shown, ensure_ascii=False))


if __name__ == "__main__":
    main()
