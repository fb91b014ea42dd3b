"""In groups and channels the coach only says where to write instead, and remembers nothing (rule 19)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from bot.botframework.groups import private_chat
from tests.botframework_fakes import (
    APP_ID,
    BOT,
    TENANT,
    USER,
    Guarded,
    a_connector,
    a_guarded_door,
    a_token,
    an_activity,
    local_door,
    post,
    serving,
)

GROUP = {"id": "19:x@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT}
CHANNEL = {"id": "19:x@thread.tacv2;messageid=17", "conversationType": "channel", "isGroup": True, "tenantId": TENANT}
TAP = {"action": {"type": "Action.Execute", "data": {"question": "7-episode", "choice": "yes"}}}


@pytest.fixture
async def guarded() -> AsyncIterator[Guarded]:
    async with a_guarded_door() as one:
        yield one


async def tell(guarded: Guarded, **changes: Any) -> int:
    return await guarded.post(a_token(guarded.connector.url), **changes)


@pytest.mark.parametrize("place", [GROUP, CHANNEL])
async def test_a_message_is_answered_with_a_button_to_the_private_chat(guarded: Guarded, place: Any) -> None:
    assert await tell(guarded, conversation=place, text="<at>Coach</at> i går ringede jeg") == 200
    sent = guarded.connector.last
    card = sent["attachments"][0]["content"]
    assert sent["conversation"]["id"] == place["id"]
    assert sent["summary"] == card["body"][0]["text"] == "Skriv til mig privat, for her kan andre læse med."
    button = {"type": "Action.OpenUrl", "title": "Skriv privat"}
    assert card["actions"] == [button | {"url": f"https://teams.microsoft.com/l/chat/0/0?users=28:{APP_ID}"}]
    assert guarded.coach.taken == []


@pytest.mark.parametrize(
    ("locale", "configured", "title"),
    [("en-GB", "da", "Write in private"), ("de-DE", "en", "Write in private"), (None, "da", "Skriv privat")],
)
async def test_in_the_language_of_whoever_wrote(locale: str | None, configured: Any, title: str) -> None:
    async with a_guarded_door(language=configured) as guarded:
        await tell(guarded, conversation=GROUP, locale=locale)
        assert guarded.connector.last["attachments"][0]["content"]["actions"][0]["title"] == title


@pytest.mark.parametrize(
    ("activity", "answers"),
    [
        ({"type": "installationUpdate", "action": "add"}, 1),
        ({"type": "installationUpdate", "action": "remove"}, 0),
        ({"type": "conversationUpdate", "membersAdded": [{"id": BOT}, {"id": USER}]}, 0),
        ({"type": "messageUpdate"}, 0),
        ({"type": "messageDelete"}, 0),
        ({"type": "messageReaction", "reactionsAdded": [{"type": "like"}]}, 0),
        ({"type": "invoke", "name": "adaptiveCard/action", "value": TAP}, 0),
        ({"type": "typing"}, 0),
        ({"from": {"id": BOT}}, 0),
    ],
)
async def test_what_else_happens_there_is_no_turn(guarded: Guarded, activity: dict[str, Any], answers: int) -> None:
    assert await tell(guarded, conversation=CHANNEL, **activity) == 200
    assert len(guarded.connector.posts) == answers
    assert guarded.coach.taken == []


async def test_an_answer_that_does_not_get_through_is_let_go(guarded: Guarded) -> None:
    guarded.connector.answers = [web.Response(status=403)]
    assert await tell(guarded, conversation=GROUP) == 200


async def test_a_group_of_an_emulator_is_one_too() -> None:
    async with a_connector() as connector, serving(local_door(None)) as client:
        place = {"id": "g", "isGroup": True}
        assert (await post(client, an_activity(connector.url, channelId="emulator", conversation=place)))[0] == 200
        assert len(connector.posts) == 1


@pytest.mark.parametrize("bot", ["28:5d8d", "5d8d", "28:5d8d&users=x"])
def test_the_address_leads_to_the_bot_alone(bot: str) -> None:
    assert private_chat(bot).startswith("https://teams.microsoft.com/l/chat/0/0?users=28:5d8d")
    assert "&" not in private_chat(bot)
