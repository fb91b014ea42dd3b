"""The package Teams installs: complete, valid by the official schema, in both languages, with icons of the right kind."""

import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from bot.about import page
from dialogs.commands import read_command
from manifest.build import PACKAGE, documents, main, validated, write
from manifest.documents import HERE, TRANSLATED
from manifest.settings import PackageError, PackageSettings, read_package_settings
from texts.say import Language

SETTINGS = PackageSettings(app_id="5d8d6ab1-0b2c-4c1e-9d1f-0123456789ab", public_url="https://coach.example.dk/")
MOST_COMMANDS = 10


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("APP_ID", "PUBLIC_URL", "MUNICIPALITY", "PRIVACY_URL", "TERMS_URL"):
        monkeypatch.delenv(f"COACH_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_official_validator_accepts_it() -> None:
    validated(documents(SETTINGS))


@pytest.mark.parametrize(
    ("name", "spoiled", "complaint"),
    [
        ("manifest.json", {"name": {"short": "x" * 31}}, "must NOT have more than 30 characters"),
        ("manifest.json", {"id": "{{APP_ID}}"}, "must match pattern"),
        ("manifest.json", {"unheardOf": 1}, "must NOT have additional properties"),
        ("en.json", {"name.short": "x" * 31}, "must NOT have more than 30 characters"),
        ("en.json", {"bots[0].commandLists[0].commands[12].title": "x"}, "must NOT have additional properties"),
    ],
)
def test_the_official_validator_refuses_a_spoiled_one(name: str, spoiled: dict[str, Any], complaint: str) -> None:
    files = documents(SETTINGS)
    with pytest.raises(PackageError, match=complaint) as refused:
        validated(files | {name: files[name] | spoiled})
    assert all(said.startswith(f"{name}: ") for said in str(refused.value).splitlines())


def test_the_package_holds_what_the_manifest_names(tmp_path: Path) -> None:
    write(documents(SETTINGS), tmp_path / "first.zip")
    write(documents(SETTINGS), tmp_path / "second.zip")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "first.zip") as package:
        manifest = json.loads(package.read("manifest.json"))
        languages = [one["file"] for one in manifest["localizationInfo"]["additionalLanguages"]]
        assert sorted(package.namelist()) == sorted(["manifest.json", *manifest["icons"].values(), *languages])


def test_it_is_for_this_app_at_this_address() -> None:
    manifest = documents(SETTINGS)["manifest.json"]
    assert manifest["id"] == manifest["bots"][0]["botId"] == SETTINGS.app_id
    assert manifest["validDomains"] == ["coach.example.dk"]
    assert manifest["bots"][0]["scopes"] == ["personal", "team"]
    links = {name: url for name, url in manifest["developer"].items() if name.endswith("Url")}
    assert set(links.values()) == {f"https://coach.example.dk/about{part}" for part in ("", "#privacy", "#terms")}
    assert all(f'id="{part}"' in page("") for part in ("privacy", "terms"))


def test_the_municipality_may_have_pages_of_its_own() -> None:
    own = SETTINGS.model_copy(
        update={"municipality": "Prøvekøbing Kommune", "privacy_url": "https://kommune.example.dk/privatliv"}
    )
    developer = documents(own)["manifest.json"]["developer"]
    assert developer["name"] == "Prøvekøbing Kommune"
    assert developer["privacyUrl"] == "https://kommune.example.dk/privatliv"
    assert developer["termsOfUseUrl"] == "https://coach.example.dk/about#terms"


def commands(language: Language) -> list[str]:
    files = documents(SETTINGS)
    if language == "da":
        return [one["title"] for one in files["manifest.json"]["bots"][0]["commandLists"][0]["commands"]]
    return [words for name, words in files[f"{language}.json"].items() if name.endswith("].title")]


