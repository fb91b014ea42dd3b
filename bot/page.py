"""The shell of our own pages: semantic, printable, without scripts and without anything from elsewhere."""

import base64
import hashlib
from html import escape
from typing import Final

from texts.say import Language

STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1c2b28;"
    "background:#fff}a{color:#0b5345}a:focus-visible{outline:3px solid #0b5345;outline-offset:2px}"
    "h1,h2,h3,h4{line-height:1.25;overflow-wrap:anywhere;break-after:avoid}"
    "dl{margin:.5rem 0 1rem;padding:.5rem 0;border-top:1px solid;"
    "break-inside:avoid}dl div{display:flex;flex-wrap:wrap;gap:0 1rem}dt{flex:0 0 11rem;font-weight:600}"
    "dd{flex:1 1 14rem;margin:0;overflow-wrap:anywhere}dd p{margin:0}dl dl{border-top:0;margin:0;padding:0}"
    "@media print{body{max-width:none;margin:0}}"
)
_ITS_STYLE: Final = f"sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}"
HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": f"default-src 'none'; style-src '{_ITS_STYLE}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def page(title: str, body: str, language: Language) -> str:
    """A whole page. `title` is text, `body` is HTML."""
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style><main>{body}</main></html>"
    )
