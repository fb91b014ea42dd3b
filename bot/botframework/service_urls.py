"""Which connector services we talk to: our token and people's words go nowhere else."""

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

ServiceRule = Callable[[str], bool]
"""Says whether a service URL is one we talk to."""

HOSTS: Final = ("smba.trafficmanager.net", "*.botframework.com")
"""Teams' connector in the public cloud, and the Bot Framework's own. Never a whole
`*.trafficmanager.net`: anybody can have a name there. Source: TeamsServiceEndpoints of the
Microsoft 365 Agents SDK, Bot Connector reference."""

_SHAPE: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?")
"""No name and password, query, escape or bracket to smuggle another address in with."""


def listed_service(hosts: Iterable[str] = HOSTS) -> ServiceRule:
    """https, on the usual port, at one of `hosts`; `*.` in front stands for any name below."""
    exact = frozenset(host for host in hosts if not host.startswith("*."))
    below = tuple(host[1:] for host in hosts if host.startswith("*."))

    def allows(url: str) -> bool:
        found = _split(url)
        if found is None or found.scheme != "https" or found.port not in {None, 443}:
            return False
        host = found.hostname or ""
        return host in exact or host.endswith(below)

    return allows


def loopback_service(url: str) -> bool:
    """A channel emulator on this machine."""
    found = _split(url)
    return found is not None and is_loopback(found.hostname or "")


def is_loopback(host: str) -> bool:
    """`localhost`, or an address that never leaves this machine."""
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _split(url: str) -> SplitResult | None:
    if not _SHAPE.fullmatch(url):
        return None
    try:
        found = urlsplit(url)
        _ = found.port  # only looking at it says whether it is a number
    except ValueError:
        return None
    return found
