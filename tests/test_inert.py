"""What people and the catalogue write stays what it is: words. Nothing in it becomes a link, a mention, a command,
markup, a template, or anything but one line of the log, in whatever place it is shown."""

import json
import unicodedata
from typing import Any

import pytest

from bot.botframework.door import activity_of
from bot.botframework.wire import as_json
from bot.buttons import ButtonSigner
from bot.plain import plain_text_of
from bot.slack.blocks import message_of
from bot.web.activities import reply_activity
from catalog_data.loader import load_catalogue
from dialogs.replies import Reply, choice, plain
from service.roster import RosterFaults, read_roster
from texts.say import say

SIGNER = ButtonSigner(b"k" * 32)
ATTACKS = {
    "a link in Markdown": "[Klik her](https://ondt.example) og ![x](https://ondt.example/p.png)",
    "a bare link": "https://ondt.example/?q=1",
    "a mention in Teams": "<at>Chefen</at>",
    "everybody in Slack": "<!channel> <!here> <!everyone>",
    "a mention in Slack": "<@U0123456> <#C0123456|generelt> <https://ondt.example|bank>",
    "HTML": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "an entity": "&lt;!channel&gt; &amp;lt;",
    "writing backwards": "god \u202egnp.exe\u202c \u2066x\u2069",
    "nothing to be seen": "a\u200bb\u200dc\ufeff",
    "a template": "${$root.secret} ${if(true,'x','y')} {{DATE(2026-11-24)}} {0} %s",
    "headings and code": "# stor\n```js\nalert(1)\n```\n**fed** _skrå_ ~ud~ `x`\n> citat\n- punkt\n1. punkt",
    "a terminal": "\x1b[31mrød\x1b[0m \x1b]0;titel\x07 \x9b31m \r\x08\x7f",
    "ten thousand emoji": "😀" * 10_000,
}


def replies(words: str) -> list[Reply]:
    """The words as the coach may say them again: in a sentence, in a card, with choices."""
    return [
        Reply(language="da", lines=(plain(words),)),
        Reply(
            language="da",
            lines=(plain(words), plain("Passer det?")),
            choices=(choice("yes"),),
            layout="card",
            question="3.x",
        ),
        Reply(language="da", lines=(plain(words),), choices=(choice("yes"),), layout="buttons", question="3.x"),
    ]


MARKUP = {"TextBlock", "FactSet", "Input.Text"}
"""What reads Markdown in a card, wherever it stands."""
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def elements(value: Any) -> list[dict[str, Any]]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return ([value] if isinstance(value, dict) else []) + [one for part in parts for one in elements(part)]


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for part in parts for one in strings(part)]


def assert_no_commands(shown: str) -> None:
    """No sign that a terminal obeys or that turns what is written."""
    odd = {sign for sign in shown if unicodedata.category(sign) == "Cc" and sign not in "\n\t"}
    assert odd == set()
    assert {unicodedata.bidirectional(sign) for sign in shown} & BIDI == set()


def assert_card_is_inert(card: Any) -> None:
    for one in elements(card):
        assert one.get("type") not in MARKUP
        assert one.get("type") != "Action.OpenUrl", "nothing anybody wrote is a link"
    assert not [one for one in strings(card) if "{{" in one]
    for one in strings(card):
        assert_no_commands(one)


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("kind", range(3))
def test_it_is_inert_in_teams(name: str, kind: int) -> None:
    sent = json.loads(as_json(activity_of(replies(ATTACKS[name])[kind], "3.x~token")))
    assert "entities" not in sent, "a mention needs an entity, and we send none"
    if "attachments" in sent:
        assert "text" not in sent
        (attachment,) = sent["attachments"]
        assert_card_is_inert(attachment["content"])
    else:
        assert sent["textFormat"] == "plain"
        assert_no_commands(sent["text"])


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("kind", range(3))
def test_it_is_inert_in_the_browser(name: str, kind: int) -> None:
    """The page shows text as it is, and cards by the same rules as Teams (the DOM itself: e2e/inert.test.mjs)."""
    activity = reply_activity(replies(ATTACKS[name])[kind], "c", SIGNER)
    assert activity["textFormat"] == "plain"
    for attachment in activity.get("attachments", []):
        assert_card_is_inert(attachment["content"])
    assert_no_commands(activity.get("text", ""))


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("kind", range(3))
def test_it_is_inert_in_slack(name: str, kind: int) -> None:
    message = message_of(replies(ATTACKS[name])[kind], "3.x~token")
    for one in elements(message.blocks):
        assert one.get("type") != "mrkdwn"
        assert one.get("emoji") is not True
        if one.get("type") == "plain_text":
            assert len(one["text"]) <= 3000
    assert len(message.blocks) <= 50
    assert "<" not in message.text, "what is read aloud calls nobody"
    assert_no_commands(message.text)


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("kind", range(3))
def test_it_is_inert_in_a_terminal(name: str, kind: int) -> None:
    assert_no_commands(plain_text_of(replies(ATTACKS[name])[kind]))


def test_words_stay_words() -> None:
    """Only what cannot be seen is taken out: the rest is as it was written."""
    for words in ("Ærø: 3 < 4 & 5 > 4", "👩‍⚕️ og 🇩🇰", "linje\nlinje\tog", "${x} {0} %s [a](b)", "ﷺ עברית"):
        assert say("plain", "da", {"text": words}) == words


@pytest.mark.parametrize(
    "cell", ["=1+1", "+45", "-1", "@SUM(A1)", '=HYPERLINK("https://ondt.example")', "=cmd|'/C calc'!A0"]
)
def test_a_formula_in_the_list_of_teams_is_a_name(cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    directory = read_roster(f"employee;team;parent;manager;profile\na@b.dk;{quoted};;;\n".encode(), load_catalogue())
    assert list(directory.teams) == [cell]


@pytest.mark.parametrize("sign", ["\0", "\x1b[31m", "\u202e", "\x9b", "\u200b"])
def test_a_sign_nobody_sees_is_no_part_of_a_name(sign: str) -> None:
    with pytest.raises(RosterFaults, match="line 2: holds a control character"):
        read_roster(f"employee;team;parent;manager;profile\na@b.dk;Ple{sign}jen;;;\n".encode(), load_catalogue())
