"""The service: settings → store → coach → doors → one aiohttp application; nothing else."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import structlog
from aiohttp import web

import bot.about
import bot.health
import bot.privacy
from bot.botframework.identity import Certificate, CertificateError, Credential, ManagedIdentity, Secret
from bot.buttons import ButtonSigner
from bot.front.build import build as build_front
from bot.front.serving import CannotListen, runner_of, serve
from bot.my_data import MyData
from catalog_data.loader import CatalogueFaults, load_catalogue
from catalog_data.model import Catalogue
from dialogs.facts import Terms
from matching.matcher import BuiltInMatcher
from service.allowance import Allowance
from service.attempt import Policy
from service.closing_days import closing_days
from service.door import Door
from service.encoder import NoEncoder
from service.leaving import Leaving
from service.limiting import Limited
from service.logs import configure_logs, keep_faults_wordless
from service.pace import Pace, Window
from service.rosters import Permission, TeamMaking
from service.second_reader import Rereading, SecondReader
from service.start import Service, start_service
from service.trained import NotTrained, models
from service.turns import Knowledge
from settings import Settings, SettingsError, read_settings, windows
from storage.key_file import KeyFileError
from storage.refusal import DatabaseRefused
from storage.retention import Lives
from storage.service_lock import only_service

FINISHING: Final = 3.0
"""Seconds for turns under way to be finished once the service is told to stop; it takes no more by then."""
DRAINING: Final = 6.0
"""Seconds for their replies to be sent. Together with the above, less than ten."""
TEAMS: Final = frozenset({"msteams", "emulator", "webchat", "directline"})
"""What the Teams door calls itself: in operation msteams, for trying out the others too."""
REFUSALS = (SettingsError, CatalogueFaults, KeyFileError, DatabaseRefused, NotTrained, NoEncoder, CertificateError)
"""What stops the start, in words for the operator."""

log = structlog.get_logger()


def built_in(settings: Settings, catalogue: Catalogue) -> BuiltInMatcher:
    """The matcher that is always there. Raises NotTrained."""
    return BuiltInMatcher(catalogue, models(catalogue, settings.matcher_folder))


def knowledge(settings: Settings) -> Knowledge:
    """What every turn is told. Raises CatalogueFaults, NotTrained and NoEncoder."""
    catalogue = load_catalogue(own_profiles=settings.profiles_file)
    matcher = built_in(settings, catalogue)
    reader = second_reader(settings, catalogue, matcher)
    return Knowledge(
        catalogue=catalogue,
        matcher=matcher,
        language=settings.language,
        contacts=tuple(one.contact for one in settings.everybody_to_turn_to),
        closed=closing_days(settings.closing_days),
        municipality=settings.municipality,
        rereading=Rereading(reader, catalogue, settings.reader_seconds) if reader else None,
        terms=terms(settings),
    )


def second_reader(settings: Settings, catalogue: Catalogue, matcher: BuiltInMatcher) -> SecondReader | None:
    """The second reader the municipality has chosen, if any. Raises NoEncoder."""
    if settings.reader_url:
        from service.chat_reader import ChatReader

        key = settings.reader_key.get_secret_value()
        return ChatReader(catalogue, url=settings.reader_url, model=settings.reader_model, key=key)
    if settings.embeddings_folder:
        from service.embeddings import open_embeddings

        return open_embeddings(catalogue, matcher, settings.matcher_folder, Path(settings.embeddings_folder))
    return None


async def open_service(settings: Settings) -> Service:
    """The coach at work, without doors: what the terminal and the operator's commands need too."""
    return await start_service(
        database_url=settings.database_url,
        database_connections=settings.database_connections,
        key_file=settings.key_file,
        production=settings.production,
        time_zone=settings.time_zone,
        clock_speed=settings.clock_speed,
        knowledge=knowledge(settings),
        policy=Policy(tries=settings.send_tries, lease=settings.send_lease, silence=settings.send_silence),
        paces=paces(settings),
        share_at_first=settings.share_at_first,
        behind_each_figure=settings.behind_each_figure,
        lives=lives(settings),
        public_url=settings.public_url,
    )


def terms(settings: Settings) -> Terms:
    """What employees are told about their data."""
    channels = {"Microsoft Teams": bool(settings.app_id), "Slack": settings.slack}
    reader = urlsplit(settings.reader_url).hostname
    base = settings.public_url.rstrip("/")
    return Terms(
        basis=settings.legal_basis,
        contact=settings.privacy_contact,
        words=settings.keep_words,
        messages=settings.keep_messages,
        log=settings.keep_log,
        person=settings.keep_person,
        recipients=(*(name for name, used in channels.items() if used), *((reader,) if reader else ())),
        page=f"{base}{bot.privacy.PATH}" if base else "",
        shared=settings.share_at_first,
    )


def lives(settings: Settings) -> Lives:
    """How long each kind of thing is kept."""
    return Lives(
        words=timedelta(days=settings.keep_words),
        messages=timedelta(days=settings.keep_messages),
        marks=timedelta(days=settings.keep_marks),
        log=timedelta(days=settings.keep_log),
        person=timedelta(days=settings.keep_person),
        warning=timedelta(days=settings.warn_person),
    )


