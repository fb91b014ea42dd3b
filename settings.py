"""Every setting of the service, with its unit and default. Read by app.py and manage.py only.

Set in the environment as COACH_…, e.g. COACH_PORT=8080.
"""

from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from texts.say import Language

SAFE_ADDRESS: Final = r"^(https://[^/@\s]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?)/[^@\s]*$"
"""https, or this machine: a token goes nowhere else."""


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
        Field(description="production turns the browser door off and demands a key, an app id or Slack, and contacts"),
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
    tenant_id: Annotated[str, Field(description="the municipality's Microsoft Entra tenant")] = ""
    slack_bot_token: Annotated[SecretStr, Field(description="Slack's bot token, xoxb-…; empty: no Slack")] = SecretStr(
        ""
    )
    slack_signing_secret: Annotated[
        SecretStr, Field(description="Slack's signing secret; opens /slack/events to Slack")
    ] = SecretStr("")
    slack_app_token: Annotated[
        SecretStr, Field(description="Slack's app-level token, xapp-…, for Socket Mode: no open address needed")
    ] = SecretStr("")
    slack_api_url: Annotated[
        str, Field(pattern=SAFE_ADDRESS, description="where Slack's Web API is; another one for trying out only")
    ] = "https://slack.com/api/"
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
        if self.app_id and not (self.app_password.get_secret_value() and self.tenant_id):
            raise ValueError("COACH_APP_ID needs COACH_APP_PASSWORD and COACH_TENANT_ID too")
        incoming = self.slack_signing_secret.get_secret_value() or self.slack_app_token.get_secret_value()
        if self.slack and not incoming:
            raise ValueError("COACH_SLACK_BOT_TOKEN needs COACH_SLACK_SIGNING_SECRET, or COACH_SLACK_APP_TOKEN")
        if incoming and not self.slack:
            raise ValueError("Slack needs COACH_SLACK_BOT_TOKEN, or nobody could be answered")
        if self.environment == "production":
            if not (self.app_id or self.slack):
                raise ValueError("production needs COACH_APP_ID, or nobody could be let in")
            if not self.contacts:
                raise ValueError("production needs COACH_CONTACTS, somebody to turn to in distress")
            if not self.municipality:
                raise ValueError("production needs COACH_MUNICIPALITY, who keeps the answers")
        return self

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def slack(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value())


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
        shown = f"`{default}`" if default not in ("", ()) else "–"
        rows.append(f"| `COACH_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)
