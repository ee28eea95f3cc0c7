"""The hall displays that were set up: their signs of life go to the database, and what the desk asks of one comes back.

All processes read the same rows, so that it does not matter which of them serves the display and which the desk.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from meetings.enums import Audience
from meetings.live.broadcast import Broadcast
from meetings.live.crowd import Subscriber
from meetings.live.database import in_database_thread
from meetings.live.screens import encode
from meetings.models import Display, Meeting
from meetings.selectors import displays_of, is_connected
from meetings.services.displays import Sign, note_displays

LARGEST = 100_000
"""Pixels; what a page tells beyond that is no window."""
Shown = tuple[Any, ...]
"""What the desk's list says of one display."""


def window_of(frame: Mapping[str, Any]) -> tuple[int, int] | None:
    """The size of a window that a page tells in a frame; None for what can be none."""
    sizes = [frame.get(name) for name in ("width", "height")]
    whole = [size for size in sizes if type(size) is int and 0 < size <= LARGEST]
    return (whole[0], whole[1]) if len(whole) == len(sizes) else None


class DisplayWatch:
    """What this process knows of the displays of its meetings, looked at once a second.

    `noted` are sockets that are written down, `parted` keys whose last socket here was closed, `listed` what the desks'
    lists here showed last, `told` until when a socket has been told to show its number.
    """

    def __init__(self) -> None:
        self.noted: dict[UUID, tuple[int, int] | None] = {}
        self.parted: dict[int, set[UUID]] = {}
        self.renewed_at: dict[int, float] = {}
        self.listed: dict[int, list[Shown]] = {}
        self.told: dict[UUID, Any] = {}

    def part(self, meeting_id: int, subscriber: Subscriber) -> None:
        """A socket was closed."""
        self.told.pop(subscriber.connection, None)
        if subscriber.connection in self.noted and subscriber.visitor.display is not None:
            del self.noted[subscriber.connection]
            self.parted.setdefault(meeting_id, set()).add(subscriber.visitor.display)

    def forget(self, meeting_id: int) -> None:
        """No socket of the meeting is open here any more; a display that has just gone falls silent by itself."""
        for known in (self.parted, self.renewed_at, self.listed):
            known.pop(meeting_id, None)

    async def look(self, broadcast: Broadcast, *, renew: bool) -> None:
        """Write down the signs of life of this process, and let its displays and desks follow what the rows say."""
        here = _displays_here(broadcast)
        heard = self._heard_of(broadcast.meeting_id, here, renew=renew)
        gone = self.parted.pop(broadcast.meeting_id, set()) - {one.visitor.display for one in here}
        if here or gone or _has_desk(broadcast):
            rows = await _exchange(broadcast.meeting_id, heard, gone)
            self._point_out(here, rows)
            self._list(broadcast, rows)

    def _heard_of(self, meeting_id: int, here: Iterable[Subscriber], *, renew: bool) -> dict[UUID, Sign]:
        since = self.renewed_at.get(meeting_id, 0.0)
        if renew:
            self.renewed_at[meeting_id] = time.monotonic()
        news = [one for one in here if self._is_new(one) or (renew and one.heard > since)]
        self.noted.update({one.connection: one.window for one in news})
        return {
            one.visitor.display: Sign(one.language, *(one.window or ()))
            for one in news
            if one.visitor.display is not None
        }

    def _is_new(self, one: Subscriber) -> bool:
        """A socket that is not written down, or whose window has another size than is."""
        return one.connection not in self.noted or self.noted[one.connection] != one.window

    def _point_out(self, here: Iterable[Subscriber], rows: Collection[Display]) -> None:
        wanted = {row.key: row for row in rows if row.shows_number_until is not None}
        for one in here:
            row = wanted.get(one.visitor.display) if one.visitor.display is not None else None
            if row is not None and self.told.get(one.connection) != row.shows_number_until:
                self.told[one.connection] = row.shows_number_until
                if seconds := seconds_left(row):
                    one.outlet.put(encode("display", 0, number=row.number, seconds=seconds))

    def _list(self, broadcast: Broadcast, rows: Collection[Display]) -> None:
        """The first look shows what the page has just been drawn with."""
        now = timezone.now()
        shown: list[Shown] = [
            (row.number, row.name, is_connected(row, now), row.connected_at, row.language, row.width, row.height)
            for row in rows
        ]
        before = self.listed.get(broadcast.meeting_id)
        self.listed[broadcast.meeting_id] = shown
        if before != shown:
            broadcast.redraw(["displays"])


def seconds_left(display: Display) -> int:
    """For how long a display shows its number still."""
    if display.shows_number_until is None:
        return 0
    return max(0, round((display.shows_number_until - timezone.now()).total_seconds()))


def _displays_here(broadcast: Broadcast) -> list[Subscriber]:
    groups = broadcast.subscribers.by_visitor.items()
    return [one for visitor, group in groups if visitor.display is not None for one in group]


def _has_desk(broadcast: Broadcast) -> bool:
    return any(audience == Audience.DESK for audience, _language in broadcast.subscribers.by_key)


@in_database_thread
def _exchange(meeting_id: int, heard: Mapping[UUID, Sign], gone: Collection[UUID]) -> list[Display]:
    if heard or gone:
        note_displays(meeting_id, heard, gone)
    return displays_of(Meeting(pk=meeting_id))
