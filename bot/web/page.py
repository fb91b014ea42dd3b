"""The chat page and its files. Nothing on it comes from another place than this service."""

import secrets
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.web import origin

STATIC: Final = Path(__file__).parent / "static"
FILES: Final = {
    "chat.js": STATIC / "chat.js",
    "chat.css": STATIC / "chat.css",
    "icon.svg": STATIC / "icon.svg",
    "webchat.js": STATIC / "vendor" / "webchat.js",
}
"""All that is served under /static."""

HEADERS: Final = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_EMPTY_STYLE: Final = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
"""One of the chat's own style elements comes without the nonce, and empty; this allows no other."""


def policy(host: str, nonce: str) -> str:
    """The page's Content-Security-Policy. The chat writes its own style sheets, under the nonce,
    and shows its icons as blob: or data:; it evaluates no strings."""
    allowed = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'nonce-{nonce}' '{_EMPTY_STYLE}'",
        "img-src": "'self' blob: data:",
        "connect-src": f"'self' ws://{host} wss://{host}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{directive} {sources}" for directive, sources in allowed.items())


def mount(app: web.Application, *, anywhere: bool) -> None:
    """`/` is the page, `/static/…` its files."""
    template = (STATIC / "index.html").read_text(encoding="utf-8")
    missing = (STATIC / "missing.html").read_text(encoding="utf-8")

    async def page(request: web.Request) -> web.Response:
        origin.check(request, anywhere=anywhere)
        nonce = secrets.token_urlsafe(16)
        headers = HEADERS | {"Content-Security-Policy": policy(request.host, nonce)}
        if not FILES["webchat.js"].exists():
            return web.Response(text=missing, content_type="text/html", status=503, headers=headers)
        return web.Response(text=template.replace("{nonce}", nonce), content_type="text/html", headers=headers)

    async def file(request: web.Request) -> web.FileResponse:
        origin.check(request, anywhere=anywhere)
        path = FILES.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound(text="There is no such file.")
        return web.FileResponse(path, headers=HEADERS)

    app.router.add_get("/", page)
    app.router.add_get("/static/{name}", file)
