"""Who gets a socket when there are not enough: first the desk, then whoever is signed in, then the public, of whom no
address takes all.

Whoever is turned away is served by polling. A hall sits behind one address: only sockets of the public are counted by
address.
"""

from __future__ import annotations

import ipaddress
import logging
import time
from collections import Counter
from enum import IntEnum
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)
QUIET = 60.0  # seconds between two lines of the log that say the same


class Rank(IntEnum):
    """In this order people are let in."""

    PUBLIC = 0
    MEMBER = 1
    DESK = 2


SHARE = {Rank.PUBLIC: 0.8, Rank.MEMBER: 0.95, Rank.DESK: 1.0}
"""How full it may be for somebody of that rank to be let in."""


class Door:
    """Counts the sockets of this process, and those of the public for each address."""

    def __init__(self) -> None:
        self.inside = 0
        self.by_address: Counter[str] = Counter()
        self._said = -QUIET

    def admit(self, rank: Rank, address: str) -> bool:
        """Let a socket in, if there is room for its rank; whoever is let in has to `leave` with the same words."""
        if not self.has_space(rank, address):
            self._say(rank, address)
            return False
        self.inside += 1
        if rank == Rank.PUBLIC:
            self.by_address[address] += 1
        return True

    def has_space(self, rank: Rank, address: str) -> bool:
        if self.inside >= settings.SOCKETS * SHARE[rank]:
            return False
        return rank != Rank.PUBLIC or self.by_address[address] < settings.SOCKETS_PER_ADDRESS

    def leave(self, rank: Rank, address: str) -> None:
        self.inside -= 1
        if rank == Rank.PUBLIC:
            self.by_address[address] -= 1
            if not self.by_address[address]:
                del self.by_address[address]

    def _say(self, rank: Rank, address: str) -> None:
        if time.monotonic() - self._said >= QUIET:
            self._said = time.monotonic()
            of_address = self.by_address[address] if rank == Rank.PUBLIC else 0
            logger.warning(
                "a socket was turned away (%s): %s are open, %s of them the public's from the same address; "
                "see SOCKETS, SOCKETS_PER_ADDRESS and TRUSTED_PROXIES in docs/settings.md",
                *(rank.name.lower(), self.inside, of_address),
            )


door = Door()


def address_of(scope: dict[str, Any]) -> str:
    """Where a socket comes from: as the last proxy of ours says, else the other end itself; of IPv6 the network
    counts, not the host.
    """
    named = (scope.get("client") or [""])[0]
    if settings.TRUSTED_PROXIES:
        lines = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        hops = [hop.strip() for hop in b",".join(lines).decode("latin-1").split(",") if hop.strip()]
        named = hops[-settings.TRUSTED_PROXIES] if len(hops) >= settings.TRUSTED_PROXIES else named
    try:
        address = ipaddress.ip_address(named)
    except ValueError:
        return str(named)[:64]
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)
