"""A second reader in the talk: what it is shown and what it never is, and that no turn depends on it."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

import bot.health
from catalog_data.model import Catalogue
from dialogs.contacts import Contact
from dialogs.events import Joined, Said
from dialogs.facts import Heard, Hearing
from dialogs.rereading import may_be_reread
from matching.matcher import BuiltInMatcher
from matching.types import Match
from service.second_reader import FAULT, NoReading, Rereading, Tally
from service.turns import Coach, Knowledge
from settings import SettingsError, read_settings
from storage.unit import Store
from tests.conftest import Clock
from tests.test_turns import House

CALLED = "i går ringede jeg til en borger i stedet for at skrive et brev"
NUMBER = "20 21 22 23"
OTHER = "4.3.1"


def only(code: str) -> Callable[[Hearing], Match]:
    """A reader who always hears this code."""

    def read(hearing: Hearing) -> Match:
        best = hearing.match.candidates[0].model_copy(update={"code": code})
        return Match(outcome="propose", candidates=(best, *hearing.match.candidates[1:]))

    return read


class FakeReader:
    """Keeps what it was shown; while it reads, another transaction must be free to write."""

    def __init__(self, read: Callable[[Hearing], Match], store: Store | None = None) -> None:
        self.answer = read
        self.outside = False
        self.shown: list[str] = []
        self.closed = False
        self._store = store

    async def read(self, hearing: Hearing) -> Match:
        self.shown.append(hearing.heard.text)
        if self._store is not None:
            async with self._store.unit():
                pass
        return self.answer(hearing)

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def reader(store: Store) -> FakeReader:
    return FakeReader(only(OTHER), store)


@pytest.fixture
async def house(
    store: Store, catalogue: Catalogue, matcher: BuiltInMatcher, clock: Clock, reader: FakeReader
) -> AsyncIterator[House]:
    rereading = Rereading(reader, catalogue, 30)
    knowledge = Knowledge(catalogue, matcher, contacts=(Contact("TR", "lokal 1"),), rereading=rereading)
    built = House(store, knowledge, clock)
    yield built
    await built.delivery.stop()


def tally(house: House) -> dict:
    assert house.coach._knowledge.rereading is not None
    return house.coach._knowledge.rereading.tally.shown()


async def test_the_coach_proposes_what_the_second_reader_heard(house: House, reader: FakeReader, catalogue: Catalogue):
    await house.greeted()
    await house.take(Said(CALLED))
    await house.tap("good")
    assert catalogue.prose(OTHER, "da").name in house.door.last
    assert reader.shown
    assert set(reader.shown) == {CALLED}
    assert tally(house) == {"answered": len(reader.shown), "fell_back": {}}


@pytest.mark.parametrize("fault", [NoReading("unreachable"), RuntimeError(CALLED), KeyError(CALLED), TimeoutError()])
async def test_whatever_happens_to_the_reader_the_talk_goes_on_with_the_built_in_match(
    house: House, reader: FakeReader, catalogue: Catalogue, matcher: BuiltInMatcher, fault: Exception
):
    def failing(_hearing: Hearing) -> Match:
        raise fault

    reader.answer = failing
    await house.greeted()
    with capture_logs() as logs:
        await house.take(Said(CALLED))
        await house.tap("good")
    built_in = matcher.match(CALLED, topic=None, language="da").candidates[0].code
    assert built_in != OTHER
    assert catalogue.prose(built_in, "da").name in house.door.last
    assert tally(house)["answered"] == 0
    assert sum(tally(house)["fell_back"].values()) == len(reader.shown) > 0
    assert CALLED not in str(logs)


@pytest.mark.parametrize("outside", [True, False])
async def test_the_notice_says_it_where_answers_leave_the_house(
    house: House, catalogue: Catalogue, reader: FakeReader, outside: bool
):
    reader.outside = outside
    known = replace(house.coach._knowledge, rereading=Rereading(reader, catalogue, 30))
    house.coach = Coach(house.store, known, house.delivery, house.clock)
    await house.take(Joined())
    assert ("Et sprogprogram, som kommunen har valgt, læser med" in house.door.last) is outside


async def test_words_of_distress_are_shown_to_nobody_and_not_even_counted(house: House, reader: FakeReader):
    await house.greeted()
    await house.take(Said(CALLED))
    before, shown = tally(house), list(reader.shown)
    await house.take(Said("jeg bliver mobbet på arbejdet, og jeg græder hver dag"))
    assert "TR: lokal 1" in house.door.last
    assert (tally(house), reader.shown) == (before, shown)


async def test_personal_data_is_never_shown_even_where_somebody_insists_on_it(
    house: House, reader: FakeReader, matcher: BuiltInMatcher, monkeypatch: pytest.MonkeyPatch
):
    heard: list[str] = []
    match = matcher.match

    def listening(text: str, **known: Any) -> Match:
        heard.append(text)
        return match(text, **known)

    monkeypatch.setattr(matcher, "match", listening)
    await house.greeted()
    said = f"i går ringede jeg til en borger på {NUMBER} i stedet for at skrive"
    await house.take(Said(said))
    await house.take(Said(f"{said} et langt brev"))
    assert (await house.state()).step == "personal-data"
    assert heard  # what is heard has been cleaned by then, and who reads again is the second wall
    assert not any(NUMBER in text for text in heard)
    assert reader.shown == []  # not even the cleaned text, before the person has agreed to it


async def test_the_cleaned_text_is_shown_once_the_person_takes_it(house: House, reader: FakeReader):
    await house.greeted()
    await house.take(Said(f"i går ringede jeg til en borger på {NUMBER} i stedet for at skrive"))
    await house.tap("use-suggestion")
    assert len(reader.shown) == 1
    assert NUMBER not in reader.shown[0]


async def test_what_the_person_drops_is_shown_to_nobody(house: House, reader: FakeReader, clock: Clock):
    await house.greeted()
    await house.take(Said(CALLED))
    clock.passes(hours=1)
    await house.take(Said("jeg skrev også et brev til hende bagefter"))
    assert (await house.state()).step == "resume"
    before = list(reader.shown)
    await house.tap("drop")
    assert reader.shown == before


async def test_the_cleaned_suggestion_may_be_shown(house: House, reader: FakeReader):
    await house.greeted()
    await house.take(Said(f"i går ringede jeg til en borger på {NUMBER} i stedet for at skrive"))
    await house.tap("use-suggestion")
    assert reader.shown
    assert all(NUMBER not in text and "[telefonnummer]" in text for text in reader.shown)


@pytest.mark.parametrize(
    ("text", "may"),
    [
        (CALLED, True),
        ("ja", False),
        ("3.2.1", False),
        ("det gik godt", False),
        (f"ring til borgeren på {NUMBER} om brevet i morgen", False),
        ("skriv til karen.hansen@kommune.dk om brevet i morgen", False),
        ("borgeren 010190-1234 fik et langt brev om sagen", False),
        ("jeg bliver mobbet på arbejdet, og jeg græder hver dag", False),
    ],
)
def test_what_may_be_read_again(catalogue: Catalogue, text: str, may: bool):
    assert may_be_reread(Heard(text, None, "da"), catalogue) is may


async def test_a_reader_that_is_ready_and_one_that_is_not_stand_in_readyz(store: Store):
    counted = Tally(answered=3)
    counted.fell_back["too slow"] += 2
    for given, expected in ((counted, {"answered": 3, "fell_back": {"too slow": 2}}), (None, None)):
        app = web.Application()
        bot.health.mount(app, store.engine, given)
        async with TestClient(TestServer(app)) as client:
            reply = await client.get("/readyz")
            assert reply.status == 200
            assert (await reply.json()).get("second_reader") == expected


async def test_a_fault_is_counted_without_what_it_said(catalogue: Catalogue, matcher: BuiltInMatcher):
    def failing(_hearing: Hearing) -> Match:
        raise ValueError(CALLED)

    rereading = Rereading(FakeReader(failing), catalogue, 30)
    match = matcher.match(CALLED, topic=None, language="da")
    with capture_logs() as logs:
        await rereading.reread(Hearing(Heard(CALLED, None, "da"), match, ()))
    assert rereading.tally.fell_back == {FAULT: 1}
    assert "ValueError" in str(logs)
    assert CALLED not in str(logs)
    assert CALLED not in json.dumps(rereading.tally.shown())


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"COACH_{name.upper()}", value)


@pytest.mark.parametrize(
    "url",
    [
        "https://ai.kommune.example/v1/chat/completions",
        "http://127.0.0.1:8000/v1/",
        "http://[::1]/v1/",
        "http://localhost/v1/x?y=1",
    ],
)
def test_where_answers_may_be_sent(monkeypatch: pytest.MonkeyPatch, url: str):
    given(monkeypatch, reader_url=url, reader_model="m")
    assert read_settings().reader_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://ai.kommune.example/v1/", "http://127.0.0.1.example/v1/", "http://localhost@example/v1/", "ftp://127.0.0.1/",
        "https://me:secret@ai.example/v1/", "ai.example/v1/", "https://ai.example", "HTTP://10.0.0.1/v1/",
    ],
)  # fmt: skip
def test_where_they_may_not(monkeypatch: pytest.MonkeyPatch, url: str):
    given(monkeypatch, reader_url=url, reader_model="m")
    with pytest.raises(SettingsError, match="COACH_READER_URL: should be a whole https:// address"):
        read_settings()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reader_url": "https://ai.example/v1/"}, "COACH_READER_URL needs COACH_READER_MODEL too"),
        ({"reader_url": "https://ai.example/v1/", "reader_model": "m", "embeddings_folder": "x"}, "choose one"),
        ({"reader_seconds": "0"}, "COACH_READER_SECONDS"),
    ],
)
def test_half_a_second_reader_is_refused_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], said: str
):
    given(monkeypatch, **values)
    with pytest.raises(SettingsError, match=said):
        read_settings()
