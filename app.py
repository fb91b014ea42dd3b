"""The service: settings → store → coach → doors → one aiohttp application; nothing else."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable

from aiohttp import web

import bot.health
from bot.botframework.identity import Certificate, CertificateError, Credential, ManagedIdentity, Secret
from bot.buttons import ButtonSigner
from catalog_data.loader import CatalogueFaults, load_catalogue
from dialogs.facts import Contact
from matching.matcher import BuiltInMatcher
from service.door import Door
from service.logs import configure_logs
from service.start import Service, start_service
from service.tidying import keep_tidy
from service.trained import NotTrained, models
from service.turns import Knowledge
from settings import Settings, SettingsError, read_settings
from storage.migrating import NewerSchema
from storage.sealing import KeyFileError

REFUSALS = (SettingsError, CatalogueFaults, KeyFileError, NewerSchema, NotTrained, CertificateError)
"""What stops the start, in words for the operator."""


def knowledge(settings: Settings) -> Knowledge:
    """What every turn is told. Raises CatalogueFaults and NotTrained."""
    catalogue = load_catalogue()
    return Knowledge(
        catalogue=catalogue,
        matcher=BuiltInMatcher(catalogue, models(catalogue, settings.matcher_folder)),
        language=settings.language,
        contacts=tuple(Contact(one.name, one.reach) for one in settings.contacts),
        municipality=settings.municipality,
    )


async def open_service(settings: Settings) -> Service:
    """The coach at work, without doors: what the terminal and the operator's commands need too."""
    return await start_service(
        database_url=settings.database_url,
        key_file=settings.key_file,
        production=settings.production,
        time_zone=settings.time_zone,
        knowledge=knowledge(settings),
    )


async def build(settings: Settings) -> web.Application:
    """The whole application, ready to serve."""
    # The operator's commands need the coach without doors, and doors are what is slow to import.
    from bot.botframework.build import build as build_botframework
    from bot.web.build import build as build_web

    service = await open_service(settings)
    app = web.Application()
    bot.health.mount(app, service.engine)
    signer = ButtonSigner(service.button_key)
    teams = build_botframework(
        app,
        coach=service.coach,
        signer=signer,
        app_id=settings.app_id,
        credential=_credential(settings),
        tenant_id=settings.tenant_id,
        tenants=settings.further_tenants,
        language=settings.language,
    )
    doors: dict[str, Door] = {}
    if settings.browser and not settings.production:
        anywhere = settings.browser_anywhere
        doors["web"] = build_web(
            app, coach=service.coach, signer=signer, visitor_key=service.visitor_key, anywhere=anywhere
        )
    service.delivery.open(doors, default=teams)
    app.cleanup_ctx.append(_lifetime(service))
    return app


def _credential(settings: Settings) -> Credential:
    if settings.managed_identity:
        return ManagedIdentity()
    if settings.app_certificate_file is not None:
        return Certificate(settings.app_certificate_file)
    return Secret(settings.app_password.get_secret_value())


def _lifetime(service: Service) -> Callable[[web.Application], AsyncIterator[None]]:
    async def lifetime(_app: web.Application) -> AsyncIterator[None]:
        await service.delivery.start()
        tidying = asyncio.create_task(keep_tidy(service.store, service.clock))
        yield
        tidying.cancel()
        await service.close()

    return lifetime


def _announce(text: str) -> None:
    address = re.search(r"https?://\S+", text)
    if address:
        print(f"The competence coach answers at {address[0]}", flush=True)


def main() -> None:
    """Serve until told to stop."""
    try:
        settings = read_settings()
        configure_logs(settings.log_level)
        web.run_app(build(settings), host=settings.host, port=settings.port, print=_announce, access_log=None)
    except REFUSALS as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
