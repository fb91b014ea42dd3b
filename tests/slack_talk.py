"""A conversation as in coaching.py, but every word and tap goes through Slack and back.

The transcripts stay as they are: only the road between the person and the coach is another.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.slack.translation import CHANNEL, value_of
from catalog_data.model import Catalogue
from dialogs.events import Brought, Event, Joined, Pressed, Said
from dialogs.home import Home, home
from dialogs.settling import Turn
from service.door import Address, Incoming
from tests.coaching import Conversation
from tests.slack_fakes import Posted
from tests.slack_person import SIGNER, Scene, a_scene, elements, words_of


class Beside:
    """A loop in a thread of its own, so that a transcript can be read from top to bottom."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=60)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


class TalkingCoach:
    """The pure conversation as the coach behind the door."""

    def __init__(self, talk: "SlackConversation") -> None:
        self.talk = talk

    async def take(self, incoming: Incoming) -> str | None:
        Conversation.take(self.talk, incoming.event)
        for reply in self.talk.replies:
            await self.talk.scene.clock.sleep(1)  # the outbox keeps the pace in operation
            await self.talk.scene.parts.door.show(incoming.address, reply)
        return None

    async def home(self, address: Address, user: str) -> Home:
        return home(self.talk.state, self.talk.facts(), known=bool(self.talk.turns))

    async def everybody_left(self, channel: str, message: str, where: Mapping[str, str]) -> None:
        raise AssertionError("nobody left")


class SlackConversation(Conversation):
    """One person talking with the coach in Slack."""

    scene: Scene

    def __init__(self, catalogue: Catalogue, beside: Beside) -> None:
        super().__init__(catalogue)
        self.beside = beside
        self.before = 0

    def take(self, event: Event) -> Turn:
        self.before = len(self.scene.slack.shown_to())
        status, said = self.beside.run(self._happens(event))
        assert status == 200, said
        return self.turns[-1]

    async def _happens(self, event: Event) -> tuple[int, str]:
        bente = self.scene.bente
        match event:
            case Said(text):
                return await bente.says(text)
            case Brought(text):
                return await bente.brings(text)
            case Joined():
                return await bente.opens("messages")
            case Pressed(question, choice):
                value = value_of(SIGNER.token(CHANNEL, f"T0KOMMUNE:{bente.user}", question), choice)
                action = {"type": "button", "action_id": "choice-da-1", "value": value}
                answer = await bente.interacts(bente.tap(action, self._messages()[-1]))
                await self.scene.parts.afterwards.quiet()
                return answer
        raise AssertionError(event)

    def shown(self) -> str:
        return "\n".join(words_of(one) for one in self._messages()[self.before :])

    def labels(self) -> list[str]:
        return [words for words, _, _ in elements(self._messages()[-1])]

    def _tap(self, label: str) -> Pressed:
        """The button as it stands in Slack, and what it carries."""
        for words, _, action in elements(self._messages()[-1]):
            value = action["value"] if "value" in action else action["selected_option"]["value"]
            token, _, choice = value.partition(" ")
            if label in {words, choice}:
                question = SIGNER.question(CHANNEL, f"T0KOMMUNE:{self.scene.bente.user}", token)
                assert question is not None
                return Pressed(question, choice)
        raise AssertionError(f"there is no [{label}] on screen, only {self.labels()}")

    def _messages(self) -> list[Posted]:
        return self.scene.slack.shown_to()


@contextmanager
def a_slack_conversation(catalogue: Catalogue) -> Iterator[SlackConversation]:
    beside = Beside()
    talk = SlackConversation(catalogue, beside)
    context = a_scene(TalkingCoach(talk))
    try:
        talk.scene = beside.run(context.__aenter__())
        yield talk
    finally:
        beside.run(context.__aexit__(None, None, None))
        beside.close()
