"""Slack messages: every reply within Slack's limits, and nobody's words become anything but words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.slack.blocks import SlackMessage, message_of
from bot.slack.fitting import PARAGRAPHS, SPOKEN, cut, fitted, middle_cut, sections_of, spoken
from bot.slack.home import view_of
from bot.slack.speech import unescaped
from catalog_data.model import Catalogue
from dialogs.home import home
from dialogs.replies import Choice, Reply, choice, line, paragraphs, plain, text_of
from tests.explorer import explored
from tests.slack_rules import HOME, refusal
from texts.say import LANGUAGES, Language

TOKEN = "1234.episode-example~0123456789abcdef012345"
ADDRESS = "https://example.dk/side?a=1&b=2"
ROWS = (Choice(value="1", label=plain("Jeg spørger en kollega.")), Choice(value="2", label=plain("Jeg prøver selv.")))
LEVELS = Reply(language="da", lines=(line("level"),), choices=(*ROWS, choice("skip")), layout="list", question="4.x")
JUDGED = Reply(language="da", lines=(line("judgement-1"),), choices=(choice("good"), choice("hard")), layout="buttons")
HOSTILE = (
    "<!channel> kom nu",
    "<!here> <@U0JENS> <#C0ALLE>",
    "<https://ondt.example|klik her>",
    "https://ondt.example",
    "*fed* _skrå_ ~streg~ `kode`",
    "&lt;!channel&gt; &amp;",
    ":tada: :skull:",
    "> citat\n>>> mere",
)


def shown(reply: Reply) -> SlackMessage:
    message = message_of(reply, TOKEN)
    assert refusal(message.blocks) is None, refusal(message.blocks)
    for block in Block.parse_all(message.blocks):
        block.validate_json()
    assert len(message.text) <= SPOKEN
    return message


def texts(node: Any) -> Iterator[dict[str, Any]]:
    """Every text object, whatever it lies in."""
    if isinstance(node, dict):
        if node.get("type") in {"plain_text", "mrkdwn"}:
            yield node
        for value in node.values():
            yield from texts(value)
    if isinstance(node, list):
        for value in node:
            yield from texts(value)


def saying(text: str) -> Reply:
    """A reply that quotes a person in a paragraph and in a choice."""
    rows = (Choice(value="1", label=plain(text)),)
    return Reply(language="da", lines=(plain(text),), choices=rows, layout="list", question="1.x")


def replies(language: Language) -> dict[str, Reply]:
    """Every reply of the walk, once: the number of its question apart, which is the token's and not shown."""
    said = (reply for visit in explored(language) for reply in visit.turn.replies)
    return {reply.model_dump_json(exclude={"question"}): reply for reply in said}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_of_every_flow_is_taken_and_nothing_is_lost(language: Language) -> None:
    every = replies(language)
    assert len(every) > 500
    for reply in every.values():
        message = shown(reply)
        said = unescaped(message.text)
        for text in (*paragraphs(reply), *(text_of(one.label, language) for one in reply.choices)):
            assert text in said, (text, said)
        seen = " ".join(text["text"] for text in texts(message.blocks))
        for text in paragraphs(reply):
            assert text in seen.replace(f"<{_address(reply)}>", _address(reply)).replace("&amp;", "&")
        assert len(_values(message.blocks)) == len(reply.choices)


def _address(reply: Reply) -> str:
    return next((str(one.slots["address"]) for one in reply.lines if one.key == "rehearse-link"), "-")


