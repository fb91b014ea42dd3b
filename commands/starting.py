"""How every command begins: settings, and logs that do not get in the way of what is printed."""

import sys

from service.logs import configure_logs
from settings import Settings, SettingsError, read_settings


def settings_or_exit(log_level: str = "error") -> Settings:
    """The settings from the environment; a wrong one ends the command with one plain sentence."""
    try:
        settings = read_settings()
    except SettingsError as refusal:
        sys.exit(str(refusal))
    configure_logs(log_level)
    return settings
