"""What a municipality says about its own installation, for the package that Teams installs.

Read from the environment as COACH_…, by `make manifest` alone: the service needs none of it.
"""

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class PackageError(ValueError):
    """The package cannot be made. The message is for the operator."""


def _https(value: str) -> str:
    if value and (not value.startswith("https://") or not urlsplit(value).hostname):
        raise ValueError("is not an https:// address")
    return value.rstrip("/")


Address = Annotated[str, AfterValidator(_https)]


class PackageSettings(BaseSettings):
    """`privacy_url` and `terms_url` may point at the municipality's own pages."""

    model_config = SettingsConfigDict(env_prefix="COACH_", frozen=True, extra="ignore", env_ignore_empty=True)

    app_id: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")]
    public_url: Address
    municipality: Annotated[str, Field(max_length=32)] = ""
    privacy_url: Address = ""
    terms_url: Address = ""

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).hostname or ""


_MEANT: dict[str, str] = {
    "app_id": "the application (client) id of the Azure Bot, e.g. 5d8d6ab1-0b2c-4c1e-9d1f-0123456789ab",
    "public_url": "where the coach is reached from the internet, e.g. https://coach.example.dk",
    "municipality": "the name shown as developer, at most 32 characters",
    "privacy_url": "an https:// address, or nothing for the coach's own page",
    "terms_url": "an https:// address, or nothing for the coach's own page",
}


def read_package_settings() -> PackageSettings:
    """Raises PackageError, which names every setting that is missing or wrong."""
    try:
        return PackageSettings()
    except ValidationError as error:
        raise PackageError("\n".join(_told(fault) for fault in error.errors(include_input=False))) from None


def _told(fault: Any) -> str:
    name = str(fault["loc"][0])
    wrong = "is missing" if fault["type"] == "missing" else "is wrong"
    return f"COACH_{name.upper()} {wrong}: {_MEANT[name]}."
