"""Where a link to one's own data leads: to be read, or fetched as a file. Nothing of it is kept by anybody between."""

from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Final

from aiohttp import web

from bot.page import HEADERS, page
from bot.readable import as_page
from catalog_data.model import Catalogue
from service.links import PATH, Links
from service.rights import Export, Gone, as_json, export
from storage.unit import FAULTS, Store
from texts.say import LANGUAGES, Language, say

OURS: Final = {**HEADERS, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
FILES: Final = {"mine-data.json": "application/json", "mine-data.html": "text/html"}
READ: Final = "laes"


class MyData:
    """The pages behind a link. What stands behind it alone is told nobody without it: not even that there is any."""

    def __init__(
        self, store: Store, catalogue: Catalogue, links: Links, clock: Callable[[], datetime], municipality: str
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._links = links
        self._clock = clock
        self._municipality = municipality

    def mount(self, app: web.Application) -> None:
        app.router.add_get(f"{PATH}/{{token}}", self.choose)
        app.router.add_get(f"{PATH}/{{token}}/{{what}}", self.fetch)

    async def choose(self, request: web.Request) -> web.Response:
        """Says nothing about the person: chats look at links by themselves, to show what is behind them."""
        if self._person(request) is None:
            return _refusal(404, "my-data-over")
        return _answer("".join(_choices(language, request.match_info["token"]) for language in LANGUAGES))

    async def fetch(self, request: web.Request) -> web.Response:
        person, what = self._person(request), request.match_info["what"]
        if person is None or what not in {READ, *FILES}:
            return _refusal(404, "my-data-over")
        try:
            found = await export(
                self._store, self._catalogue, person, self._clock(), by="person", municipality=self._municipality
            )
        except Gone:
            return _refusal(404, "my-data-over")
        except FAULTS:
            return _refusal(503, "my-data-later")
        return _shown(found, what)

    def _person(self, request: web.Request) -> str | None:
        return self._links.person(request.match_info["token"], self._clock())


def _shown(found: Export, what: str) -> web.Response:
    if what == READ:
        return web.Response(text=as_page(found), content_type="text/html", headers=OURS)
    text = as_json(found) if what == "mine-data.json" else as_page(found)
    headers = {**OURS, "Content-Disposition": f'attachment; filename="{what}"'}
    return web.Response(text=text, content_type=FILES[what], charset="utf-8", headers=headers)


def _choices(language: Language, token: str) -> str:
    links = "".join(
        f'<li><a href="{PATH}/{escape(token)}/{what}"{" download" if what in FILES else ""}>'
        f"{escape(say(key, language))}</a></li>"
        for what, key in (
            (READ, "my-data-read"),
            ("mine-data.html", "my-data-html"),
            ("mine-data.json", "my-data-json"),
        )
    )
    heading, closing = escape(say("my-data-title", language)), escape(say("my-data-alone", language))
    return f'<section lang="{language}"><h1>{heading}</h1><ul>{links}</ul><p>{closing}</p></section>'


def _refusal(status: int, key: str) -> web.Response:
    return _answer("".join(f'<p lang="{one}">{escape(say(key, one))}</p>' for one in LANGUAGES), status)


def _answer(body: str, status: int = 200) -> web.Response:
    text = page(say("my-data-title", LANGUAGES[0]), body, LANGUAGES[0])
    return web.Response(text=text, content_type="text/html", status=status, headers=OURS)
