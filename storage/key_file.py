"""The master keys: a file with one base64 line each, the current one first.

A service reads the file at its start, and again when it meets a name it does not know. So a key can be
put in while everybody works.
"""

import base64
import binascii
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY: Final = 32


class KeyFileError(ValueError):
    """The key file is missing, holds something else than keys, or cannot be written. The message is for the
    operator."""


def fresh_key() -> bytes:
    return secrets.token_bytes(KEY)


def read_keys(path: Path) -> dict[str, bytes]:
    """The keys in the file, by name, the current one first. Raises KeyFileError."""
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
        file.write(_lines([fresh_key()]))
        _keep(file.fileno(), path.parent)


def write_keys(path: Path, keys: Iterable[bytes]) -> None:
    """Put these keys in the place of those in the file: all of them or, whatever happens, none.

    Raises KeyFileError.
    """
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # its owner's only
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_lines(keys))
                _keep(file.fileno(), path.parent)
            Path(draft).replace(path)
            _keep(None, path.parent)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise KeyFileError(f"the key file {path} cannot be written: {fault}") from fault


def key_name(key: bytes, kind: str = "m") -> str:
    """A name that tells keys apart and tells nothing about them. Master keys begin with an m, a person's with
    a p, the house's own with an h."""
    return kind + derived(key, "name")[:4].hex()


def derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose only, so that no key does two jobs."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY, salt=None, info=purpose.encode()).derive(key)


def _lines(keys: Iterable[bytes]) -> bytes:
    return b"".join(base64.b64encode(key) + b"\n" for key in keys)


def _keep(file: int | None, folder: Path) -> None:
    """A power cut must not take a key that something is sealed with already."""
    if file is not None:
        os.fsync(file)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
