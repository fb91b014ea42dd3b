"""Encryption at rest: whatever a person wrote, and whoever they are, is sealed before it is written.

Envelope: format (1 byte) · length of the key's name (1 byte) · key's name · nonce (12 bytes) ·
AES-256-GCM ciphertext with tag. The additional data names table, column, row and key, so a
value moved to another row or column does not open. Every person has a key of their own, wrapped
by the master key in an envelope of the same kind: whoever loses that key has lost what they wrote,
wherever there is a copy of it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.key_file import KeyFileError, derived, key_name, read_keys

FORMAT: Final = 1
HEAD: Final = 2
"""Bytes before the key's name."""
NONCE: Final = 12


class SealError(ValueError):
    """A sealed value cannot be opened: another key, another place, or changed bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs."""

    table: str
    column: str
    row: str


class Sealer:
    """The house's own: wraps keys with the master key, and seals what is about nobody who talks with the coach.

    `keys`: master keys by name, of which `current` wraps. `file`: where they are, to be read again when
    there is a new one. Until it is given keys of its own (`furnish`), it seals with the master key.
    """

    def __init__(self, keys: Mapping[str, bytes], current: str, file: Path | None = None) -> None:
        self._masters = {name: AESGCM(key) for name, key in keys.items()}
        self._current = current
        self._file = file
        self._stamp = _stamp(file)
        self._own: dict[str, AESGCM] = {}
        self._seals_with = ""
        self._index_key = derived(keys[current], "blind index")

    @property
    def current(self) -> str:
        """The name of the master key that wraps, whoever made another the current one meanwhile."""
        if _stamp(self._file) != self._stamp:
            self._read_again()
        return self._current

    @property
    def sealing(self) -> str:
        """The name of the key that new values are sealed with."""
        return self._seals_with or self.current

    def furnish(self, register: bytes, index: bytes) -> None:
        """Give it keys of its own, so that the master key can be another one tomorrow: one to seal with, and one
        for blind indexes."""
        self._seals_with = key_name(register, "h")
        self._own = {self._seals_with: AESGCM(register)}
        self._index_key = index

    def seal(self, place: Place, text: str) -> bytes:
        if self._seals_with:
            return _seal(self._own[self._seals_with], self._seals_with, place, text.encode())
        return self.wrap(place, text.encode())

    def open(self, place: Place, sealed: bytes) -> str:
        """The text again. Raises SealError."""
        return self.unwrap(place, sealed).decode()

    def wrap(self, place: Place, key: bytes) -> bytes:
        """Seal with the master key."""
        current = self.current
        return _seal(self._masters[current], current, place, key)

    def unwrap(self, place: Place, wrapped: bytes) -> bytes:
        """Raises SealError."""
        name = name_of(wrapped)
        key = self._key(name)
        if key is None:
            raise SealError(f"{place.table}.{place.column}: sealed with key {name!r}, which is not in the key file")
        return _open(key, name, place, wrapped)

    def of(self, person: str, wrapped: bytes | None) -> "Sealer":
        """The sealer of a person, from their wrapped key. Without one, what they wrote before there were keys of
        people's own still opens. Raises SealError."""
        return self if wrapped is None else PersonSealer(self, self.unwrap(key_place(person), wrapped))

    def index(self, *parts: str) -> str:
        """A blind index: the same parts give the same value, and the value gives nothing away."""
        return hmac.new(self._index_key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()

    def _key(self, name: str) -> AESGCM | None:
        if name.startswith("m") and name not in self._masters:
            self._read_again()
        return self._own.get(name) or self._masters.get(name)

    def _read_again(self) -> None:
        """Keys that are known stay so: a value that was read a moment ago may still be sealed with one."""
        if self._file is None:
            return
        stamp = _stamp(self._file)
        with suppress(KeyFileError):  # a file that cannot be read leaves what is known
            keys = read_keys(self._file)
            self._masters |= {name: AESGCM(key) for name, key in keys.items()}
            self._current = next(iter(keys))
            self._stamp = stamp


class PersonSealer(Sealer):
    """Seals with one person's key. Opens what was sealed with it, or by the house before there were such keys."""

    def __init__(self, house: Sealer, key: bytes) -> None:
        self._house = house
        self._name = key_name(key, "p")
        self._aead = AESGCM(key)

    @property
    def current(self) -> str:
        return self._house.current

    @property
    def sealing(self) -> str:
        return self._name

    def seal(self, place: Place, text: str) -> bytes:
        return _seal(self._aead, self._name, place, text.encode())

    def wrap(self, place: Place, key: bytes) -> bytes:
        return self._house.wrap(place, key)

    def unwrap(self, place: Place, wrapped: bytes) -> bytes:
        if name_of(wrapped) == self._name:
            return _open(self._aead, self._name, place, wrapped)
        return self._house.unwrap(place, wrapped)

    def of(self, person: str, wrapped: bytes | None) -> Sealer:
        return self._house.of(person, wrapped)

    def index(self, *parts: str) -> str:
        return self._house.index(*parts)


def key_place(person: str) -> Place:
    """Where a person's wrapped key belongs: another's does not open there."""
    return Place("person_key", "wrapped", person)


def name_of(sealed: bytes) -> str:
    """The name of the key it was sealed with. Raises SealError."""
    if len(sealed) < HEAD or sealed[0] != FORMAT:
        raise SealError("not a sealed value")
    return sealed[HEAD : HEAD + sealed[1]].decode("ascii", "replace")


def _seal(key: AESGCM, name: str, place: Place, plain: bytes) -> bytes:
    nonce, label = secrets.token_bytes(NONCE), name.encode()
    return bytes((FORMAT, len(label))) + label + nonce + key.encrypt(nonce, plain, _additional(place, name))


def _open(key: AESGCM, name: str, place: Place, sealed: bytes) -> bytes:
    begin = HEAD + sealed[1]
    nonce, ciphertext = sealed[begin : begin + NONCE], sealed[begin + NONCE :]
    try:
        return key.decrypt(nonce, ciphertext, _additional(place, name))
    except (InvalidTag, ValueError):
        raise SealError(f"{place.table}.{place.column}: does not open here") from None


def _additional(place: Place, key: str) -> bytes:
    return f"{place.table}|{place.column}|{place.row}|{key}".encode()


def _stamp(file: Path | None) -> tuple[int, int] | None:
    """What changes whenever another file is put in its place."""
    if file is None:
        return None
    with suppress(OSError):
        found = file.stat()
        return found.st_ino, found.st_mtime_ns
    return None
