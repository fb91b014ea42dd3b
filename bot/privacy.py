"""The page about privacy, in both languages: what the law has people told, with the figures that are set. Served
whatever doors are open, so that it can be read before anything is written."""

from collections.abc import Iterator
from html import escape
from typing import Final

from aiohttp import web

from bot.page import HEADERS, page
from dialogs.dates import period
from dialogs.facts import Terms
from dialogs.state import DRAFT_LIFE
from summaries.bands import K, least_members
from texts.say import LANGUAGES, Language, say

PATH: Final = "/privatliv"
ENGLISH: Final = "/privacy"


def mount(app: web.Application, *, municipality: str, terms: Terms, marks: int, k: int = K) -> None:
    """Serve the page. `marks`: days a mark of a message is kept; `k`: people behind each figure."""
    text = privacy_page(municipality, terms, marks, k)

    async def privacy(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    app.router.add_get(PATH, privacy)
    app.router.add_get(ENGLISH, privacy)


def privacy_page(municipality: str, terms: Terms, marks: int, k: int = K) -> str:
    sections = "".join(
        f'<section lang="{language}">{"".join(_section(language, municipality, terms, marks, k))}</section>'
        for language in LANGUAGES
    )
    return page(say("privacy-title", LANGUAGES[0]), sections, LANGUAGES[0])


def _section(language: Language, municipality: str, terms: Terms, marks: int, k: int) -> Iterator[str]:
    def said(key: str, **slots: str | int) -> str:
        return f"<p>{escape(say(key, language, slots))}</p>"

    def heading(key: str) -> str:
        return f"<h2>{escape(say(key, language))}</h2>"

    def kept(days: int) -> str:
        return period(days, language)

    unset = said("privacy-not-set")
    yield f"<h1>{escape(say('privacy-title', language))}</h1>"
    yield heading("privacy-heading-who")
    yield said("privacy-who", municipality=municipality) if municipality else said("privacy-who-unnamed")
    yield said("privacy-voluntary")
    yield said("privacy-basis", basis=terms.basis) if terms.basis else unset
    yield heading("privacy-heading-what") + said("privacy-what") + said("privacy-sealed")
    yield (
        heading("privacy-heading-manager")
        + said("privacy-manager", k=k, members=least_members(k))
        + said("privacy-counts-on" if terms.shared else "privacy-counts-off")
        + said("privacy-manager-never")
    )
    yield heading("privacy-heading-others") + said("privacy-seen")
    yield said("privacy-others", names=", ".join(terms.recipients)) if terms.recipients else said("privacy-nobody")
    yield said("welcome-channel")
    yield heading("privacy-heading-kept")
    yield said("welcome-kept", words=kept(terms.words), person=kept(terms.person))
    yield said(
        "privacy-kept-rest",
        drafts=kept(DRAFT_LIFE.days),
        messages=kept(terms.messages),
        marks=kept(marks),
        log=kept(terms.log),
    )
    yield heading("privacy-heading-rights") + said("privacy-rights") + said("erase-stays")
    yield heading("privacy-heading-contact")
    yield said("privacy-contact", contact=terms.contact) if terms.contact else unset
