"""Every setting of the service, with its unit and default. Read by app.py and manage.py only.

Set in the environment as COACH_…, e.g. COACH_PORT=8080.
"""

from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from texts.say import Language


class ContactSetting(BaseModel):
    """Somebody an employee can turn to, e.g. {"name": "Arbejdsmiljørepræsentant", "reach": "lokal 1234"}."""

    name: str = Field(min_length=1)
    reach: str = Field(min_length=1)


class SettingsError(ValueError):
    """A setting is wrong. The message is one plain sentence for the operator."""


class Settings(BaseSettings):
    """The service's settings."""

    model_config = SettingsConfigDict(env_prefix="COACH_", frozen=True, extra="ignore")

    environment: Annotated[
        Literal["development", "production"],
        Field(description="production turns the browser door off and demands a key, an app id and contacts"),
    ] = "development"
    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="TCP port to listen on; 0 takes a free one")] = 3978
    database_url: Annotated[str, Field(description="SQLAlchemy address of the database")] = (
        "sqlite+aiosqlite:///data/coach.db"
    )
    key_file: Annotated[Path, Field(description="file with the master key, one base64 line per key, current first")] = (
        Path("data/coach.key")
    )
    matcher_folder: Annotated[Path, Field(description="folder for what the matcher has learned from the content")] = (
        Path("data/matcher")
    )
    language: Annotated[Language, Field(description="language at first contact where the channel names none")] = "da"
    municipality: Annotated[str, Field(description="name shown to employees as the one who keeps their answers")] = ""
    contacts: Annotated[
        tuple[ContactSetting, ...],
        Field(description='whom to turn to in distress, as JSON: [{"name": "…", "reach": "…"}]'),
    ] = ()
    time_zone: Annotated[str, Field(description="the municipality's wall clock")] = "Europe/Copenhagen"
    app_id: Annotated[str, Field(description="Bot Framework app id; empty: loopback only, no tokens")] = ""
    app_password: Annotated[SecretStr, Field(description="Bot Framework app secret")] = SecretStr("")
    app_certificate_file: Annotated[
        Path | None, Field(description="PEM file with private key and certificate, instead of the app secret")
    ] = None
    managed_identity: Annotated[
        bool, Field(description="the app is a managed identity of the machine in Azure: no secret at all")
    ] = False
    tenant_id: Annotated[str, Field(description="the municipality's Microsoft Entra tenant")] = ""
    further_tenants: Annotated[
        tuple[str, ...], Field(description='other tenants whose people may come too, as JSON: ["…"]')
    ] = ()
    browser: Annotated[bool, Field(description="serve the browser chat for trying out (never in production)")] = True
    browser_anywhere: Annotated[
        bool, Field(description="serve the browser chat on other addresses than loopback too")
    ] = False
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="least severe log line to write")
    ] = "info"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError):
            raise ValueError("is not a time zone") from None
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.app_id:
            self._check_app()
        if self.environment == "production":
            if not self.app_id:
                raise ValueError("production needs COACH_APP_ID, or nobody could be let in")
            if not self.contacts:
                raise ValueError("production needs COACH_CONTACTS, somebody to turn to in distress")
            if not self.municipality:
                raise ValueError("production needs COACH_MUNICIPALITY, who keeps the answers")
        return self

    def _check_app(self) -> None:
        if not self.tenant_id:
            raise ValueError("COACH_APP_ID needs COACH_TENANT_ID too")
        ways = (self.app_password.get_secret_value(), self.app_certificate_file, self.managed_identity)
        if sum(map(bool, ways)) != 1:
            raise ValueError(
                "COACH_APP_ID needs one of COACH_APP_PASSWORD, COACH_APP_CERTIFICATE_FILE and COACH_MANAGED_IDENTITY"
            )

    @property
    def production(self) -> bool:
        return self.environment == "production"


def read_settings() -> Settings:
    """The settings from the environment. Raises SettingsError with one plain sentence."""
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = "_".join(str(part) for part in fault["loc"][:1]).upper()
        reason = fault["msg"].removeprefix("Value error, ")
        raise SettingsError(f"COACH_{name}: {reason}." if name else f"{reason}.") from None


def settings_table() -> str:
    """The settings as a Markdown table, for docs/reference/settings.md."""
    rows = ["| setting | default | what it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = f"`{default}`" if default not in ("", (), None) else "–"
        rows.append(f"| `COACH_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)
