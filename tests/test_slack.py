"""The Slack door over real HTTP: what comes in, and what each thing is to the coach."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from dialogs.events import Brought, Joined, Pressed, Said
from service.door import Address, NotStored
from tests.slack_fakes import BOT, BOT_USER, CHANNEL, TEAM, USER, Posted
from tests.slack_person import Scene, a_button, a_home, a_message, a_scene, an_envelope


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with a_scene() as one:
        yield one


async def test_a_direct_message_is_said_and_only_what_sending_needs_is_kept(scene: Scene) -> None:
    assert await scene.bente.says("Jeg ringede & skrev <ikke>") == (200, "")
    taken = scene.coach.last
    assert taken.event == Said("Jeg ringede & skrev <ikke>", taken.message)
    assert taken.address == Address("slack", f"{TEAM}:{USER}", {"team": TEAM, "user": USER})
    assert (taken.user, taken.message, taken.language) == (USER, "D0BENTE:1700000000.000001", None)


async def test_the_same_message_has_one_id_however_often_slack_tells_of_it(scene: Scene) -> None:
    event = a_message("hej", "1.1")
    for event_id in ("Ev1", "Ev1", "Ev2"):
        await scene.bente.sends(an_envelope(event, event_id=event_id))
    await scene.bente.sends(an_envelope(a_message("hej", "1.2"), event_id="Ev3"))
    first, again, other_event, other = (one.message for one in scene.coach.taken)
    assert first == again == other_event != other


@pytest.mark.parametrize(
    "event",
    [
        a_message("hej", "1.1", channel_type="channel", channel=CHANNEL),
        a_message("hej", "1.1", channel_type="mpim", channel="G0FLERE"),
        a_message("hej", "1.1", channel_type=None),
        a_message("hej", "1.1", user=None),
        a_message("hej", "1.1", user=BOT_USER),
        a_message("hej", "1.1", bot_id=BOT),
        a_message("hej", "1.1", bot_id="B0OTHER"),
        a_message("hej", "1.1", subtype="bot_message", user=None, bot_id="B0OTHER"),
        a_message("hej", "1.1", subtype="channel_join"),
        a_message("hej", "1.1", subtype="pinned_item"),
        {"type": "reaction_added", "user": USER, "reaction": "tada"},
        {"type": "something_new"},
    ],
)
async def test_what_is_no_turn_is_answered_and_forgotten(scene: Scene, event: dict[str, Any]) -> None:
    assert await scene.bente.event(event) == (200, "")
    assert scene.coach.taken == []
    assert scene.slack.named("chat.postMessage") == []


@pytest.mark.parametrize("subtype", ["file_share", "me_message", "thread_broadcast"])
async def test_a_message_with_a_file_or_in_a_thread_is_said_too(scene: Scene, subtype: str) -> None:
    await scene.bente.says("se her", subtype=subtype, thread_ts="1.0")
    assert scene.coach.last.event == Said("se her", scene.coach.last.message)


async def test_a_tap_is_pressed(scene: Scene) -> None:
    shown = Posted("D0BENTE", "1.1", BOT_USER, "x")
    assert await scene.bente.interacts(scene.bente.tap(a_button(), shown)) == (200, "")
    assert scene.coach.last.event == Pressed("7.episode", "yes")
    assert scene.coach.last.message.startswith("D0BENTE:1.1:1700000000.")


@pytest.mark.parametrize(
    ("value", "event"),
    [
        (a_button(conversation=f"{TEAM}:U0JENS")["value"], Pressed("", "yes")),
        ("7.episode~0000000000000000000000 yes", Pressed("", "yes")),
        ("7.episode yes", Pressed("", "yes")),
        ("", Pressed("", "")),
        (None, Pressed("", "")),
    ],
)
async def test_a_forged_tap_belongs_to_no_question(scene: Scene, value: str | None, event: Pressed) -> None:
    action = {name: one for name, one in (a_button() | {"value": value}).items() if one is not None}
    assert (await scene.bente.interacts(scene.bente.tap(action, None)))[0] == 200
    assert scene.coach.last.event == event


async def test_a_double_click_closes_the_card_once_and_the_first_tap_stands(scene: Scene) -> None:
    buttons = [a_button() | {"action_id": f"choice-da-{n}"} for n in (1, 2)]
    for one, label in zip(buttons, ("Ja", "Nej & nej"), strict=True):
        one |= {"text": {"type": "plain_text", "text": label, "emoji": False}}
        del one["block_id"]
    words = {"type": "section", "block_id": "b0", "text": {"type": "plain_text", "text": "Passer det?", "emoji": False}}
    shown = Posted("D0BENTE", "1.1", BOT_USER, "x", [words, {"type": "actions", "block_id": "b1", "elements": buttons}])
    scene.slack.messages.append(shown)
    first, second = scene.bente.tap_on(shown, "Nej & nej"), scene.bente.tap_on(shown, "Ja")
    assert (await scene.bente.interacts(first))[0] == 200
    assert (await scene.bente.interacts(second))[0] == 200
    await scene.parts.afterwards.quiet()
    assert len(scene.coach.taken) == 2  # what the second one means is for the conversation to say
    assert len(scene.slack.named("chat.update")) == 1
    said, note = shown.blocks
    assert said["text"]["text"] == "Passer det?"
    assert note["elements"][0]["text"] == "Du trykkede: Nej &amp; nej"
    assert shown.text == "Passer det?\nDu trykkede: Nej &amp; nej"


async def test_a_choice_in_a_menu_is_pressed(scene: Scene) -> None:
    option = {"text": {"type": "plain_text", "text": "3. Emne"}, "value": a_button(choice="3.2.1")["value"]}
    menu = {"type": "static_select", "action_id": "choice-en-0", "block_id": "m", "selected_option": option}
    await scene.bente.interacts(scene.bente.tap(menu, None))
    assert scene.coach.last.event == Pressed("7.episode", "3.2.1")


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "menu"), ("  ", "menu"), ("hjælp", "hjælp"), ("mine data", "mine data"), ("3 &lt; 4 :tada:", "3 < 4")],
)
async def test_the_slash_command_is_said_and_answered_where_nobody_else_sees_it(
    scene: Scene, text: str, said: str
) -> None:
    status, body = await scene.bente.commands(text)
    assert (status, json.loads(body)) == (
        200,
        {"text": "Jeg svarer i vores private chat.", "response_type": "ephemeral"},
    )
    assert scene.coach.last.event == Said(said)


async def test_a_command_that_could_not_be_stored_says_so(scene: Scene) -> None:
    scene.coach.fault = NotStored()
    status, body = await scene.bente.commands("start")
    assert (status, json.loads(body)["text"]) == (200, "Det blev ikke gemt. Prøv igen om lidt.")


async def test_ones_own_message_is_brought_and_a_colleagues_is_not(scene: Scene) -> None:
    assert (await scene.bente.brings("jeg ringede &amp; skrev"))[0] == 200
    assert scene.coach.last.event == Brought("jeg ringede &amp; skrev")
    assert (await scene.bente.brings("jeg ringede", author="U0JENS"))[0] == 200
    assert len(scene.coach.taken) == 1
    (hint,) = scene.slack.shown_to()
    assert hint.text == "Det virker kun på en besked, du selv har skrevet."


async def test_in_a_channel_there_is_only_a_way_out_of_it_for_the_one_who_asked(scene: Scene) -> None:
    mention = {"type": "app_mention", "user": USER, "text": f"<@{BOT_USER}> jeg er ked af det", "ts": "1.1",
               "channel": CHANNEL, "event_ts": "1.1"}  # fmt: skip
    for event_id in ("Ev1", "Ev1"):
        assert await scene.bente.event(mention, event_id=event_id) == (200, "")
    assert scene.coach.taken == []
    (invitation,) = scene.slack.messages
    assert (invitation.channel, invitation.ephemeral_to) == (CHANNEL, USER)
    assert invitation.text == "Her i kanalen svarer jeg ikke. Skriv til mig privat."
    await scene.bente.taps("Skriv privat", invitation)
    assert scene.coach.last.event == Joined()
    assert scene.coach.last.address.conversation == f"{TEAM}:{USER}"
    assert scene.slack.named("chat.update") == []


async def test_in_a_thread_the_invitation_stays_in_the_thread(scene: Scene) -> None:
    mention = {"type": "app_mention", "user": USER, "text": "hej", "ts": "1.2", "thread_ts": "1.1", "channel": CHANNEL}
    await scene.bente.event(mention)
    assert scene.slack.named("chat.postEphemeral")[0]["thread_ts"] == "1.1"


async def test_the_first_visit_is_an_arrival_and_no_other(scene: Scene) -> None:
    scene.coach.page = a_home(known=False)
    assert await scene.bente.opens("messages") == (200, "")
    assert await scene.bente.opens("messages") == (200, "")
    assert [(one.event, one.message) for one in scene.coach.taken] == [(Joined(), "joined")] * 2  # one message
    scene.coach.page = a_home(known=True)
    await scene.bente.opens("messages")
    assert len(scene.coach.taken) == 2


async def test_the_home_tab_is_published_when_it_is_opened_and_its_buttons_are_words(scene: Scene) -> None:
    await scene.bente.opens("home")
    assert scene.coach.taken == []
    labels = [one["text"]["text"] for block in scene.slack.homes[USER]["blocks"] for one in block.get("elements", [])
              if one["type"] == "button"]  # fmt: skip
    assert labels == ["Start", "Mit forløb", "Skift tempo", "English", "Slet alt"]
    for action, said in (("start", "start"), ("progress", "mit forløb"), ("pause", "pause"), ("english", "english"),
                         ("erase", "slet mig")):  # fmt: skip
        tap = {"type": "button", "action_id": f"home-{action}", "value": action}
        assert (await scene.bente.interacts(scene.bente.tap(tap, None)))[0] == 200
        assert scene.coach.last.event == Said(said)
    taken = len(scene.coach.taken)
    for action in ("danish", "no-such-thing"):  # a language one has; a button of another release
        tap = {"type": "button", "action_id": f"home-{action}", "value": action}
        assert (await scene.bente.interacts(scene.bente.tap(tap, None)))[0] == 200
    assert len(scene.coach.taken) == taken


async def test_before_the_notice_is_answered_the_home_tab_is_the_notice(scene: Scene) -> None:
    scene.coach.page = a_home("en", greeted=False)
    await scene.bente.opens("home")
    blocks = scene.slack.homes[USER]["blocks"]
    assert [block["type"] for block in blocks] == ["actions", "context"]
    assert blocks[0]["elements"][0]["text"]["text"] == "Start"
