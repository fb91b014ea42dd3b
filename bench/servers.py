"""The servers that are measured side by side: the whole coach, a raw aiohttp echo, the stock botbuilder echo.

`python -m bench.servers coach|raw|stock PORT [DATABASE_URL METADATA_URL]`; each answers at /api/messages.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

APP_ID = "5d8d6ab1-0b2c-4c1e-9d1f-0123456789ab"
TENANT = "72a1b0aa-1111-4222-8333-444455556666"


async def coach(database_url: str, metadata_url: str, folder: Path) -> web.Application:
    """As app.py builds it, with Microsoft's addresses replaced by the bench's own."""
    import app as product
    from bot.botframework.build import assemble, mount
    from bot.botframework.service_urls import loopback_service
    from bot.buttons import ButtonSigner
    from service.logs import configure_logs
    from settings import Settings

    configure_logs("error")

    class OneToken:
        def fetch(self, fresh: bool) -> dict[str, Any]:
            return {"access_token": "bench", "expires_in": 3600}

    settings = Settings(
        database_url=database_url,
        key_file=folder / "bench.key",
        teams_pace="",  # the pace of Teams is there to slow us down
        teams_conversation_pace="",
    )
    service = await product.open_service(settings)
    application = web.Application()
    signer = ButtonSigner(service.button_key)
    parts = assemble(
        coach=service.coach,
        signer=signer,
        app_id=APP_ID,
        tenants=(TENANT,),
        services=loopback_service,
        tokens=OneToken(),
        metadata_url=metadata_url,
    )
    mount(application, parts)
    service.delivery.open({"msteams": parts.door})
    application.cleanup_ctx.append(product.lifetime(service))
    return application


def raw() -> web.Application:
    """The least one can do: read the activity, post the text back, acknowledge."""
    application = web.Application()

    async def session(_: web.Application) -> Any:
        application["session"] = aiohttp.ClientSession()
        yield
        await application["session"].close()

    async def receive(request: web.Request) -> web.Response:
        activity = await request.json()
        url = f"{activity['serviceUrl']}v3/conversations/{activity['conversation']['id']}/activities"
        async with request.app["session"].post(url, json={"type": "message", "text": activity["text"]}) as response:
            await response.read()
        return web.Response()

    application.cleanup_ctx.append(session)
    application.router.add_post("/api/messages", receive)
    return application


def stock() -> web.Application:
    """botbuilder's own adapter and an echo bot, without authentication."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    class Nobody:
        APP_ID = ""
        APP_PASSWORD = ""
        APP_TYPE = "MultiTenant"
        APP_TENANTID = ""

    class Echo(ActivityHandler):  # type: ignore[misc] # the SDK publishes no types
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(turn_context.activity.text)

    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Nobody()))
    bot = Echo()

    async def receive(request: web.Request) -> web.Response:
        answer: web.Response | None = await adapter.process(request, bot)
        return answer or web.Response()

    application = web.Application()
    application.router.add_post("/api/messages", receive)
    return application


async def serve(kind: str, port: int, *rest: str) -> None:
    applications = {"raw": raw, "stock": stock}
    if kind == "coach":
        application = await coach(rest[0], rest[1], Path(rest[2]))
    else:
        application = applications[kind]()
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], int(sys.argv[2]), *sys.argv[3:]))
