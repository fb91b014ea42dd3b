"""Every setting of the service, with its unit and default. Read by app.py and manage.py only.

Set in the environment as COACH_…, e.g. COACH_PORT=8080.
"""

import re
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, IPvAnyNetwork, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from dialogs.contacts import nearest, shown_for
from service.contacts import ContactEntry, read_contacts
from texts.say import Language

DATABASES = ("sqlite+aiosqlite://", "postgresql+asyncpg://")
_WINDOW: Final = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")
SAFE_ADDRESS: Final = r"^(https://[^/@\s]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?)/[^@\s]*$"
"""https, or this machine: a token goes nowhere else."""


class SettingsError(ValueError):
    """A setting is wrong. The message is one plain sentence for the operator."""


class Settings(BaseSettings):
    """The service's settings."""

    model_config = SettingsConfigDict(env_prefix="COACH_", frozen=True, extra="ignore")

    environment: Annotated[
        Literal["development", "production"],
        Field(description="production demands a key, an app id or Slack, and contacts"),
    ] = "development"
    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="TCP port to listen on; 0 takes a free one")] = 3978
    database_url: Annotated[
        str,
        Field(repr=False, description="SQLite file, or postgresql+asyncpg://user:password@host/name (14 or newer)"),
    ] = "sqlite+aiosqlite:///data/coach.db"
    database_connections: Annotated[
        int, Field(ge=1, le=100, description="most connections of one service to PostgreSQL at a time")
    ] = 10
    key_file: Annotated[Path, Field(description="file with the master key, one base64 line per key, current first")] = (
        Path("data/coach.key")
    )
    matcher_folder: Annotated[Path, Field(description="folder for what the matcher has learned from the content")] = (
        Path("data/matcher")
    )
    profiles_file: Annotated[
        Path | None, Field(description="TOML file with the municipality's own role profiles, beside the built-in ones")
    ] = None
    language: Annotated[Language, Field(description="language at first contact where the channel names none")] = "da"
    municipality: Annotated[str, Field(description="name shown to employees as the one who keeps their answers")] = ""
    contacts: Annotated[
        tuple[ContactEntry, ...],
        Field(description='whom to turn to, where a file is too much: [{"name": "…", "reach": "…", "for": "DPO"}]'),
    ] = ()
    contacts_file: Annotated[
        Path | None, Field(description="TOML file with whom to turn to, for everybody and unit by unit")
    ] = None
    contacts_months: Annotated[
        int, Field(ge=1, le=60, description="months until a contact should be checked again")
    ] = 12
    legal_basis: Annotated[
        str, Field(description="what employees are told the legal basis is, e.g. GDPR artikel 6, stk. 1, litra e")
    ] = ""
    privacy_contact: Annotated[
        str, Field(description="whom employees ask about their data, e.g. DPO, dpo@kommune.dk")
    ] = ""
    behind_each_figure: Annotated[
        int, Field(ge=5, description="people behind each figure of a team overview, at least; never under 5")
    ] = 5
    share_at_first: Annotated[
        bool, Field(description="employees count in their team's overview until they say otherwise")
    ] = False
    keep_words: Annotated[
        int, Field(ge=30, le=3650, description="days the words of a reflection and its plan are kept; the fact stays")
    ] = 365
    keep_messages: Annotated[int, Field(ge=1, le=90, description="days the text of a message of the coach is kept")] = 7
    keep_marks: Annotated[
        int, Field(ge=7, le=90, description="days it is known that a message was taken, so that it counts once")
    ] = 30
    keep_log: Annotated[int, Field(ge=30, le=3650, description="days a line of the audit log is kept")] = 365
    keep_person: Annotated[
        int, Field(ge=90, le=3650, description="days everything about somebody who does not come back is kept")
    ] = 365
    warn_person: Annotated[
        int, Field(ge=14, le=60, description="days before that on which they are told, so that they can come back")
    ] = 30
    time_zone: Annotated[str, Field(description="the municipality's wall clock")] = "Europe/Copenhagen"
    closing_days: Annotated[
        frozenset[date], Field(description='days beside public holidays on which nobody is written to: ["2026-12-24"]')
    ] = frozenset()
    clock_speed: Annotated[
        float, Field(ge=1, le=100_000, description="how fast time passes, for trying out a week (not in production)")
    ] = 1.0
    public_url: Annotated[
        str, Field(pattern=r"^(https?://[^/@\s?#]+/?)?$", description="where people reach the coach; https is kept to")
    ] = ""
    person_limit: Annotated[
        str, Field(description="messages and taps of one person in one channel, as number/seconds; empty: no limit")
    ] = "30/10 120/60"
    address_limit: Annotated[
        str,
        Field(description="requests of one address that no channel vouches for, as number/seconds; empty: no limit"),
    ] = "200/10 600/60"
    trusted_proxies: Annotated[
        tuple[IPvAnyNetwork, ...],
        Field(description='reverse proxies whose X-Forwarded-For tells the address, as JSON: ["10.0.0.0/8"]'),
    ] = ()
    idle_seconds: Annotated[
        float,
        Field(gt=0, le=3600, description="seconds for a whole request to come; more than a proxy keeps a line idle"),
    ] = 75.0
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
    teams_by_email: Annotated[
        bool, Field(description="ask Teams for each person's e-mail address, for a list of teams that goes by it")
    ] = False
    team_owners: Annotated[
        frozenset[str],
        Field(
            description="who may make a team in Teams a coached one beside its owners and the managers in the list,"
            ' by e-mail or directory id, as JSON: ["…"]'
        ),
    ] = frozenset()
    teams_made_in_teams: Annotated[
        bool, Field(description="an owner can make a team in Teams a coached one; off: teams come from the list alone")
    ] = True
    teams_pace: Annotated[
        str, Field(description="messages this process sends to Teams, as number/seconds (Microsoft: 50/1 per tenant)")
    ] = "10/1"
    teams_conversation_pace: Annotated[
        str, Field(description="messages to one Teams conversation, as number/seconds (Microsoft's rate-limit page)")
    ] = "7/1 8/2 60/30 1800/3600"
    teams_timeout: Annotated[
        float, Field(gt=0, le=30, description="seconds Teams may take to accept a message; then it is ambiguous")
    ] = 15.0
    teams_retried: Annotated[
        frozenset[int],
        Field(description="HTTP statuses after which Teams gets a message again, as JSON; Microsoft adds 502 and 504,"
              " after which replies were seen twice"),
    ] = frozenset({412, 429})  # fmt: skip
    send_tries: Annotated[int, Field(ge=1, le=5, description="attempts at a message that was certainly not shown")] = 5
    send_lease: Annotated[
        float, Field(ge=10, description="seconds a sender has for an attempt; then it is taken for gone")
    ] = 60.0
    send_silence: Annotated[
        float, Field(ge=1, description="seconds of silence before a question that may not have been shown is repeated")
    ] = 60.0
    slack_bot_token: Annotated[SecretStr, Field(description="Slack's bot token, xoxb-…; empty: no Slack")] = SecretStr(
        ""
    )
    slack_signing_secret: Annotated[
        SecretStr, Field(description="Slack's signing secret; opens /slack/events to Slack")
    ] = SecretStr("")
    slack_app_token: Annotated[
        SecretStr, Field(description="Slack's app-level token, xapp-…, for Socket Mode: no open address needed")
    ] = SecretStr("")
    slack_pace: Annotated[
        str, Field(description="messages this process sends to Slack, as number/seconds (several hundred a minute)")
    ] = "30/6"
    slack_conversation_pace: Annotated[
        str, Field(description="messages to one person in Slack, as number/seconds (about one a second, short bursts)")
    ] = "4/4"
    slack_api_url: Annotated[
        str, Field(pattern=SAFE_ADDRESS, description="where Slack's Web API is; another one for trying out only")
    ] = "https://slack.com/api/"
    browser: Annotated[
        bool | None,
        Field(description="serve the browser chat; by itself it is on for trying out, and off in production"),
    ] = None
    browser_anywhere: Annotated[
        bool, Field(description="serve the browser chat on other addresses than loopback too")
    ] = False
    embeddings_folder: Annotated[
        str, Field(description="sentence-transformers model on this machine as second reader; empty: none")
    ] = ""
    reader_url: Annotated[
        str, Field(description="OpenAI-compatible chat completions as second reader, its full address; empty: none")
    ] = ""
    reader_model: Annotated[str, Field(description="model or deployment to ask for there")] = ""
    reader_key: Annotated[SecretStr, Field(description="key of that endpoint; empty: it asks for none")] = SecretStr("")
    reader_seconds: Annotated[
        float, Field(gt=0, le=10, description="seconds a second reader may take before the built-in match stands")
    ] = 1.5
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="least severe log line to write")
    ] = "info"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(DATABASES):
            raise ValueError(f"should begin with {' or '.join(DATABASES)}")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError):
            raise ValueError("is not a time zone") from None
        return value

    @field_validator(
        "teams_pace",
        "teams_conversation_pace",
        "slack_pace",
        "slack_conversation_pace",
        "person_limit",
        "address_limit",
    )
    @classmethod
    def _pace(cls, value: str) -> str:
        windows(value)
        return value

    @field_validator("reader_url", "public_url")
    @classmethod
    def _safe_address(cls, value: str, asked: ValidationInfo) -> str:
        slash = "/" if asked.field_name == "public_url" else ""
        if value and not re.match(SAFE_ADDRESS, value + slash):
            raise ValueError("should be a whole https:// address; http:// is for this machine only")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.app_id:
            self._check_app()
        if self.send_lease <= 2 * self.teams_timeout:
            raise ValueError(
                "COACH_SEND_LEASE must be more than twice COACH_TEAMS_TIMEOUT: a token may be renewed between"
            )
        if self.reader_url and not self.reader_model:
            raise ValueError("COACH_READER_URL needs COACH_READER_MODEL too")
        if self.reader_url and self.embeddings_folder:
            raise ValueError("choose one second reader: COACH_READER_URL or COACH_EMBEDDINGS_FOLDER")
        contacts = [one.contact for one in self.everybody_to_turn_to]  # a file that cannot be read stops here
        if self.environment == "production":
            if self.clock_speed != 1:
                raise ValueError("COACH_CLOCK_SPEED is for trying things out: production needs the time of day")
            if not (self.app_id or self.slack):
                raise ValueError("production needs COACH_APP_ID, or nobody could be let in")
            if not shown_for("distress", nearest(contacts, ())):
                raise ValueError(
                    "production needs COACH_CONTACTS_FILE (or COACH_CONTACTS) to name somebody to turn to in distress, "
                    "for everybody"
                )
            if not self.municipality:
                raise ValueError("production needs COACH_MUNICIPALITY, who keeps the answers")
        return self

    @model_validator(mode="after")
    def _kept_as_told(self) -> Self:
        """What employees must be told before the first answer is kept, the coach cannot know by itself."""
        if self.keep_marks < self.keep_messages:
            raise ValueError("COACH_KEEP_MARKS must not be less than COACH_KEEP_MESSAGES: marks hold what was answered")
        if self.environment == "production" and not self.legal_basis:
            raise ValueError("production needs COACH_LEGAL_BASIS, on what basis answers are kept")
        if self.environment == "production" and not self.privacy_contact:
            raise ValueError("production needs COACH_PRIVACY_CONTACT, whom to ask about one's data")
        return self

    @model_validator(mode="after")
    def _slack_complete(self) -> Self:
        incoming = self.slack_signing_secret.get_secret_value() or self.slack_app_token.get_secret_value()
        if self.slack and not incoming:
            raise ValueError("COACH_SLACK_BOT_TOKEN needs COACH_SLACK_SIGNING_SECRET, or COACH_SLACK_APP_TOKEN")
        if incoming and not self.slack:
            raise ValueError("Slack needs COACH_SLACK_BOT_TOKEN, or nobody could be answered")
        return self

    def _check_app(self) -> None:
        if not self.tenant_id:
            raise ValueError("COACH_APP_ID needs COACH_TENANT_ID too")
        ways = (self.app_password.get_secret_value(), self.app_certificate_file, self.managed_identity)
        if sum(map(bool, ways)) != 1:
            raise ValueError(
                "COACH_APP_ID needs one of COACH_APP_PASSWORD, COACH_APP_CERTIFICATE_FILE and COACH_MANAGED_IDENTITY"
            )

    @cached_property
    def everybody_to_turn_to(self) -> tuple[ContactEntry, ...]:
        """Raises ContactsError."""
        return (*self.contacts, *(read_contacts(self.contacts_file) if self.contacts_file else ()))

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def serves_browser(self) -> bool:
        return self.browser if self.browser is not None else not self.production

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def slack(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value())


def windows(pace: str) -> tuple[tuple[int, float], ...]:
    """A pace as (number, seconds): "7/1 8/2" is at most 7 in any second and 8 in any two; empty is no limit.
    Raises ValueError."""
    found = [_WINDOW.fullmatch(part) for part in pace.split()]
    if not all(found):
        raise ValueError('should be like "7/1 8/2": so many messages in so many seconds')
    return tuple((int(one[1]), float(one[2])) for one in found if one)


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
        default = sorted(default) if isinstance(default, frozenset) else default
        shown = f"`{default}`" if default not in ("", (), None) else "–"
        rows.append(f"| `COACH_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(rows)
