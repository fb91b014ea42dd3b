"""Whatever comes, every parser of ours gives a value or its own error, soon. COACH_FUZZ_INPUTS says how much comes
to each; `make torture` gives all of them over a million."""

import json
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timezone
from ipaddress import ip_network
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.botframework import translation as teams
from bot.botframework.activities import MalformedActivity, read_activity
from bot.botframework.refusals import error_code, retry_after
from bot.botframework.strict_json import NotJson, read_json
from bot.botframework.tokens import BadToken, _bearer, _key_id
from bot.buttons import ButtonSigner
from bot.front.addresses import sender_of
from bot.slack import speech
from bot.slack.payloads import BlockActions, EventCallback, MalformedPayload, read_body, read_envelope
from bot.slack.signature import Signature
from bot.slack.translation import pressed
from bot.terminal import text_of
from bot.web import origin, streams
from bot.web.bodies import POSTED, Start
from catalog_data.loader import FOLDER, CatalogueFaults, load_catalogue, with_own_profiles
from catalog_data.model import Catalogue
from dialogs.commands import read_command
from dialogs.guard.redacting import findings, redacted
from dialogs.joining import read_code
from dialogs.mirror import mirror
from dialogs.pace_words import read_pace
from dialogs.rhythm import Rhythm
from matching.matcher import BuiltInMatcher
from service.contacts import ContactsError, read_contacts
from service.redacting import clean
from service.roster import RosterFaults, read_roster
from settings import windows
from storage.copying import restore
from storage.refusal import DatabaseRefused
from storage.sealing import KeyFileError, Place, Sealer, SealError, key_name, read_keys
from tests.botframework_fakes import an_activity
from tests.conftest import KEY
from tests.effort import effort
from tests.mutations import spoiled
from tests.slack_person import a_button, a_message, an_envelope

INPUTS = effort("COACH_FUZZ_INPUTS", 50, 200)
SLOWEST = 5
"""Seconds after which one input has taken a catastrophic time; the largest takes some milliseconds."""
TODAY = date(2026, 11, 24)
SIGNER = ButtonSigner(KEY)
OURS = load_catalogue()
SEALER = Sealer({key_name(KEY): KEY}, key_name(KEY))

FUZZ = settings(
    max_examples=INPUTS,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)

