"""Nothing of a citizen's data gets past the guard: not into state or outbox, database or log.

Everything that is sealed is written down before it is sealed, so that encryption hides nothing
from the search; then the database's own bytes are searched as well.
"""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from catalog_data.model import Catalogue
from dialogs.events import Said
from dialogs.facts import Contact
from matching.types import Matcher
from service.logs import configure_logs
from service.turns import Knowledge
from storage.database import open_database
from storage.key_file import key_name
from storage.migrating import migrate
from storage.sealing import Place, Sealer
from storage.unit import Store
from tests.coaching import Conversation
from tests.conftest import KEY, Clock
from tests.house import House

TELLING = (
    "i går ringede jeg til borgeren Kanarius Fuglsang på 20 30 40 51 om 120341-1299, skrev til kanarius@fugl.example, "
    "kørte til Kanariegade 17, 2. tv og rettede konto 1234 0099887766 i sagsnr. 24/98765"
)
# Each with enough around it that no id, key or sealed byte says it by chance.
CANARIES = ("Kanarius", "Fuglsang", "20 30 40 51", "20304051", "-1299,", "om 120341", "fugl.example",
            "Kanariegade", "0099887766", "/98765")  # fmt: skip


class Witness(Sealer):
    """Seals, and remembers what it was given to seal."""

    def __init__(self) -> None:
        super().__init__({key_name(KEY): KEY}, key_name(KEY))
        self.sealed: list[str] = []

    def seal(self, place: Place, text: str) -> bytes:
        self.sealed.append(text)
        return super().seal(place, text)

    def of(self, person: str, wrapped: bytes | None) -> Sealer:
        """A person's own sealer remembers for this one."""
        theirs = super().of(person, wrapped)
        seal = theirs.seal

        def witnessed(place: Place, text: str) -> bytes:
            self.sealed.append(text)
            return seal(place, text)

        if theirs is not self:
            theirs.seal = witnessed  # type: ignore[method-assign]
        return theirs


@pytest.fixture
def witness() -> Witness:
    return Witness()


@pytest.fixture
async def house(
    tmp_path: Path, witness: Witness, catalogue: Catalogue, matcher: Matcher, clock: Clock
) -> AsyncIterator[House]:
    engine = open_database(f"sqlite+aiosqlite:///{tmp_path}/coach.db")
    await migrate(engine)
    knowledge = Knowledge(catalogue, matcher, contacts=(Contact("TR", "lokal 1"),), municipality="Prøvekøbing")
    built = House(Store(engine, witness), knowledge, clock)
    yield built
    await built.delivery.stop()
    await engine.dispose()


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that any library logs, at the least severe level."""
    before = logging.root.handlers[:], logging.root.level
    configure_logs("debug")
    logging.root.addHandler(caplog.handler)
    logging.root.setLevel(logging.DEBUG)
    yield caplog
    logging.root.handlers[:], level = before
    logging.root.setLevel(level)
    structlog.reset_defaults()


async def a_conversation(house: House) -> None:
    """One whole reflection in which every free text is first told with a citizen's data in it."""
    await house.take(Said(TELLING))  # before the notice
    await house.greeted()
    for answer in ("jeg ringede til hende om planen i stedet for at skrive", "fint", "ja", "jeg vil ringe først",
                   "når hun ringer, så svarer jeg", "1", "gem"):  # fmt: skip
        await house.take(Said(TELLING))
        await house.take(Said("skriv om"))
        await house.take(Said(f"{answer} ved 010203-1299, igen"))  # written again, and again with a number
        await house.take(Said(answer))
    for command in ("menu", "1", "mit forløb", "ret"):
        await house.take(Said(command))
        await house.take(Said(TELLING))
        await house.take(Said("brug forslaget"))
    house.clock.passes(hours=2)
    await house.take(Said(TELLING))


def bytes_of(folder: Path) -> bytes:
    """The database with its log, byte by byte."""
    return b"".join(file.read_bytes() for file in sorted(folder.glob("coach.db*")))


