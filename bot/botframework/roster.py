"""Who is in a team: read from the channel, page by page.

Source: the Bot Connector REST reference and "Get Teams specific context for your bot" (pages of 50 to 500).
Teams announced that a member's role may be "owner" (botbuilder-dotnet#3405); where it only says "user", the
roster does not tell who owns the team, and nothing else we are allowed to ask does.
"""

from typing import Final
from urllib.parse import quote, urlencode

from pydantic import AliasChoices, BaseModel, Field, ValidationError

from bot.botframework.calls import Calls
from service.door import NotDelivered
from storage.rosters import Member

PAGE: Final = 500
MOST_PAGES: Final = 60
"""Teams holds 25,000 people at most."""
OUTSIDE: Final = frozenset({"guest", "anonymous"})


class _Account(BaseModel):
    """A member, as far as we look."""

    id: str
    directory: str = Field(default="", validation_alias=AliasChoices("aadObjectId", "objectId"))
    email: str | None = None
    role: str | None = Field(default=None, validation_alias="userRole")
    tenant: str | None = Field(default=None, validation_alias="tenantId")


class _Page(BaseModel):
    members: list[_Account]
    further: str | None = Field(default=None, validation_alias="continuationToken")


async def roster_of(calls: Calls, service_url: str, team: str, tenants: tuple[str, ...]) -> list[Member]:
    """The municipality's own people in a team. Raises NotDelivered, also where the answer makes no sense:
    a team is never taken for empty."""
    found: list[_Account] = []
    further: str | None = None
    for _ in range(MOST_PAGES):
        page = _read(await calls.send("GET", service_url, _path(team, further)))
        found += page.members
        if not page.further:
            break
        further = page.further
    else:
        raise NotDelivered("dead", reason="roster without an end")
    if not found:
        raise NotDelivered("dead", reason="empty roster")
    return [_member(one) for one in found if _is_ours(one, tenants)]


def _is_ours(account: _Account, tenants: tuple[str, ...]) -> bool:
    outside = (account.role or "").casefold() in OUTSIDE
    elsewhere = account.tenant and tenants and account.tenant.casefold() not in tenants
    return bool(account.directory) and not outside and not elsewhere


def _member(account: _Account) -> Member:
    email = (account.email or "").casefold()
    owner = (account.role or "").casefold() == "owner"
    return Member(account.id, account.directory.casefold(), email, owner)


def _read(body: bytes) -> _Page:
    try:
        return _Page.model_validate_json(body)
    except ValidationError:
        raise NotDelivered("dead", reason="roster not understood") from None


def _path(team: str, further: str | None) -> str:
    query = {"pageSize": str(PAGE)} | ({"continuationToken": further} if further else {})
    return f"v3/conversations/{quote(team, safe='')}/pagedmembers?{urlencode(query)}"
