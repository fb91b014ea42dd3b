"""A page about the coach, in both languages: who it is, what it keeps, and on what terms. The app in
Teams links to it."""

from html import escape
from typing import Final

from aiohttp import web

from bot import page as shell
from texts.say import LANGUAGES, Language, say

PATH: Final = "/about"


def mount(app: web.Application, *, municipality: str) -> None:
    """Serve the page. `municipality` is named as the one who keeps the answers."""
    text = page(municipality)

    async def about(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html", headers=shell.HEADERS)

    app.router.add_get(PATH, about)


def page(municipality: str) -> str:
    """The whole page. Danish comes first, and `#privacy` and `#terms` lead to it."""
    sections = "".join(_section(language, municipality, first=language == LANGUAGES[0]) for language in LANGUAGES)
    return shell.page(say("app-name", LANGUAGES[0]), sections, LANGUAGES[0])


def _section(language: Language, municipality: str, *, first: bool) -> str:
    kept = say("welcome-stored-by" if municipality else "welcome-stored", language, {"municipality": municipality})
    privacy = (kept, *(say(key, language) for key in ("welcome-seen", "welcome-channel", "my-data-erase")))
    terms = tuple(say(key, language) for key in ("about-voluntary", "about-purpose", "about-questions"))
    parts = [
        f"<h1>{escape(say('app-full-name', language))}</h1>{_paragraphs((say('app-long', language),))}",
        f"{_heading('privacy', language, first=first)}{_paragraphs(privacy)}",
        f"{_heading('terms', language, first=first)}{_paragraphs(terms)}",
    ]
    return f'<section lang="{language}">{"".join(parts)}</section>'


def _heading(name: str, language: Language, *, first: bool) -> str:
    place = name if first else f"{name}-{language}"
    return f'<h2 id="{place}">{escape(say(f"about-{name}", language))}</h2>'


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)