@pytest.mark.parametrize("language", ["da", *TRANSLATED])
def test_every_command_it_lists_is_one(language: Language) -> None:
    listed = commands(language)
    assert 0 < len(listed) <= MOST_COMMANDS
    assert all(read_command(title, language) for title in listed)


def test_made_from_the_environment(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COACH_APP_ID", SETTINGS.app_id)
    monkeypatch.setenv("COACH_PUBLIC_URL", "https://coach.example.dk")
    main()
    assert zipfile.is_zipfile(PACKAGE)
    assert capsys.readouterr().out == f"{PACKAGE}: for app {SETTINGS.app_id} at https://coach.example.dk\n"


GOOD = {"APP_ID": SETTINGS.app_id, "PUBLIC_URL": "https://coach.example.dk"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"APP_ID": None}, ["COACH_APP_ID is missing"]),
        ({"APP_ID": None, "PUBLIC_URL": None}, ["COACH_APP_ID is missing", "COACH_PUBLIC_URL is missing"]),
        ({"PUBLIC_URL": ""}, ["COACH_PUBLIC_URL is missing"]),
        ({"APP_ID": "my-app"}, ["COACH_APP_ID is wrong"]),
        ({"PUBLIC_URL": "http://coach.example.dk"}, ["COACH_PUBLIC_URL is wrong"]),
        ({"PUBLIC_URL": "https://"}, ["COACH_PUBLIC_URL is wrong"]),
        ({"PRIVACY_URL": "ftp://x"}, ["COACH_PRIVACY_URL is wrong"]),
        ({"MUNICIPALITY": "x" * 33}, ["COACH_MUNICIPALITY is wrong"]),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None], said: list[str]
) -> None:
    for name, value in (GOOD | changes).items():
        if value is not None:
            monkeypatch.setenv(f"COACH_{name}", value)
    with pytest.raises(PackageError) as refused:
        read_package_settings()
    lines = str(refused.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == said
    with pytest.raises(SystemExit, match=said[0]):
        main()
    assert not PACKAGE.exists()


def pixels(name: str) -> tuple[int, int, list[bytes]]:
    """Width, height and the RGBA values of an icon."""
    data = (HERE / "icons" / name).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26])
    assert depth == 8
    size = {2: 3, 6: 4}[colour]
    packed, at = b"", 8
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    return width, height, _rows(zlib.decompress(packed), width, height, size)


def _rows(raw: bytes, width: int, height: int, size: int) -> list[bytes]:
    """Undo the filter of each row (PNG, section 9)."""
    found, above, stride = [], bytearray(width * size), width * size
    for row in range(height):
        kind, *line = raw[row * (stride + 1) : (row + 1) * (stride + 1)]
        for n in range(stride):
            left = line[n - size] if n >= size else 0
            corner = above[n - size] if n >= size else 0
            line[n] = (line[n] + _guess(kind, left, above[n], corner)) & 0xFF
        above = bytearray(line)
        found += [bytes(line[n : n + size]) for n in range(0, stride, size)]
    return found


def _guess(kind: int, left: int, above: int, corner: int) -> int:
    nearest = min((left, above, corner), key=lambda one: abs(left + above - corner - one))
    return (0, left, above, (left + above) // 2, nearest)[kind]


def test_the_colour_icon_fills_its_square() -> None:
    width, height, seen = pixels("color.png")
    assert (width, height) == (192, 192)
    corners = {seen[place] for place in (0, 191, 192 * 191, 192 * 192 - 1)}
    assert {one[:3] for one in corners} == {bytes.fromhex("1d5a50")}
    assert all(one[3:] in {b"", b"\xff"} for one in seen)


def test_the_outline_icon_is_white_on_nothing() -> None:
    width, height, seen = pixels("outline.png")
    assert (width, height) == (32, 32)
    drawn = [one for one in seen if one[3]]
    assert all(one[:3] == b"\xff\xff\xff" for one in drawn)
    assert 0 < len(drawn) < len(seen) / 2
    assert not seen[0][3]
