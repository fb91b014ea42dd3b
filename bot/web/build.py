"""The browser door, put together. Only for trying the coach out: never mounted in production."""

from aiohttp import web

from bot.buttons import ButtonSigner
from bot.web import page, routes
from bot.web.directline import DirectLine
from bot.web.door import Takes, WebDoor
from bot.web.log import Logs
from bot.web.visitors import Visitors


def build(
    app: web.Application, *, coach: Takes, signer: ButtonSigner, visitor_key: bytes, anywhere: bool = False
) -> WebDoor:
    """Mount the page and its routes on `app`. The door returned shows the coach's replies.

    With `anywhere`, other machines than this one may come too.
    """
    logs = Logs()
    page.mount(app, anywhere=anywhere)
    routes.mount(
        app, DirectLine(logs, coach, signer, Visitors(visitor_key), anywhere=anywhere), logs, anywhere=anywhere
    )
    return WebDoor(signer, logs)
