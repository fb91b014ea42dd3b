"""A link to one's own data: signed, for a quarter of an hour, for one person; and what the law has people told."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

import bot.about
import bot.privacy
from bot.cards.adaptive import card_of
from bot.cards.taps import submit
from bot.my_data import MyData
from bot.plain import plain_text_of
from bot.slack.blocks import message_of
from catalog_data.model import Catalogue
from dialogs.commands import read_command
from dialogs.events import Said
from dialogs.facts import Terms
from dialogs.replies import Reply, line, paragraphs
from service.links import LIFE, Links
from service.rights import erase_person
from service.turns import Coach, Knowledge
from storage.unit import Store
from tests.conftest import Clock
from tests.house import House
from tests.somebody import somebody

LINKS = Links(b"k" * 32, "https://coach.example/")
TERMS = Terms(basis="artikel 6, stk. 1, litra e", contact="DPO, dpo@by.dk", words=365, messages=7, log=400, person=730,
              recipients=("Microsoft Teams",), page="https://coach.example/privatliv")  # fmt: skip


@pytest.fixture
async def client(store: Store, catalogue: Catalogue, clock: Clock) -> AsyncIterator[Any]:
    app = web.Application()
    MyData(store, catalogue, LINKS, clock, "Prøvekøbing").mount(app)
    bot.privacy.mount(app, municipality="Prøvekøbing", terms=TERMS, marks=30)
    bot.about.mount(app, municipality="Prøvekøbing")
    async with TestClient(TestServer(app)) as its:
        yield its


def path(link: str) -> str:
    return link.removeprefix("https://coach.example")


async def test_the_link_leads_to_ones_own_data_and_nobody_elses(store: Store, clock: Clock, client: Any) -> None:
    person = await somebody(store, clock())
    await somebody(store, clock(), "den-anden")
    link = path(LINKS.make(person, clock()))
    first = await client.get(link)
    assert (first.status, first.headers["Cache-Control"]) == (200, "no-store")
    assert "kanariefugl" not in await first.text(), "chats look at links by themselves"
    assert await _log(store) == [], "and what they see is nobody's data"
    for what in re.findall(r'href="([^"]+)"', await first.text()):
        answer = await client.get(what)
        text = await answer.text()
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "kanariefugl" in text
        assert "den-anden" not in text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert ("attachment" in answer.headers.get("Content-Disposition", "")) == (not what.endswith("/laes"))
    assert json.loads(await (await client.get(f"{link}/mine-data.json")).text())["person"][0]["id"] == person
    assert {one[0] for one in await _log(store)} == {"person"}


async def _log(store: Store) -> list[Any]:
    async with store.engine.connect() as connection:
        return list((await connection.exec_driver_sql("SELECT actor, deed FROM audit")).all())


async def test_every_other_link_leads_nowhere(store: Store, clock: Clock, client: Any) -> None:
    mine, other = await somebody(store, clock()), await somebody(store, clock(), "den-anden")
    link = path(LINKS.make(mine, clock()))
    for wrong in (
        link[:-1] + ("A" if link[-1] != "A" else "B"), link.replace(mine, other), link.replace(".1", ".2", 1),
        path(Links(b"x" * 32, "https://coach.example").make(mine, clock())), "/mine-data/x", f"/mine-data/{mine}",
        f"/mine-data/{mine}.²2.x", f"/mine-data/{mine}.{'9' * 5000}.x", f"{link}.more",
    ):  # fmt: skip
        for what in ("", "/laes", "/mine-data.json"):
            answer = await client.get(wrong + what)
            text = await answer.text()
            assert answer.status == 404, wrong
            assert "kanariefugl" not in text
            if answer.content_type == "text/html":
                assert "Skriv »mine data« til coachen" in text
                assert "my data" in text
    assert (await client.get(f"{link}/andet")).status == 404
    assert (await client.get(f"{link}/laes")).status == 200


async def test_its_time_is_a_quarter_of_an_hour(store: Store, clock: Clock, client: Any) -> None:
    link = path(LINKS.make(await somebody(store, clock()), clock()))
    clock.passes(minutes=14, seconds=59)
    assert (await client.get(f"{link}/laes")).status == 200
    clock.passes(seconds=2)
    assert timedelta(minutes=15) == LIFE
    for what in ("", "/laes", "/mine-data.json", "/mine-data.html"):
        assert (await client.get(link + what)).status == 404


async def test_of_somebody_erased_there_is_nothing(store: Store, clock: Clock, client: Any) -> None:
    person = await somebody(store, clock())
    link = path(LINKS.make(person, clock()))
    await erase_person(store, person, clock(), by="person")
    assert (await client.get(f"{link}/mine-data.json")).status == 404


async def test_where_the_database_is_away_it_says_so(store: Store, clock: Clock, client: Any) -> None:
    link = path(LINKS.make(await somebody(store, clock()), clock()))
    async with store.engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE person RENAME TO persona")
    answer = await client.get(f"{link}/laes")
    assert answer.status == 503
    assert "Prøv igen om lidt" in await answer.text()


async def coach_with(house: House, knowledge: Knowledge, links: Links | None) -> None:
    house.coach = Coach(house.store, knowledge, house.delivery, house.clock, links=links)


async def test_my_data_gives_the_link_in_the_chat(house: House, knowledge: Knowledge) -> None:
    await coach_with(house, knowledge, LINKS)
    await house.greeted()
    await house.take(Said("mine data"))
    told = "\n".join("\n".join(paragraphs(one)) for one in house.door.shown[-2:])
    found = re.search(r"https://coach\.example/mine-data/(\S+?)\. ", told)
    assert found
    assert LINKS.person(found[1], house.clock()) == await house.value("SELECT id FROM person")


async def test_without_an_address_it_says_whom_to_ask(house: House, knowledge: Knowledge) -> None:
    await coach_with(house, Knowledge(knowledge.catalogue, knowledge.matcher, terms=TERMS), Links(b"k" * 32))
    await house.greeted()
    await house.take(Said("mine data"))
    assert any("spørg DPO, dpo@by.dk" in " ".join(paragraphs(one)) for one in house.door.shown)
    assert Links(b"k" * 32).make("p", house.clock(), "http://127.0.0.1:3978").startswith("http://127.0.0.1:3978/mine")


def test_the_link_can_be_followed_in_every_channel() -> None:
    address = "https://coach.example/mine-data/p.1.s"
    reply = Reply(language="da", lines=(line("my-data", kept=1, plans=0, drafts=0),
                                        line("my-data-link", address=address)), layout="card")  # fmt: skip
    card = json.dumps(card_of(reply, "q", submit), ensure_ascii=False)
    assert f'"url": "{address}"' in card
    assert f"<{address}>" in json.dumps(message_of(reply, "q").blocks, ensure_ascii=False)
    assert address in plain_text_of(reply)


class Outline(HTMLParser):
    """The structure a screen reader goes by."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[str] = []
        self.languages: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.languages += [value or "" for name, value in attrs if name == "lang"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


async def test_pages_have_a_language_a_title_one_main_and_headings_in_order(
    store: Store, clock: Clock, client: Any
) -> None:
    link = path(LINKS.make(await somebody(store, clock()), clock()))
    for address in ("/about", "/privatliv", "/privacy", link, f"{link}/laes"):
        outline = Outline(await (await client.get(address)).text())
        assert outline.languages[0] == "da"
        assert outline.tags.count("main") == outline.tags.count("title") == 1
        assert outline.headings[0] == 1
        assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
        assert not {"script", "img", "iframe", "form"} & set(outline.tags)


SIX = ("Prøvekøbing", "eftertanke", "artikel 6, stk. 1, litra e", "svar, planer og valg", "Microsoft Teams",
       "12 måneder", "24 måneder", "7 dage", "400 dage", "30 dage", "Datatilsynet", "slet mig", "DPO, dpo@by.dk",
       "mindst 5")  # fmt: skip


async def test_the_page_about_privacy_says_it_all_in_both_languages(client: Any) -> None:
    answer = await client.get("/privatliv")
    text = await answer.text()
    assert answer.status == 200
    assert [one for one in SIX if one not in text] == []
    assert 'lang="en"' in text
    assert "24 months" in text
    assert "script" not in text


@pytest.mark.parametrize(
    ("shared", "said"),
    [(False, "Du tæller kun med, hvis du selv har valgt det."), (True, "Du tæller med, til du skriver »del ikke«.")],
)
async def test_whether_one_counts_unasked_is_said_as_it_is_set(
    house: House, knowledge: Knowledge, *, shared: bool, said: str
) -> None:
    """On the page, by word, and, where it is so, at first contact."""
    terms = replace(TERMS, shared=shared)
    page = bot.privacy.privacy_page("Prøvekøbing", terms, 30)
    assert said in page
    known = Knowledge(knowledge.catalogue, knowledge.matcher, municipality="Prøvekøbing", terms=terms)
    await coach_with(house, known, None)
    await house.take(Said("hej"))
    assert ("til du skriver »del ikke«" in house.door.last) == shared
    assert "ret til at gøre indsigelse" in house.door.last
    shown = len(house.door.shown)
    await house.take(Said("privatliv"))
    assert said in "\n".join("\n".join(paragraphs(one)) for one in house.door.shown[shown:])


async def test_the_word_says_it_in_the_chat_before_anything_is_kept(house: House, knowledge: Knowledge) -> None:
    terms = Knowledge(knowledge.catalogue, knowledge.matcher, municipality="Prøvekøbing", terms=TERMS)
    await coach_with(house, terms, None)
    await house.take(Said("hej"))
    notice = "\n".join(paragraphs(house.door.shown[-1]))
    for point in ("Prøvekøbing", "Formålet", "artikel 6", "dine svar, dine planer", "Din leder ser ikke", "Teams",
                  "12 måneder", "24 måneder", "mine data", "slet mig", "DPO, dpo@by.dk", "privatliv"):  # fmt: skip
        assert point in notice, point
    shown = len(house.door.shown)
    await house.take(Said("privatliv"))
    told = "\n".join("\n".join(paragraphs(one)) for one in house.door.shown[shown:])
    assert [one for one in SIX if one not in told and one not in {"30 dage", "mindst 5"}] == []
    assert await house.count("SELECT count(*) FROM reflection") == 0
    assert read_command("Privatliv?", "da") == read_command("privacy", "en") == "privacy"
    assert read_command("vi talte om privatliv", "da") is None
