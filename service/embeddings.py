"""A second reader on this machine: hears likeness of meaning where no word is shared. Nothing leaves the house."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from catalog_data.model import Catalogue
from dialogs.facts import Hearing
from matching.beside import Meanings
from matching.files import content_key
from matching.matcher import BuiltInMatcher
from matching.types import Match
from service.encoder import Encoder, LocalEncoder
from service.meanings import meanings, model_name
from service.second_reader import NoReading
from texts.say import Language


class EmbeddingsReader:
    """Weighs what a language model says with what the built-in matcher says, over all codes."""

    outside = False

    def __init__(self, matcher: BuiltInMatcher, encoder: Encoder, meanings: Mapping[Language, Meanings]) -> None:
        self._matcher = matcher
        self._encoder = encoder
        self._meanings = meanings
        # One thread: language models are not for two at once, and who waits too long is cancelled in the queue.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="embeddings")

    async def read(self, hearing: Hearing) -> Match:
        """The blended match. Raises NoReading for a language that has no examples to learn from."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.match, hearing)

    def match(self, hearing: Hearing) -> Match:
        heard = hearing.heard
        its = self._meanings.get(heard.language)
        if its is None:
            raise NoReading(f"no examples in {heard.language}")
        beside = its.beside(self._encoder.encode([heard.text])[0])
        return self._matcher.match(heard.text, topic=heard.topic, language=heard.language, beside=beside)

    async def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def open_embeddings(catalogue: Catalogue, matcher: BuiltInMatcher, trained: Path, folder: Path) -> EmbeddingsReader:
    """A reader with the language model in `folder`; `trained`: where the matcher keeps what it has learned.

    Raises NoEncoder. The first time takes minutes, later times the seconds it takes to load the model.
    """
    encoder = LocalEncoder(folder)
    learned = meanings(catalogue, matcher.models, trained / content_key(), model_name(folder), encoder)
    return EmbeddingsReader(matcher, encoder, learned)