SIGNS = "0123456789+-.:,;/\\'\"<>@#!&|~^ _\n\t\0\x1b\u200b\u202e\u2028\ufeffæøåÆ😀\ud83d²١"
WORDS = st.sampled_from(
    [
        "hver",
        "anden",
        "tredje",
        "uge",
        "mandag",
        "til",
        "onsdag",
        "og",
        "fredag",
        "kl",
        "9",
        "halv",
        "ti",
        "den",
        "31.",
        "februar",
        "2026-11-24",
        "jul",
        "pause",
        "stop",
        "menu",
        "forbind",
        "BCDF-GHJK",
        "every",
        "other",
        "week",
        "from",
        "until",
        "010190-1234",
        "86",
        "12",
        "34",
        "56",
        "a@b.dk",
        "borgeren",
        "Hansen",
        "vej",
        "7",
        "null",
        "true",
        "1e999",
        "${x}",
        "{0}",
        "%s",
        "<@U1>",
        "<!channel>",
        "[a](b)",
        "=1+1",
        "@SUM",
        "eyJ",
        "e30",
        "Bearer",
        "..",
    ]
)
TEXT = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=SIGNS, max_size=80),
    st.lists(st.one_of(WORDS, st.text(alphabet=SIGNS, max_size=3)), max_size=30).map(" ".join),
    st.tuples(
        st.sampled_from([*SIGNS, "a", "9", "a ", "9 ", "a@", "[[", "hver ", "og ", "22,33,44,55 "]),
        st.integers(1, 3000),
    ).map(lambda of: of[0] * of[1]),
)
SAID = TEXT.map(lambda text: text.encode("utf-8", "replace").decode())
"""What can be said: every door refuses halves of characters (test_half_a_character_passes_no_door)."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=12), inner, max_size=5),
    max_leaves=12,
)


def bodies(*good: Any) -> st.SearchStrategy[bytes]:
    """Good bodies spoiled in many ways, any JSON, and any bytes."""
    return st.one_of(
        st.builds(
            lambda one, seed: spoiled(one, Random(seed)),  # noqa: S311 - it must be the same again
            st.sampled_from(good),
            st.integers(0, 2**32),
        ),
        JSON.map(lambda found: json.dumps(found).encode("utf-8", "surrogatepass")),
        st.binary(max_size=300),
        st.integers(1, 20_000).map(lambda depth: b"[" * depth),
    )


@contextmanager
def soon() -> Iterator[None]:
    """Raises AssertionError when what is inside takes a catastrophic time."""

    def too_long(*_: Any) -> None:
        raise AssertionError(f"it took more than {SLOWEST} seconds")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, SLOWEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def fuzzed(parse: Callable[[Any], object], inputs: st.SearchStrategy[Any], *own: type[Exception]) -> None:
    @FUZZ
    @given(inputs)
    def any_input(given: Any) -> None:
        with soon(), suppress(*own):
            parse(given)

    any_input()


def teams_activity(body: bytes) -> None:
    inbound = read_activity(body)
    teams.heard(inbound, SIGNER)
    teams.reread(inbound)
    teams.executed(inbound, SIGNER)
    teams.newcomer(inbound)
    teams.change_id(inbound)
    teams.language_of(inbound.locale)


def slack_payload(kind_and_body: tuple[str, bytes]) -> None:
    payload = read_body(*kind_and_body)
    if isinstance(payload, BlockActions):
        pressed(payload, SIGNER)
    if isinstance(payload, EventCallback):
        speech.spoken_text(payload.event.text or "")


TAP = {
    "type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "channel": {"id": "D1"},
    "actions": [a_button() | {"action_ts": "1.1"}], "message": {"ts": "1.1", "user": "U1", "text": "x"},
}  # fmt: skip
COMMAND = {"command": "/kompetence", "team_id": "T1", "user_id": "U1", "text": "menu", "trigger_id": "1"}
SLACK = bodies(an_envelope(a_message("hej", "1.1")), TAP, {"type": "url_verification", "challenge": "x"})
FORMS = st.one_of(
    SLACK.map(lambda body: urlencode({"payload": body}).encode()),
    st.dictionaries(st.sampled_from([*COMMAND, "payload", "x"]), TEXT).map(
        lambda more: urlencode(COMMAND | more, errors="surrogatepass").encode()
    ),
    st.binary(max_size=200),
)
ACTIVITIES = bodies(
    an_activity("https://smba.trafficmanager.net/emea/"),
    an_activity("https://smba.trafficmanager.net/emea/", type="invoke", name="adaptiveCard/action",
                value={"action": {"data": {"question": "1.menu~x", "choice": "tell"}}}),
    an_activity("https://smba.trafficmanager.net/emea/", type="conversationUpdate", membersAdded=[{"id": "29:x"}]),
)  # fmt: skip
DIRECT_LINE = bodies({"type": "message", "text": "hej", "channelData": {"clientActivityID": "1"}},
                     {"type": "message", "value": {"question": "1.menu~x", "choice": "tell"}}, {"type": "typing"},
                     {"locale": "da-DK", "as": "a@b.dk"})  # fmt: skip
ROSTER = [
    "employee",
    "team",
    "parent",
    "manager",
    "profile",
    "a@b.dk",
    "Plejen",
    "Byg",
    "x",
    "",
    "=1+1",
    "@a",
    '"',
    "\0",
    "\r",
]
CELLS = st.one_of(st.sampled_from(ROSTER), TEXT)
CSV = st.one_of(
    st.lists(st.lists(CELLS, min_size=4, max_size=6).map(";".join), max_size=8).map(
        lambda rows: "\n".join(["employee;team;parent;manager;profile", *rows]).encode("utf-8", "replace")
    ),
    st.binary(max_size=300),
    TEXT.map(lambda text: text.encode("utf-16", "replace")),
)
HEADERS = st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=120)


def a_request(headers: dict[str, str]) -> web.Request:
    return make_mocked_request("GET", "/", headers=headers).clone(remote="127.0.0.1")


def sender(headers: dict[str, str]) -> None:
    sender_of(a_request(headers), [ip_network("127.0.0.0/8"), ip_network("::/0")])


def own_page(headers: dict[str, str]) -> None:
    origin.check(a_request(headers), anywhere=False)


def watermark(text: str) -> None:
    streams.watermark(make_mocked_request("GET", "/?" + urlencode({"watermark": text}, errors="replace")))


def headers_of(*names: str) -> st.SearchStrategy[dict[str, str]]:
    odd = st.sampled_from(
        ["127.0.0.1", "[::1]:7", "localhost", "1.2.3.4, 127.0.0.1", "null", "http://[", "https://a:b", "::%1"]
    )
    return st.dictionaries(st.sampled_from(names), odd | HEADERS)


def signed(signs: tuple[str, str, bytes]) -> bool:
    return Signature("secret", lambda: 0.0).fits(*signs)


PARSERS: dict[str, tuple[Callable[[Any], object], st.SearchStrategy[Any], tuple[type[Exception], ...]]] = {
    "an activity": (teams_activity, ACTIVITIES, (MalformedActivity,)),
    "strict JSON": (read_json, ACTIVITIES, (NotJson,)),
    "a Bot Framework token": (lambda text: _key_id(_bearer([text])), HEADERS | TEXT.map(lambda text: f"Bearer {text}"), (BadToken,)),
    "a connector's refusal": (error_code, bodies({"error": {"code": "BotDisabledByAdmin"}}), ()),
    "Retry-After": (lambda text: retry_after(text, datetime(2026, 11, 24, tzinfo=timezone.utc)), TEXT | HEADERS, ()),
    "a Slack event": (slack_payload, SLACK.map(lambda body: ("application/json", body)), (MalformedPayload,)),
    "a Slack form": (slack_payload, FORMS.map(lambda body: ("application/x-www-form-urlencoded", body)), (MalformedPayload,)),
    "a Slack envelope": (read_envelope, JSON, (MalformedPayload,)),
    "a Slack signature": (signed, st.tuples(TEXT, TEXT, st.binary(max_size=20)), ()),
    "Slack's markup": (speech.spoken_text, TEXT, ()),
    "a Direct Line message": (POSTED.validate_json, DIRECT_LINE, (ValidationError,)),
    "a Direct Line opening": (Start.model_validate_json, DIRECT_LINE, (ValidationError,)),
    "a watermark": (watermark, TEXT, (web.HTTPBadRequest,)),
    "an origin": (own_page, headers_of("Host", "Origin", "Sec-Fetch-Site"), (web.HTTPForbidden,)),
    "an address behind proxies": (sender, headers_of("X-Forwarded-For"), ()),
    "a button": (lambda text: SIGNER.question("web", "c", text), TEXT, ()),
    "a list of teams": (lambda content: read_roster(content, OURS), CSV, (RosterFaults,)),
    "a pace in Danish": (lambda text: read_pace(text, "da", Rhythm(), TODAY, asked=True), SAID, ()),
    "a pace in English": (lambda text: read_pace(text, "en", Rhythm(), TODAY), SAID, ()),
    "a command": (lambda text: (read_command(text, "da"), read_command(text, "en")), SAID, ()),
    "a code": (read_code, SAID, ()),
    "personal data": (lambda text: (findings(text), redacted(text, "da")), SAID, ()),
    "a mirror": (lambda text: (mirror(text, "da"), mirror(text, "en")), SAID, ()),
    "a number of windows": (windows, TEXT, (ValueError,)),
    "a sealed value": (lambda sealed: SEALER.open(Place("t", "c", "r"), sealed), st.binary(max_size=100), (SealError,)),
    "a line of the log": (clean, TEXT, ()),
}  # fmt: skip


@pytest.mark.parametrize("name", PARSERS)
def test_a_parser_gives_a_value_or_its_own_error(name: str) -> None:
    parse, inputs, own = PARSERS[name]
    fuzzed(parse, inputs, *own)


@pytest.mark.parametrize("half", ["\ud83d", "a\udfff"])
def test_half_a_character_passes_no_door(half: str) -> None:
    as_json = [json.dumps(good | {"text": half}) for good in ({"type": "message"}, an_activity("https://x.example/"))]
    bytes_too = [one.replace(json.dumps(half), f'"{half}"').encode("utf-8", "surrogatepass") for one in as_json]
    for direct_line, teams_sends in ((as_json[0].encode(), as_json[1].encode()), tuple(bytes_too)):
        with pytest.raises(ValidationError):
            POSTED.validate_json(direct_line)
        with pytest.raises(MalformedActivity):
            read_activity(teams_sends)
    event = an_envelope(a_message(half, "1.1"))
    with pytest.raises(MalformedPayload):
        read_body("application/json", json.dumps(event).encode())
    with pytest.raises(MalformedPayload):
        read_envelope(event)
    with pytest.raises(MalformedPayload):
        read_body(
            "application/x-www-form-urlencoded", urlencode(COMMAND | {"text": half}, errors="surrogatepass").encode()
        )
    assert text_of(f"{half}\n") == half.encode("utf-8", "replace").decode()


def test_the_matcher_reads_anything(matcher: BuiltInMatcher) -> None:
    fuzzed(lambda text: matcher.match(text, topic=None, language="da"), SAID)


def test_a_key_file_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"

    def read(content: bytes) -> None:
        path.write_bytes(content)
        read_keys(path)

    good = b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    lines = st.lists(st.one_of(st.just(good), st.binary(max_size=60), st.just(b"\n"), st.just(b"=")), max_size=4)
    fuzzed(read, lines.map(b"\n".join), KeyFileError)


def toml(good: bytes) -> st.SearchStrategy[bytes]:
    """Good TOML with a part cut out and another put in, TOML of another shape, and any bytes."""
    (table,) = {line for line in good.splitlines() if line.startswith(b"[[")}
    instead = [one.replace(b"%s", table.strip(b"[]")) for one in OTHER_SHAPES]
    cut = st.tuples(st.integers(0, len(good)), st.integers(0, len(good)), st.binary(max_size=8) | PIECES).map(
        lambda at: good[: min(at[:2])] + at[2] + good[max(at[:2]) :]
    )
    return st.one_of(cut, st.sampled_from([*instead, *NEVER_TOML]), st.binary(max_size=50))


PIECES = st.sampled_from(
    [b"[[", b"]]", b"= 1", b'"', b"'" * 3, b'"' * 3, b"= {", b"= [", b"1979-13-01", b"\\uD800", b"nan", b"#"]
)
OTHER_SHAPES = (
    b"%s = 1",
    b"%s = [1]",
    b"[%s]",
    b"[[%s]]\nname = 1",
    b"%s = [[]]",
    b"[[%s]]\n[%s.x]",
    b"[[%s.x]]",
    b"%s = [{a = {}}]",
)
NEVER_TOML = (b"a = " + b"[" * 3000, b"a = " + b"{b=" * 3000, b"a = 1" + b"0" * 5000, b"a" + b".a" * 3000 + b" = 1", b"\xef\xbb\xbf")  # fmt: skip
CONTACTS = b"""[[contact]]
for = "AMR"
unit = "Plejen"
name = "Lis"
reach = "lokal 1234"
owner = "HR"
checked = 2026-11-02

