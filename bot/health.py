"""For whoever runs the service: is it alive, and is it ready?"""

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.migrating import is_current
from storage.oversight import count_open
from storage.unit import FAULTS


def mount(app: web.Application, engine: AsyncEngine) -> None:
    """`/healthz`: the process answers. `/readyz`: the database answers and has today's schema; with it, how
    many messages wait, nobody can tell of, or will never be shown."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_request: web.Request) -> web.Response:
        try:
            current = await is_current(engine)
            outbox = dict(await count_open(engine)) if current else {}
        except FAULTS:
            return web.json_response({"ready": False, "database": "unreachable"}, status=503)
        migrations = "current" if current else "missing"
        details = {"ready": current, "database": "reachable", "migrations": migrations, "outbox": outbox}
        return web.json_response(details, status=200 if current else 503)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
