"""Encryption at rest: whatever a person wrote, and whoever they are, is sealed before it is written.

Envelope: format (1 byte) · length of the key's name (1 byte) · key's name · nonce (12 bytes) ·
AES-256-GCM ciphertext with tag. The additional data names table, column, row and key, so a
value moved to another row or column does not open. Keys have names, so that a key of a
person's own, or a newer master key, fits the same envelope.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT: Final = 1
HEAD: Final = 2
"""Bytes before the key's name."""
NONCE: Final = 12
KEY: Final = 32


class SealError(ValueError):
    """A sealed value cannot be opened: another key, another place, or changed bytes."""


class KeyFileError(ValueError):
    """The key file is missing or holds something else than keys. The message is for the operator."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs."""

    table: str
    column: str
    row: str


class Sealer:
    """Seals and opens. `keys` by name; new values are sealed with `current`."""

    def __init__(self, keys: Mapping[str, bytes], current: str) -> None:
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self._current = current
        self._index_key = derived(keys[current], "blind index")

    def seal(self, place: Place, text: str) -> bytes:
        nonce = secrets.token_bytes(NONCE)
        name = self._current.encode()
        sealed = self._keys[self._current].encrypt(nonce, text.encode(), _additional(place, self._current))
        return bytes((FORMAT, len(name))) + name + nonce + sealed

    def open(self, place: Place, sealed: bytes) -> str:
        """The text again. Raises SealError."""
        name, nonce, ciphertext = _parts(sealed)
        key = self._keys.get(name)
        if key is None:
            raise SealError(f"{place.table}.{place.column}: sealed with key {name!r}, which is not in the key file")
        try:
            return key.decrypt(nonce, ciphertext, _additional(place, name)).decode()
        except InvalidTag:
            raise SealError(f"{place.table}.{place.column}: does not open here") from None

    def index(self, *parts: str) -> str:
        """A blind index: the same parts give the same value, and the value gives nothing away."""
        return hmac.new(self._index_key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def read_keys(path: Path) -> dict[str, bytes]:
    """The keys in the file, by name, the current one first. One base64 line each. Raises KeyFileError."""
    try:
        lines = path.read_text(encoding="ascii").split()
    except FileNotFoundError:
        raise KeyFileError(f"there is no key file at {path}") from None
    except (OSError, UnicodeDecodeError) as fault:
        raise KeyFileError(f"the key file {path} cannot be read: {fault}") from None
    try:
        keys = [base64.b64decode(line, validate=True) for line in lines]
    except binascii.Error:
        raise KeyFileError(f"the key file {path} holds something else than base64") from None
    if not keys or any(len(key) != KEY for key in keys):
        raise KeyFileError(f"the key file {path} should hold a key of {KEY} bytes on each line")
    return {key_name(key): key for key in keys}


def make_key(path: Path) -> None:
    """Write a new key, readable by its owner only. Never overwrites one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY)) + b"\n")


def key_name(key: bytes) -> str:
    """A name that tells keys apart and tells nothing about them."""
    return "m" + derived(key, "name")[:4].hex()


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose only, so that no key does two jobs."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=None, info=purpose.encode()).derive(key)


def _additional(place: Place, key: str) -> bytes:
    return f"{place.table}|{place.column}|{place.row}|{key}".encode()


def _parts(sealed: bytes) -> tuple[str, bytes, bytes]:
    if len(sealed) < HEAD or sealed[0] != FORMAT:
        raise SealError("not a sealed value")
    end = HEAD + sealed[1]
    return sealed[HEAD:end].decode("ascii", "replace"), sealed[end : end + NONCE], sealed[end + NONCE :]