def seen_in(texts: Iterator[str] | list[str]) -> set[str]:
    return {canary for text in texts for canary in CANARIES if canary in text}


async def test_no_byte_of_it_is_stored_sealed_logged_or_shown(
    house: House, witness: Witness, logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    await a_conversation(house)
    assert seen_in(witness.sealed) == set()
    assert any("[cpr-nummer]" in text for text in witness.sealed), "the suggestion was stored, so the search can find"
    assert seen_in([logged.text, *capfd.readouterr()]) == set()
    assert "aiosqlite" in logged.text, "other libraries were logging"
    assert seen_in([one.model_dump_json() for one in house.door.shown]) == set()
    on_disk = bytes_of(tmp_path)
    assert b"SQLite format 3" in on_disk
    assert seen_in([on_disk.decode("latin-1")]) == set()


async def test_without_the_guard_the_search_finds_it(
    house: House, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogs.turn.redacted", lambda *_args, **_kwargs: None)
    await a_conversation(house)
    assert set(CANARIES) - {"20304051"} <= seen_in(witness.sealed)


def test_the_matcher_never_hears_it(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue).greeted()
    for said in ("[Bare fortæl]", TELLING, "[Skriv om]", TELLING, f"jeg skrev til {TELLING}", "[Brug forslaget]"):
        talk.says(said)
    heard = [one.text for one in talk.matcher.heard]
    assert seen_in(heard) == set()
    assert any("[cpr-nummer]" in text for text in heard)


@pytest.mark.parametrize("step", ["[Bare fortæl]", "[Vælg emne]", "mit forløb", "menu"])
def test_it_is_caught_wherever_one_writes(catalogue: Catalogue, step: str) -> None:
    talk = Conversation(catalogue).greeted()
    talk.says(step)
    assert "Skriv det uden personoplysninger." in talk.says(TELLING)
    assert seen_in([talk.state.model_dump_json()]) == set()
    assert talk.labels() == ["Brug forslaget", "Skriv om"]


def test_written_again_with_data_in_it_it_is_caught_again(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue).greeted()
    talk.says("[Bare fortæl]")
    talk.says(TELLING)
    assert "Skriv det uden personoplysninger." in talk.says(TELLING)
    talk.says("jeg ringede til hende om planen i stedet for at skrive")
    assert talk.state.draft is not None
    assert talk.state.draft.episode == "jeg ringede til hende om planen i stedet for at skrive"


def test_the_halves_of_a_number_in_two_messages_are_caught(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue).greeted()
    talk.says("[Bare fortæl]")
    talk.says("hende 120341")
    assert "Skriv det uden personoplysninger." in talk.says("1299 var de sidste fire tal")
    assert "1299" not in talk.state.model_dump_json()


def test_a_suggestion_kept_while_away_is_not_lost(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue).greeted()
    talk.says("[Bare fortæl]")
    talk.says(TELLING)
    talk.now += timedelta(hours=2)
    talk.says("[Brug forslaget]")
    assert talk.state.draft is not None
    assert "[cpr-nummer]" in talk.state.draft.episode


def test_what_was_taken_out_is_not_mirrored_as_the_persons_word(catalogue: Catalogue) -> None:
    talk = Conversation(catalogue).greeted()
    talk.says("[Bare fortæl]")
    talk.says("slog 120341-1299 op igen og igen")
    assert "nummer" not in talk.says("[Brug forslaget]")


def test_now_and_then_the_first_question_asks_for_no_names(catalogue: Catalogue) -> None:
    """The first time, then every fourth: over twelve it has met every perspective."""
    talk = Conversation(catalogue).greeted()
    met = set()
    for n in range(12):
        talk.says("menu")
        said = "Skriv uden navne." in talk.says("[Bare fortæl]")
        assert said == (n % 4 == 0), n
        assert talk.state.draft is not None
        if said:
            met.add(talk.state.draft.perspective)
        talk.says("stop")
        talk.says("[Slet]")
    assert met == {"use", "develop", "contribute"}
