"""What listens for the doors: bodies come as they are, and noise stays out of the log."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from aiohttp import ClientSession, web

from bot.front.build import build
from bot.front.serving import CannotListen, runner_of, serve
from service.pace import Window

BOMB: Final = gzip.compress(b"0" * 10_000_000)


@pytest.fixture
def seen() -> list[bytes]:
    return []


@pytest.fixture
async def address(seen: list[bytes]) -> AsyncIterator[str]:
    """Everything a door stands behind, and a door that reads whatever comes."""

    async def door(request: web.Request) -> web.Response:
        seen.append(await request.read())
        return web.Response()

    app = build(windows=(Window(1000, 1.0),), proxies=(), https=False)
    app.router.add_post("/door", door)
    async with listening(runner_of(app, idle=5, finishing=0.1)) as its:
        yield its


@asynccontextmanager
async def listening(runner: web.AppRunner) -> AsyncIterator[str]:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("path", ["/door", "/nowhere"])
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "GZIP", "gzip, identity"])
async def test_a_compressed_body_is_refused_and_never_unpacked(
    address: str, seen: list[bytes], path: str, encoding: str
) -> None:
    async with ClientSession() as client:
        answer = await client.post(address + path, data=BOMB, headers={"Content-Encoding": encoding})
        assert answer.status == 415
        assert await answer.json() == {"error": "send the body uncompressed"}
        plain = await client.post(address + "/door", data=b"plain", headers={"Content-Encoding": "identity"})
        assert plain.status == 200
    assert seen == [b"plain"]


async def test_whoever_reads_a_body_gets_it_as_it_came() -> None:
    """Also where nobody refuses it. A server left to itself hands ten megabytes to the door."""
    seen = []

    async def door(request: web.Request) -> web.Response:
        seen.append(len(await request.read()))
        return web.Response()

    for runner in (lambda app: runner_of(app, idle=5, finishing=0.1), web.AppRunner):
        app = web.Application(client_max_size=20_000_000)
        app.router.add_post("/", door)
        async with listening(runner(app)) as its, ClientSession() as client:
            await client.post(its, data=BOMB, headers={"Content-Encoding": "gzip"})
    assert seen == [len(BOMB), 10_000_000]


async def test_a_port_that_is_taken_is_said_in_one_sentence(address: str) -> None:
    taken = int(address.rpartition(":")[2])

    async def made() -> web.AppRunner:
        return runner_of(web.Application(), idle=5, finishing=0.1)

    with pytest.raises(CannotListen, match=rf"nothing can listen on 127.0.0.1:{taken}: Address already in use\."):
        await serve(made(), "127.0.0.1", taken, announce=print)


async def test_what_is_no_http_is_not_worth_a_line_and_a_fault_of_ours_is(caplog: pytest.LogCaptureFixture) -> None:
    async def door(_request: web.Request) -> web.Response:
        raise ValueError("ours")

    app = web.Application()
    app.router.add_get("/", door)
    async with listening(runner_of(app, idle=5, finishing=0.1)) as its, ClientSession() as client:
        reader, writer = await asyncio.open_connection(*its.removeprefix("http://").split(":"))
        writer.write(b"GET / HTTP/9.1\r\n\r\n")
        assert b"400" in await reader.readline()
        writer.close()
        assert (await client.get(its)).status == 500
    (line,) = [one for one in caplog.records if one.name == "aiohttp.server"]
    assert line.exc_info is not None
    assert line.exc_info[0] is ValueError
