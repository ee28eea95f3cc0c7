"""When each item is expected: the plan, and the forecast that moves with the meeting. Pure: no Django, no database.

An item with sub-items takes the time of its sub-items, its own planned minutes count only when none of them takes time.
Withdrawn and postponed items take no time. Whoever waits on the list of speakers of the open item will speak before it
ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Slot(NamedTuple):
    """An item in reading order, as far as its time needs it; `depth` as `numbering` gives it.

    `speakers_until` is when the last of those who wait on its list of speakers will have spoken.
    """

    depth: int
    minutes: int
    takes_time: bool = True
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    speakers_until: datetime | None = None


class Wait(NamedTuple):
    """The list of speakers of the open item in numbers: how long those who wait may speak, and what the speaker has
    left.

    `left` is None while nobody speaks or without a limit; `runs` says whether that clock runs.
    """

    waiting: timedelta = timedelta()
    left: timedelta | None = None
    runs: bool = False


def whole_minute(now: datetime) -> datetime:
    """The next full minute, so that what is expected changes with the minute and not with every look at it."""
    floor = now.replace(second=0, microsecond=0)
    return now if floor == now else floor + timedelta(minutes=1)


def speakers_until(wait: Wait, now: datetime) -> datetime:
    """When everybody on the list will have spoken, if each uses the whole time and nobody else asks.

    A running clock ends at a fixed moment, one that stands still or waits to begin moves with the minute.
    """
    begins = whole_minute(now)
    if wait.left is not None:
        begins = max(begins, (now if wait.runs else begins) + wait.left)
    return begins + wait.waiting


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
    before now; an open item that overruns its minutes, or has more speakers waiting than these allow, pushes everything
    behind it.
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
            yield slot.closed_at or max(slot.opened_at + length, slot.speakers_until or slot.opened_at)


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
