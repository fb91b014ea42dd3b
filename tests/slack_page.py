"""Draws what Slack was given, so that one can look at it: `python -m tests.slack_page page.html`.

A scripted reflection through /slack/events, from the first visit to the Home tab. Not Slack's own
drawing: the same blocks in the same order, plainly.
"""

import asyncio
import html
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from bot.slack.speech import unescaped
from tests.slack_fakes import BOT_USER, USER, Posted
from tests.slack_house import House, a_house

LINK = re.compile("<(https://[^<>]*)>")
STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; background: #f4f4f4; margin: 0; color: #1d1c1d }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 24px; padding: 24px; align-items: start }
section { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 16px }
h1 { font-size: 15px; margin: 0 0 12px; color: #616061 }
h2 { font-size: 18px; margin: 16px 0 6px }
.m { margin: 0 0 14px } .who { font-weight: 700 } .m p { margin: 3px 0; white-space: pre-line }
.row { display: flex; justify-content: space-between; gap: 16px; align-items: start }
.b { display: inline-block; border: 1px solid #999; border-radius: 4px; padding: 3px 10px; margin: 4px 6px 0 0;
  font-weight: 600; background: #fff; font-size: 13px; white-space: nowrap }
.s { border-style: dashed } .c { color: #616061; font-size: 13px }
"""


def drawn(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h2>{_text(block['text'])}</h2>"
        case "context":
            return "".join(f"<p class=c>{_text(one)}</p>" for one in block["elements"])
        case "actions":
            return "".join(_element(one) for one in block["elements"])
    words = f"<p>{_text(block['text'])}</p>"
    return f"<div class=row>{words}{_element(block['accessory'])}</div>" if "accessory" in block else words


def _text(text: dict[str, Any]) -> str:
    if text["type"] == "mrkdwn":
        return LINK.sub(lambda found: f"<a href='{found[1]}'>{found[1]}</a>", str(text["text"]))
    return html.escape(unescaped(text["text"]))


def _element(one: dict[str, Any]) -> str:
    if one["type"] == "button":
        return f"<span class=b>{_text(one['text'])}</span>"
    options = "<br>".join(_text(option["text"]) for option in one["options"])
    return f"<details open class='b s'><summary>{_text(one['placeholder'])} ▾</summary>{options}</details>"


def message(posted: Posted) -> str:
    who = "Kompetencecoach" if posted.user == BOT_USER else "Bente"
    body = "".join(map(drawn, posted.blocks)) or f"<p>{html.escape(unescaped(posted.text))}</p>"
    return f"<div class=m><span class=who>{who}</span>{body}</div>"


def page(house: House) -> str:
    chat = [one for one in house.slack.messages if one.channel == house.bente.chat]
    half = (len(chat) + 1) // 2
    home = "".join(map(drawn, house.slack.homes[USER]["blocks"]))
    columns = "".join(
        f"<section><h1>{title}</h1>{body}</section>"
        for title, body in (
            ("Messages", "".join(map(message, chat[:half]))),
            ("Messages, on", "".join(map(message, chat[half:]))),
            ("Home", home),
        )
    )
    return f"<!doctype html><meta charset=utf-8><title>Slack</title><style>{STYLE}</style><main>{columns}</main>"


async def reflection(house: House) -> None:
    """Taps and words on the way; whatever the coach proposes is taken."""
    await house.bente.opens("messages")
    await house.slack.until(house.slack.shown_to)
    await house.taps("Start")
    await house.taps("Vælg emne")
    await house.taps("1")
    await house.taps("Tilbage")
    await house.says("menu")
    await house.taps("Bare fortæl")
    await house.says("I går ringede jeg til en borger & skrev <ikke> til <!channel>. Hun svarede med det samme")
    await house.taps("Det gik godt")
    await house.taps("Ja")
    await house.says("jeg vil ringe først næste gang")
    for _ in range(4):
        if "Gem" in [_label(one) for block in house.slack.shown_to()[-1].blocks for one in block.get("elements", [])]:
            break
        await house.taps("1")
    await house.taps("Gem")
    await house.says("vælg emne")
    await house.bente.opens("home")
    await house.slack.until(lambda: USER in house.slack.homes)


def _label(element: dict[str, Any]) -> str:
    return str(element["text"]["text"]) if "text" in element and isinstance(element["text"], dict) else ""


async def main() -> str:
    with tempfile.TemporaryDirectory() as folder:
        async with a_house(Path(folder)) as house:
            await reflection(house)
            return page(house)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(asyncio.run(main()), encoding="utf-8")