[[contact]]
name = "Linjen"
reach = "20 30 40 50"
"""
OWN_PROFILES = b"""[[profile]]
key = "havn"
name_da = "Havn"
name_en = "Harbour"
for_da = "Dig, der passer havnen."
for_en = "You who look after the harbour."
core = ["1.1.1", "1.1.2", "1.1.10", "1.1.13", "1.3.1", "1.3.2", "1.3.5", "2.1.1", "3.2.1", "3.2.2"]
more = ["1.2.1", "1.2.5"]
words = ["havn"]
certain = ["citizens"]
"""


def test_the_municipalitys_own_files_are_read_or_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "own.toml"

    def reading(reader: Callable[[Path], object]) -> Callable[[bytes], None]:
        def read(content: bytes) -> None:
            file.write_bytes(content)
            reader(file)

        return read

    contacts = reading(read_contacts)
    profiles = reading(lambda file: with_own_profiles(catalogue, file))
    contacts(CONTACTS)
    profiles(OWN_PROFILES)
    fuzzed(contacts, toml(CONTACTS), ContactsError)
    fuzzed(profiles, toml(OWN_PROFILES), CatalogueFaults)


def test_a_catalogue_is_read_or_refused(tmp_path: Path) -> None:
    """One file of it spoiled: the rest is linked to."""
    for file in FOLDER.rglob("*.toml"):
        (tmp_path / file.relative_to(FOLDER)).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file.relative_to(FOLDER)).symlink_to(file)
    spoilt = tmp_path / "systems.toml"
    good = spoilt.read_bytes()
    spoilt.unlink()

    def read(content: bytes) -> None:
        spoilt.write_bytes(content)
        with suppress(CatalogueFaults):
            load_catalogue(tmp_path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.test_fuzz_parsers.SLOWEST", 60)
        settings(FUZZ, max_examples=max(5, INPUTS // 40))(given(toml(good))(read))()


async def test_a_broken_backup_is_refused(tmp_path: Path) -> None:
    random = Random(7)  # noqa: S311 - no secret hangs on it
    whole = tmp_path / "whole.db"
    with sqlite3.connect(whole) as database:
        database.executescript("CREATE TABLE conversation (id TEXT); INSERT INTO conversation VALUES ('x');")
    database.close()
    good = whole.read_bytes()
    broken = tmp_path / "broken.db"
    for _ in range(max(20, INPUTS // 10)):
        content = bytearray(good)
        for _ in range(random.choice((0, 1, 8, 200))):
            content[random.randrange(len(content))] = random.randrange(256)
        broken.write_bytes(content[: random.choice((0, 10, 99, len(content), random.randrange(len(content))))])
        with pytest.raises(DatabaseRefused):
            await restore(
                broken, f"sqlite+aiosqlite:///{tmp_path}/coach.db", SEALER, datetime(2026, 11, 24, tzinfo=timezone.utc)
            )
        assert not (tmp_path / "coach.db").exists()


def endless(_: str) -> None:
    while True:
        pass


def test_another_error_or_a_catastrophic_time_is_seen() -> None:
    """The two things this file is to find, found."""
    with pytest.raises(KeyError):
        fuzzed(lambda text: {}[text], TEXT, ValueError)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(AssertionError, match="took more"):
        patch.setattr("tests.test_fuzz_parsers.SLOWEST", 0.05)
        fuzzed(endless, st.just("x"))
