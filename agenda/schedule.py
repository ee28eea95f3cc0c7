"""When each item is expected: the plan, and the forecast that moves with the meeting. Pure: no Django, no database.

An item with sub-items takes the time of its sub-items, its own planned minutes count only when none of them takes time.
Withdrawn and postponed items take no time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Slot(NamedTuple):
    """An item in reading order, as far as its time needs it; `depth` as `numbering` gives it."""

    depth: int
    minutes: int
    takes_time: bool = True
    opened_at: datetime | None = None
    closed_at: datetime | None = None


def plan(slots: Sequence[Slot], start: datetime) -> list[datetime]:
    """The planned beginning of every item, one after the other from the meeting's beginning."""
    times, clock = [], start
    for length in _lengths(slots):
        times.append(clock)
        clock += length
    return times


def forecast(slots: Sequence[Slot], start: datetime, now: datetime) -> list[datetime]:
    """When every item began, or is to be expected as things stand now.

    `start` is the real beginning of a running meeting. What waits follows what is done and what is open, never
    before now; an open item that overruns its minutes pushes everything behind it.
    """
    lengths = _lengths(slots)
    clock = max([start, now, *_ends(slots, lengths)])
    times = []
    for slot, length in zip(slots, lengths, strict=True):
        times.append(slot.opened_at or clock)
        clock += timedelta() if slot.opened_at else length
    return times


def _ends(slots: Sequence[Slot], lengths: Sequence[timedelta]) -> Iterable[datetime]:
    for slot, length in zip(slots, lengths, strict=True):
        if slot.opened_at:
            yield slot.closed_at or slot.opened_at + length


def _lengths(slots: Sequence[Slot]) -> list[timedelta]:
    """What each item adds to the clock itself; read from the end, because a parent needs to know its children."""
    lengths: list[timedelta] = []
    busy: set[int] = set()
    for slot in reversed(slots):
        has_busy_child = slot.depth + 1 in busy
        busy = {depth for depth in busy if depth <= slot.depth}
        if slot.takes_time or has_busy_child:
            busy.add(slot.depth)
        lengths.append(timedelta(minutes=slot.minutes) if slot.takes_time and not has_busy_child else timedelta())
    return lengths[::-1]
