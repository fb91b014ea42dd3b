"""Thousands of spoiled activities, with and without a token, against the door as in operation and a real coach.

1,000 here; `make fuzz` takes all 10,000.
"""

import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any, Final

from aiohttp.test_utils import TestClient

from bot.botframework.service_urls import loopback_service
from catalog_data.model import Catalogue
from matching.types import Matcher
from service.delivery import Delivery
from service.turns import Coach, Knowledge
from storage.unit import Store
from tests.botframework_fakes import (
    BOT,
    CONVERSATION,
    SIGNER,
    TENANT,
    USER,
    FakeEntra,
    a_connector,
    an_activity,
    in_operation,
    post,
    serving,
)
from tests.botframework_login import a_login, a_token
from tests.conftest import Clock
from tests.mutations import spoiled, spoiled_token
from tests.operating_logs import operating_logs

MANY: Final = int(os.environ.get("COACH_FUZZ", "1000"))
SEED: Final = 2026
WORDS: Final = ("Bente", "ringede", "kanariefugl", USER, CONVERSATION, "a:1personal", "eyJ", "token-1")
TRACES: Final = ("Traceback", 'File "', "Error:")


def activities(url: str) -> list[dict[str, Any]]:
    """One of every kind a person can bring about."""
    tap = {"question": SIGNER.token("msteams", CONVERSATION, "1.welcome"), "choice": "begin"}
    mention = {"type": "mention", "text": "<at>Coach</at>", "mentioned": {"id": BOT, "name": "Coach"}}
    group = {"id": "19:x@thread.v2", "conversationType": "groupChat", "isGroup": True, "tenantId": TENANT}
    said = {"text": "i går ringede jeg til en borger i stedet for at skrive, sagde en kanariefugl"}
    invoke = {"type": "invoke", "name": "adaptiveCard/action", "text": None}
    members = [{"id": BOT}, {"id": USER, "name": "Bente Borger"}]
    kinds: list[dict[str, Any]] = [
        said,
        said | {"entities": [mention], "text": "<at>Coach</at> hjælp"},
        said | {"conversation": group},
        said | {"type": "messageUpdate"},
        {"type": "messageDelete", "text": None},
        {"text": None, "value": tap},
        invoke | {"value": {"action": {"type": "Action.Execute", "verb": "choose", "data": tap}, "trigger": "manual"}},
        {"type": "conversationUpdate", "text": None, "membersAdded": members},
        {"type": "installationUpdate", "action": "add", "text": None},
        {"type": "installationUpdate", "action": "remove", "text": None},
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"text": "slet mig"},
        {"text": "menu"},
    ]
    return [an_activity(url, **one) for one in kinds]


@asynccontextmanager
async def a_coach(store: Store, knowledge: Knowledge, clock: Clock) -> AsyncIterator[tuple[TestClient[Any, Any], str]]:
    """The real coach behind the door, and the service URL of its connector."""
    delivery = Delivery(store, clock)
    async with a_login() as login, a_connector() as connector:
        built = in_operation(
            coach=Coach(store, knowledge, delivery, clock),
            tenants=(TENANT,),
            services=loopback_service,
            tokens=FakeEntra(),
            metadata_url=login.url,
        )
        delivery.open({"msteams": built.door})
        async with serving(built) as client:
            yield client, connector.url
            await delivery.stop()


async def test_no_activity_breaks_the_door(store: Store, catalogue: Catalogue, matcher: Matcher, clock: Clock) -> None:
    random, met = Random(SEED), Counter[tuple[bool, int]]()  # noqa: S311 - no secret hangs on it
    with operating_logs() as logs:
        async with a_coach(store, Knowledge(catalogue, matcher), clock) as (client, url):
            good, kinds = a_token(url), activities(url)
            for number in range(MANY):
                trusted = random.random() < 0.6
                body = spoiled(random.choice(kinds) | {"id": f"m{number}"}, random)
                token = good if trusted else spoiled_token(good, random)
                clock.passes(seconds=5)
                status, answer = await post(client, body, token)
                assert status < 500, (number, body)
                assert [word for word in (*WORDS, *TRACES) if word in answer] == [], (number, body)
                assert status == 200 or list(json.loads(answer)) == ["error"], (number, body)
                met[trusted, status] += 1
    written = logs.getvalue()
    assert '"event": "botframework.malformed"' in written  # the scan does see what is there
    assert [word for word in (*WORDS, *TRACES) if word in written] == []
    assert "botframework.broken" not in written
    # Spoiled enough to be refused in every way, and not so much that nothing gets through.
    assert {met[True, status] > MANY // 200 for status in (200, 400, 403)} == {True}, met
    assert met[False, 401] > MANY // 4, met