def _values(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [node["value"]] if "value" in node else [one for value in node.values() for one in _values(value)]
    return [one for value in node for one in _values(value)] if isinstance(node, list) else []


def test_the_judge_refuses_what_slack_refuses() -> None:
    """The negative control of everything above."""
    good = shown(LEVELS).blocks
    assert refusal([]) is not None
    assert refusal(good * 30) is not None
    assert refusal([good[0] | {"text": {"type": "plain_text", "text": "x" * 3001}}]) is not None
    assert refusal([good[0] | {"text": {"type": "plain_text", "text": ""}}]) is not None
    assert refusal([good[0] | {"colour": "red"}]) is not None
    many = [good[-1]["elements"][0] | {"action_id": str(n)} for n in range(26)]
    assert refusal([{"type": "actions", "elements": many}]) is not None
    assert refusal([{"type": "actions", "elements": [many[0], many[0]]}]) is not None
    assert refusal([{"type": "actions", "elements": [many[0] | {"value": "x" * 2001}]}]) is not None
    assert (
        refusal([{"type": "section", "text": {"type": "plain_text", "text": "x" * 2900}}] * 5) == "msg_blocks_too_long"
    )


def test_buttons_carry_token_and_choice() -> None:
    block, buttons = shown(JUDGED).blocks
    assert block["text"]["text"] == "Hvordan gik det?"
    assert [(one["text"]["text"], one["value"]) for one in buttons["elements"]] == [
        ("Det gik godt", f"{TOKEN} good"),
        ("Det var svært", f"{TOKEN} hard"),
    ]
    assert [one["action_id"] for one in buttons["elements"]] == ["choice-da-1", "choice-da-2"]


def test_a_few_sentences_have_a_button_each_and_the_rest_are_buttons_below() -> None:
    _, first, second, below = shown(LEVELS).blocks
    assert first["text"]["text"] == "1. Jeg spørger en kollega."
    assert (first["accessory"]["text"]["text"], first["accessory"]["value"]) == ("Vælg", f"{TOKEN} 1")
    assert second["accessory"]["accessibility_label"] == "2. Jeg prøver selv."
    assert [one["text"]["text"] for one in below["elements"]] == ["Spring over"]


def test_many_sentences_are_a_numbered_list_and_a_menu() -> None:
    rows = tuple(Choice(value=str(n), label=plain(f"{'Emne ' * 20}{n}")) for n in range(12))
    message = shown(LEVELS.model_copy(update={"choices": (*rows, choice("up"))}))
    _, listed, menu, below = message.blocks
    assert listed["text"]["text"].count("\n") == 11
    options = menu["elements"][0]["options"]
    assert [one["value"] for one in options] == [f"{TOKEN} {n}" for n in range(12)]
    assert options[11]["text"]["text"].startswith("12. Emne")
    assert below["elements"][0]["value"] == f"{TOKEN} up"


def test_the_longest_list_of_topics_is_a_menu_in_both_languages(catalogue: Catalogue) -> None:
    longest = max((catalogue.codes_of(area.code) for area in catalogue.outline.area), key=len)
    for language in LANGUAGES:
        rows = tuple(Choice(value=code, label=plain(catalogue.prose(code, language).name)) for code in longest)
        reply = Reply(
            language=language, lines=(line("topic-code"),), choices=(*rows, choice("up")), layout="list", question="1.x"
        )
        assert len(_values(shown(reply).blocks)) == len(longest) + 1


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_wrote_is_words_and_calls_nobody(text: str) -> None:
    message = shown(saying(text))
    assert {one["type"] for one in texts(message.blocks)} == {"plain_text"}
    assert not any(one["emoji"] for one in texts(message.blocks))
    assert message.blocks[0]["text"]["text"] == text
    assert "<" not in message.text
    assert ">" not in message.text
    assert text in unescaped(message.text)


def test_the_address_of_a_resource_can_be_followed() -> None:
    link = line("rehearse-link", title="En side <!channel>", address=ADDRESS, look="kig & læs")
    block, _ = shown(Reply(language="da", lines=(link,), choices=(choice("keep"),), layout="card")).blocks
    assert block["text"]["text"] == ("En side &lt;!channel&gt; (<https://example.dk/side?a=1&amp;b=2>): kig &amp; læs")
    assert block["text"]["verbatim"] is True


@pytest.mark.parametrize(
    "said",
    [
        plain(f"se {ADDRESS}"),
        line("rehearse-plan", plan=f"Når {ADDRESS}"),
        line("rehearse-plan", plan=f"Når {ADDRESS}", address=ADDRESS),
        line("rehearse-link", title="En side", address="javascript:alert(1)", look="kortet"),
    ],
)
def test_no_other_address_becomes_a_link(said: Any) -> None:
    message = shown(Reply(language="da", lines=(said,), layout="card"))
    assert {one["type"] for one in texts(message.blocks)} == {"plain_text"}


@pytest.mark.parametrize("length", [2999, 3000, 3001, 5_001, 40_000])
@pytest.mark.parametrize("layout", ["text", "card", "list", "buttons"])
@pytest.mark.parametrize("letter", ["x", "å ", "&", "<", "🙂", '"'])
def test_however_long_something_is_it_is_shown_and_the_question_with_it(length: int, layout: Any, letter: str) -> None:
    long = (letter * length)[:length]
    choices = (Choice(value="1", label=plain(long)), choice("skip")) if layout == "list" else (choice("skip"),)
    reply = Reply(language="da", lines=(plain(long), plain("Hvad nu?")), choices=choices, layout=layout, question="1.x")
    message = shown(reply)
    assert json.dumps(message.blocks, ensure_ascii=False).count("Hvad nu?") == 1


def test_an_empty_line_is_no_fault() -> None:
    assert shown(Reply(language="da", lines=(plain(""),), choices=(choice("skip"),), layout="card")).text


def test_fitting_cuts_no_more_than_it_must() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert middle_cut("a" * 500 + "ende", 400).endswith("ende")
    assert len(middle_cut("a" * 500, 400)) == 400
    short, long = fitted(["kort", "l" * 9000])
    assert (short, len(short) + len(long)) == ("kort", PARAGRAPHS)
    assert sum(map(len, fitted(["x" * 5000] * 3))) <= PARAGRAPHS
    assert " ".join(sections_of("ord " * 2000)) == "ord " * 1999 + "ord "
    assert max(map(len, sections_of("x" * 7000))) == 3000
    assert spoken(["a & b"]) == "a &amp; b"
    assert len(spoken(["&" * 9000])) <= SPOKEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rich", [False, True])
def test_the_home_tab_in_every_state(language: Language, rich: bool) -> None:
    seen = set()
    for visit in explored(language):
        state = visit.turn.state
        kind = (state.greeted, len(visit.facts.past))
        if (len(visit.facts.past) > 0) != rich or kind in seen:
            continue
        seen.add(kind)
        page = home(state, visit.facts, known=True)
        view = view_of(page)
        assert refusal(view["blocks"], HOME) is None
        View(**view).validate_json()
        for part in Block.parse_all(view["blocks"]):
            part.validate_json()
        assert len(json.dumps(view)) < 25_000
    assert len(seen) == 2  # before and after the notice
