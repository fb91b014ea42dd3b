"""Every flow through the Slack door: what the walk over all of them says and taps arrives as it was,
and whatever the coach answers can be answered there in every one of its ways."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from bot.slack import translation
from bot.slack.blocks import message_of
from bot.slack.payloads import BlockActions, EventCallback, MessageShortcut
from bot.slack.speech import escaped
from dialogs.events import Brought, Event, Pressed, Said
from dialogs.replies import Reply
from dialogs.wording import plain_text
from tests.explorer import explored
from tests.slack_fakes import TEAM, USER, _stored
from tests.slack_person import SIGNER, a_message, an_envelope
from tests.slack_rules import refusal
from texts.say import LANGUAGES, Language

CONVERSATION = f"{TEAM}:{USER}"
WHO = {"team": {"id": TEAM}, "user": {"id": USER}, "channel": {"id": "D0BENTE"}, "message": {"ts": "1.1"}}


@cache
def asked(language: Language) -> list[Reply]:
    """Every question of every flow, once, whatever its number."""
    said = (reply for visit in explored(language) for reply in visit.turn.replies if reply.choices)
    found = {reply.model_dump_json(exclude={"question"}): reply for reply in said}
    return list(found.values())


def shown(reply: Reply) -> list[dict[str, Any]]:
    """The blocks as Slack keeps them and gives them back."""
    token = SIGNER.token(translation.CHANNEL, CONVERSATION, reply.question)
    return _stored(message_of(reply, token).blocks)


def taps(blocks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everything that can be tapped, as Slack tells of the tap."""
    for block in blocks:
        for one in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ())):
            if one.get("type") == "static_select":
                yield from (tap_of(block, one | {"selected_option": option}) for option in one["options"])
            elif one.get("type") == "button":
                yield tap_of(block, one)


def tap_of(block: dict[str, Any], element: dict[str, Any]) -> dict[str, Any]:
    return element | {"block_id": block["block_id"], "action_ts": "1.2"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_of_every_question_can_be_tapped_and_says_what_it_is(language: Language) -> None:
    questions = asked(language)
    assert len({reply.question.rpartition(".")[2] for reply in questions}) > 20  # steps
    for reply in questions:
        blocks = shown(reply)
        assert refusal(blocks) is None
        tapped = [
            translation.pressed(BlockActions(type="block_actions", **WHO | {"actions": (one,)}), SIGNER).event
            for one in taps(blocks)
        ]
        expected = [Pressed(reply.question, one.value) for one in reply.choices]
        assert sorted(tapped, key=str) == sorted(expected, key=str)


def test_a_tap_by_anybody_else_is_on_no_question() -> None:
    """The negative control: the token is this person's own."""
    reply = asked("da")[0]
    other = WHO | {"user": {"id": "U0JENS"}, "actions": (next(taps(shown(reply))),)}
    event = translation.pressed(BlockActions(type="block_actions", **other), SIGNER).event
    assert isinstance(event, Pressed)
    assert event.question == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_said_on_the_walk_arrives_as_it_was_said(language: Language) -> None:
    said = {visit.event for visit in explored(language) if isinstance(visit.event, Said | Brought)}
    assert len(said) > 20
    for event in said:
        heard = arrived(event)
        assert type(heard) is type(event)
        # Slack sends an emoji as a word between colons; it is no word of the person's.
        assert plain_text(heard.text) == plain_text(event.text).replace("🙂", "").strip()


def arrived(event: Event) -> Said | Brought:
    assert isinstance(event, Said | Brought)
    text = escaped(event.text).replace("🙂", ":slightly_smiling_face:")
    if isinstance(event, Said):
        found = translation.said(EventCallback.model_validate(an_envelope(a_message(text, "1.1"))))
    else:
        message = {"user": USER, "ts": "1.1", "text": text}
        shortcut = WHO | {"type": "message_action", "callback_id": "reflect", "trigger_id": "1", "message": message}
        found = translation.brought(MessageShortcut.model_validate(shortcut))
    assert isinstance(found.event, Said | Brought)
    return found.event
