"""Keeps the browser door to this machine and to its own page.

The check of Host stops another site from pointing its name at 127.0.0.1 and reading along
(DNS rebinding); the check of Origin stops its pages from writing in the visitor's name.
"""

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.front.addresses import PROXIED

_HOST: Final = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9.-]+))(?::\d{1,5})?")

_FOREIGN: Final = frozenset({"cross-site", "same-site"})
_FOLLOWED: Final = ("navigate", "document")


def check(request: web.Request, *, anywhere: bool) -> None:
    """Raises HTTPForbidden. With `anywhere`, other machines may come too."""
    host = _HOST.fullmatch(request.host)
    if host is None:
        raise web.HTTPForbidden(text="That is no host name.")
    if not anywhere and not _is_here(request, host["v6"] or host["name"]):
        raise web.HTTPForbidden(text="The browser chat answers on this machine only.")
    if not _is_own(request.headers.get("Origin"), request.host):
        raise web.HTTPForbidden(text="The browser chat answers its own page only.")
    if request.headers.get("Sec-Fetch-Site", "none") in _FOREIGN and not _is_a_way_here(request):
        raise web.HTTPForbidden(text="The browser chat answers its own page only.")


def _is_here(request: web.Request, host: str) -> bool:
    """From this machine, to this machine, and handed on by nobody."""
    proxied = any(name in request.headers for name in PROXIED)
    return _is_loopback(request.remote or "") and _is_loopback(host) and not proxied


def _is_a_way_here(request: web.Request) -> bool:
    """Somebody follows a link: the browser shows the page, and the site it stood on sees nothing of it."""
    headers = request.headers
    return request.method == "GET" and (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == _FOLLOWED


def _is_own(origin: str | None, host: str) -> bool:
    try:
        return origin is None or urlsplit(origin).netloc == host
    except ValueError:
        return False


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