def paces(settings: Settings) -> dict[str, Pace]:
    """How fast each channel takes messages."""
    teams = Pace(_windows(settings.teams_pace), _windows(settings.teams_conversation_pace))
    slack = Pace(_windows(settings.slack_pace), _windows(settings.slack_conversation_pace))
    return dict.fromkeys(TEAMS, teams) | {"slack": slack}


def _windows(pace: str) -> tuple[Window, ...]:
    return tuple(Window(sends, seconds) for sends, seconds in windows(pace))


async def build(settings: Settings) -> web.Application:
    """The whole application, ready to serve."""
    # The operator's commands need the coach without doors, and doors are what is slow to import.
    from bot.botframework.build import build as build_botframework
    from bot.web.build import build as build_web

    service = await open_service(settings)
    app = build_front(
        windows=_windows(settings.address_limit),
        proxies=settings.trusted_proxies,
        https=settings.https,
    )
    coach = Limited(service.coach, Allowance(_windows(settings.person_limit)))
    app.cleanup_ctx.append(lifetime(service))  # first to begin and last to end: doors need it all the while
    bot.health.mount(app, service.engine, service.rereading.tally if service.rereading else None)
    bot.about.mount(app, municipality=settings.municipality)
    bot.privacy.mount(
        app,
        municipality=settings.municipality,
        terms=terms(settings),
        marks=settings.keep_marks,
        k=settings.behind_each_figure,
    )
    MyData(service.store, service.catalogue, service.links, service.clock, settings.municipality).mount(app)
    signer = ButtonSigner(service.button_key)
    doors: dict[str, Door] = {}
    # Without an app id the door trusts whoever is on this machine: fit for trying out only.
    if settings.app_id or not settings.production:
        teams = build_botframework(
            app,
            coach=coach,
            signer=signer,
            app_id=settings.app_id,
            credential=_credential(settings),
            tenant_id=settings.tenant_id,
            tenants=settings.further_tenants,
            language=settings.language,
            timeout=settings.teams_timeout,
            retried=settings.teams_retried,
            by_email=settings.teams_by_email,
            makes=_team_making(service, settings),
        )
        doors |= dict.fromkeys(TEAMS, teams)
    if settings.slack:
        doors["slack"] = _build_slack(app, settings, service, coach, signer)
    if settings.serves_browser:
        doors["web"] = build_web(
            app,
            coach=coach,
            signer=signer,
            visitor_key=service.visitor_key,
            anywhere=settings.browser_anywhere,
            pretending=not settings.production,
            https=settings.https,
        )
    service.delivery.open(doors)
    return app


def _team_making(service: Service, settings: Settings) -> TeamMaking:
    return TeamMaking(
        service.store,
        service.clock,
        closing_days(settings.closing_days),
        permission=Permission(frozenset(one.casefold() for one in settings.team_owners)),
        allowed=settings.teams_made_in_teams,
        changed=service.calendar.changed,
        k=settings.behind_each_figure,
    )


def _build_slack(
    app: web.Application, settings: Settings, service: Service, coach: Limited, signer: ButtonSigner
) -> Door:
    # What knows Slack is slow to import, and most installations do without.
    from bot.slack.build import build as build_slack

    return build_slack(
        app,
        coach=coach,
        everybody_left=Leaving(service.store, service.coach).everybody_left,
        signer=signer,
        bot_token=settings.slack_bot_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        api_url=settings.slack_api_url,
    )


def _credential(settings: Settings) -> Credential:
    if settings.managed_identity:
        return ManagedIdentity()
    if settings.app_certificate_file is not None:
        return Certificate(settings.app_certificate_file)
    return Secret(settings.app_password.get_secret_value())


def lifetime(service: Service) -> Callable[[web.Application], AsyncIterator[None]]:
    """Sends what waits, keeps tidy, and ends in order."""

    async def while_serving(_app: web.Application) -> AsyncIterator[None]:
        await service.delivery.start()
        stopping = asyncio.Event()
        tidying = asyncio.create_task(service.tidying(stopping))
        calendar = asyncio.create_task(service.calendar.run(stopping))
        yield
        log.info("service.stopping")  # who ends without this line was killed
        # A round that is broken off in its transaction can keep the whole process from ending.
        stopping.set()
        await asyncio.gather(tidying, calendar)
        await service.close(DRAINING)

    return while_serving


async def _runner(settings: Settings) -> web.AppRunner:
    return runner_of(await build(settings), idle=settings.idle_seconds, finishing=FINISHING)


def _announce(address: str) -> None:
    print(f"The competence coach answers at {address}", flush=True)


def main() -> None:
    """Serve until told to stop."""
    try:
        settings = read_settings()
        configure_logs(settings.log_level, readable=sys.stderr.isatty() and not settings.production)
        keep_faults_wordless()
        with only_service(settings.database_url):
            asyncio.run(serve(_runner(settings), settings.host, settings.port, _announce))
    except (*REFUSALS, CannotListen) as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
