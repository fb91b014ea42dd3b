"""Why a database is not used."""


class DatabaseRefused(RuntimeError):
    """The database cannot be used as it is. The message is for the operator."""
