"""The chat page and its files: nothing foreign on it, nothing unpinned under it."""

import base64
import hashlib
import io
import re
import tarfile
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web import assets, page
from bot.web.assets import AssetsError, Pin, fetch, read_pin

SCRIPT = b"window.WebChat = {};"


async def got(path: str) -> tuple[int, dict[str, str], str]:
    app = web.Application()
    page.mount(app, anywhere=False)
    async with TestClient(TestServer(app)) as client:
        response = await client.get(path)
        return response.status, dict(response.headers), await response.text()


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The chat's script is in place."""
    script = tmp_path / "webchat.js"
    script.write_bytes(SCRIPT)
    monkeypatch.setitem(page.FILES, "webchat.js", script)


@pytest.mark.usefixtures("fetched")
async def test_the_page_allows_nothing_from_elsewhere():
    status, headers, text = await got("/")
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert status == 200
    assert (policy["default-src"], policy["script-src"], policy["frame-ancestors"]) == ("'none'", "'self'", "'none'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    (nonce,) = re.findall(r"'nonce-([^']+)'", policy["style-src"])
    assert f'nonce="{nonce}"' in text


@pytest.mark.usefixtures("fetched")
async def test_no_two_pages_share_a_nonce():
    nonces = {re.findall(r"'nonce-([^']+)'", (await got("/"))[1]["Content-Security-Policy"])[0] for _ in range(2)}
    assert len(nonces) == 2


@pytest.mark.parametrize("name", ["index.html", "missing.html", "chat.js", "chat.css"])
def test_our_own_files_name_no_other_place(name: str):
    assert not re.search(r"""(?:https?:)?//[a-z0-9-]+\.[a-z]""", (page.STATIC / name).read_text(encoding="utf-8"))


@pytest.mark.usefixtures("fetched")
async def test_every_file_the_page_names_is_served():
    _, _, text = await got("/")
    named = re.findall(r'(?:href|src)="([^"]+)"', text)
    assert len(named) == 4
    for path in named:
        status, headers, _ = await got(path)
        assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")


@pytest.mark.parametrize("path", ["/static/page.py", "/static/..%2fpage.py", "/static/vendor%2fwebchat.js"])
async def test_nothing_else_is_served(path: str):
    assert (await got(path))[0] == 404


async def test_without_its_script_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(page.FILES, "webchat.js", tmp_path / "webchat.js")
    status, _, text = await got("/")
    assert status == 503
    assert "python -m bot.web.assets" in text


class FakeRegistry:
    """Hands out one package."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.asked = 0
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as package:
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                package.addfile(member, io.BytesIO(content))
        self.package = packed.getvalue()

    @property
    def pin(self) -> Pin:
        digest = base64.b64encode(hashlib.sha512(self.package).digest()).decode()
        return Pin("chat", "1.0.0", f"sha512-{digest}", {"package/dist/chat.js": "chat.js"})

    def pack(self, _pin: Pin, folder: Path) -> Path:
        self.asked += 1
        archive = folder / "chat.tgz"
        archive.write_bytes(self.package)
        return archive


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry({"package/dist/chat.js": SCRIPT, "package/other.js": b"no"})


def test_only_the_pinned_files_are_laid_down_and_only_once(registry: FakeRegistry, tmp_path: Path):
    assert fetch(registry.pin, tmp_path, registry.pack)
    assert not fetch(registry.pin, tmp_path, registry.pack)
    assert registry.asked == 1
    assert {path.name for path in tmp_path.iterdir()} == {"chat.js", assets.STAMP}
    assert (tmp_path / "chat.js").read_bytes() == SCRIPT


def test_a_spoiled_file_is_fetched_again(registry: FakeRegistry, tmp_path: Path):
    fetch(registry.pin, tmp_path, registry.pack)
    (tmp_path / "chat.js").write_bytes(b"spoiled")
    assert fetch(registry.pin, tmp_path, registry.pack)
    assert (tmp_path / "chat.js").read_bytes() == SCRIPT


def test_another_package_under_the_same_name_is_not_installed(registry: FakeRegistry, tmp_path: Path):
    false = FakeRegistry({"package/dist/chat.js": b"evil"})
    with pytest.raises(AssetsError, match="not what was pinned"):
        fetch(registry.pin, tmp_path, false.pack)
    assert list(tmp_path.iterdir()) == []


def test_a_package_without_the_file_is_refused(tmp_path: Path):
    empty = FakeRegistry({"package/readme": b""})
    with pytest.raises(AssetsError, match="holds no"):
        fetch(empty.pin, tmp_path, empty.pack)


def test_without_npm_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    with pytest.raises(AssetsError, match="needs npm once"):
        assets.pack(read_pin(), tmp_path)


def test_what_npm_complains_of_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no network >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AssetsError, match="no network"):
        assets.pack(read_pin(), tmp_path)


def test_the_page_is_served_what_is_pinned():
    assert set(read_pin().files.values()) >= {page.FILES["webchat.js"].name}
    assert read_pin().integrity.startswith("sha512-")
