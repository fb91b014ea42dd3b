"""Where a request comes from, which is not always who connects: between us and the world there may be a proxy."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from aiohttp import web

Network = IPv4Network | IPv6Network
IPv4 = IPv4Address
PROXIED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
"""What a proxy or a tunnel writes: the request comes from somewhere else than who connects."""
_SAME_HOME: Final = 64
"""Bits of an IPv6 address that tell one customer from another; the rest they choose themselves."""


def sender_of(request: web.BaseRequest, proxies: Sequence[Network]) -> str:
    """The address the request is counted under. X-Forwarded-For is read from the right, and only as far as
    proxies of ours have written it: whatever stands further left, the sender may have made up."""
    sender = _address(request.remote or "")
    if sender is None:
        return "unknown"
    for named in reversed(",".join(request.headers.getall("X-Forwarded-For", [])).split(",")):
        if not any(sender in one for one in proxies if one.version == sender.version):
            break
        before = _address(named.strip())
        if before is None:
            break
        sender = before
    return str(sender) if isinstance(sender, IPv4) else str(IPv6Network((sender, _SAME_HOME), strict=False))


def _address(written: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: with a port or without, and with brackets or without."""
    bare = written.removeprefix("[").partition("]")[0] if written.startswith("[") else written
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
