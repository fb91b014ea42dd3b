"""How every command begins: settings, and logs that do not get in the way of what is printed."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from service.logs import configure_logs
from service.start import open_store
from settings import Settings, SettingsError, read_settings
from storage.key_file import KeyFileError
from storage.refusal import DatabaseRefused
from storage.unit import Store

T = TypeVar("T")


def settings_or_exit(log_level: str = "error") -> Settings:
    """The settings from the environment; a wrong one ends the command with one plain sentence."""
    try:
        settings = read_settings()
    except SettingsError as refusal:
        sys.exit(str(refusal))
    configure_logs(log_level)
    return settings


def with_store(settings: Settings, work: Callable[[Store], Awaitable[T]]) -> T:
    """Do something with what is remembered; where it cannot be opened, one plain sentence ends the command."""

    async def opened() -> T:
        store, _key = await open_store(
            settings.database_url,
            settings.key_file,
            production=settings.production,
            database_connections=settings.database_connections,
        )
        try:
            return await work(store)
        finally:
            await store.engine.dispose()

    try:
        return asyncio.run(opened())
    except (KeyFileError, DatabaseRefused) as refusal:
        sys.exit(str(refusal))
