"""The order of the list of speakers and the time left (Redeliste, Redezeit): pure, no database.

Points of order come before all others, then whoever asked first; the chair moves somebody by giving the floor out of
turn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

FIRST = "point_of_order"


@dataclass(frozen=True, slots=True)
class Wish:
    """One request that waits: its key, kind and place."""

    key: int
    kind: str
    position: int


def in_order(wishes: Iterable[Wish]) -> list[Wish]:
    """The order in which the floor is due."""
    return sorted(wishes, key=lambda wish: (wish.kind != FIRST, wish.position, wish.key))


def spent(spent_ms: int, running_since: datetime | None, now: datetime) -> int:
    """Milliseconds spoken so far; a clock that was put back takes none away."""
    running = max(0.0, (now - running_since).total_seconds()) if running_since else 0.0
    return spent_ms + round(running * 1000)


def left(limit_seconds: int | None, spent_ms: int) -> int | None:
    """Milliseconds left, below zero when overrun; None without a limit."""
    return None if limit_seconds is None else limit_seconds * 1000 - spent_ms


def allowance(own: int | None, budget: int | None) -> int | None:
    """Seconds somebody may speak: their own limit, but no more than their faction has left; None without any limit."""
    limits = [limit for limit in (own, budget) if limit is not None]
    return max(0, min(limits)) if limits else None
