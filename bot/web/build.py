"""The browser door, put together. For trying the coach out: in production only where it is switched on."""

from aiohttp import web

from bot.buttons import ButtonSigner
from bot.web import page, routes
from bot.web.directline import DirectLine
from bot.web.door import Takes, WebDoor
from bot.web.log import Logs
from bot.web.visitors import Visitors


def build(
    app: web.Application,
    *,
    coach: Takes,
    signer: ButtonSigner,
    visitor_key: bytes,
    anywhere: bool = False,
    pretending: bool = True,
    https: bool = False,
) -> WebDoor:
    """Mount the page and its routes on `app`. The door returned shows the coach's replies.

    With `anywhere`, other machines than this one may come too. With `pretending`, a page may say which
    employee it is, and nobody checks. `https`: the page is reached by it, through a proxy too.
    """
    logs = Logs()
    page.mount(app, anywhere=anywhere)
    visitors = Visitors(visitor_key, pretending=pretending and not anywhere)
    line = DirectLine(logs, coach, signer, visitors, https=https)
    routes.mount(app, line, logs, anywhere=anywhere)
    return WebDoor(signer, logs)
