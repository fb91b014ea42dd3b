"""The page the app in Teams links to."""

import re

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot import about
from texts.say import LANGUAGES, say


async def test_it_is_served_and_allows_nothing_from_elsewhere() -> None:
    app = web.Application()
    about.mount(app, municipality="Prøvekøbing Kommune")
    async with TestClient(TestServer(app)) as client:
        response = await client.get("/about")
        text = await response.text()
    assert (response.status, response.content_type) == (200, "text/html")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not re.search(r"(?:src|href)=", text)


def test_it_says_the_same_in_both_languages() -> None:
    text = about.page("Prøvekøbing Kommune")
    for language in LANGUAGES:
        assert f'<section lang="{language}">' in text
        for key in ("app-long", "welcome-seen", "welcome-channel", "about-voluntary", "about-purpose"):
            assert say(key, language) in text
        assert say("welcome-stored-by", language, {"municipality": "Prøvekøbing Kommune"}) in text


def test_the_municipalitys_name_is_only_a_name() -> None:
    assert "<b>" not in about.page("<b>Kommune</b>")
    assert say("welcome-stored", "da") in about.page("")
