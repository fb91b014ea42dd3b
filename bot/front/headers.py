"""What every answer of ours tells a browser to leave be, whatever the answer is: pages, JSON and refusals alike.
A page that needs more says so itself, and its own word stands."""

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HSTS: Final = "max-age=31536000"
"""A year. Subdomains are the municipality's own business."""


def protecting(*, https: bool) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """For `app.on_response_prepare`. `https`: the coach's own address is one, so that browsers never try http again."""

    async def protect(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers["Strict-Transport-Security"] = HSTS
        response.headers.popall("Server", None)  # which version of what we run is nobody's business

    return protect
