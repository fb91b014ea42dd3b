"""Signs the question a button belongs to, so that a tap can be neither forged nor moved to
another conversation. That it is not replayed is the dialogue's doing: a question's id is used once."""

import hashlib
import hmac
from typing import Final

_LENGTH: Final = 22
"""Hex digits of the signature kept: 88 bits, plenty for a value that lives one turn."""


class ButtonSigner:
    """`key` comes from the installation's own key; another installation's buttons do not fit."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def token(self, channel: str, conversation: str, question: str) -> str:
        """What a button carries for `question`."""
        return f"{question}~{self._signature(channel, conversation, question)}"

    def question(self, channel: str, conversation: str, token: str) -> str | None:
        """The question a token was made for, or None when we did not make it for this conversation."""
        question, _, signature = token.rpartition("~")
        expected = self._signature(channel, conversation, question)
        return question if hmac.compare_digest(_bytes(signature), expected.encode()) else None

    def _signature(self, channel: str, conversation: str, question: str) -> str:
        message = _bytes(f"{channel}\x1f{conversation}\x1f{question}")
        return hmac.new(self._key, message, hashlib.sha256).hexdigest()[:_LENGTH]


def _bytes(text: str) -> bytes:
    """What is no text, such as half of an emoji, is not ours, and no reason to break."""
    return text.encode("utf-8", "surrogatepass")
