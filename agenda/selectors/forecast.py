"""When each item is expected, and the agendas that say so. The arithmetic is in `schedule`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from agenda import schedule
from agenda.enums import ItemState
from agenda.models import AgendaItem, Presenter
from agenda.numbering import Numbered
from agenda.selectors.floor import allowance_of, left_ms, requests_of, speaker_of, waiting
from agenda.selectors.items import Row, row_for, tree_of
from agenda.selectors.parts import seen_by
from meetings.enums import Audience, MeetingState
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.selectors import is_shut_out, sees_non_public

TAKES_NO_TIME = frozenset({ItemState.WITHDRAWN, ItemState.POSTPONED})


def agenda_of(meeting: Meeting, audience: Audience) -> list[Row]:
    """The whole agenda in reading order as this audience sees it, with the times as they are expected now.

    The numbers are the same for all.
    """
    items, numbered = tree_of(meeting)
    times = _times(meeting, audience, items, numbered)
    return [row_for(items[line.key], line, time, audience) for line, time in zip(numbered, times, strict=True)]


def expected_times(meeting: Meeting, audience: Audience) -> dict[int, datetime]:
    """When each item began or is expected, by its id; the public's times do not know of lists that the public may
    not see.
    """
    items, numbered = tree_of(meeting)
    times = _times(meeting, audience, items, numbered)
    return {line.key: time for line, time in zip(numbered, times, strict=True)}


def _times(
    meeting: Meeting, audience: Audience, items: dict[int, AgendaItem], numbered: Sequence[Numbered]
) -> list[datetime]:
    until = _until(meeting, audience, items) if meeting.is_open else None
    return _expected(meeting, [_slot(items[line.key], line.depth, until) for line in numbered])


def _slot(item: AgendaItem, depth: int, until: datetime | None) -> schedule.Slot:
    takes_time, own = item.state not in TAKES_NO_TIME, until if item.state == ItemState.OPEN else None
    return schedule.Slot(depth, item.planned_minutes, takes_time, item.opened_at, item.closed_at, own)


def _expected(meeting: Meeting, slots: Sequence[schedule.Slot]) -> list[datetime]:
    """The forecast while the meeting runs and while it is late, otherwise the plan."""
    now, begins = timezone.now(), meeting.opened_at or meeting.starts_at
    late = meeting.state == MeetingState.CONVENED and meeting.starts_at < now and _same_day(meeting.starts_at, now)
    if meeting.is_open or late:
        return schedule.forecast(slots, begins, schedule.whole_minute(now))
    return schedule.plan(slots, begins)


def _same_day(one: datetime, other: datetime) -> bool:
    return timezone.localtime(one).date() == timezone.localtime(other).date()


def _until(meeting: Meeting, audience: Audience, items: dict[int, AgendaItem]) -> datetime | None:
    item = next((item for item in items.values() if item.state == ItemState.OPEN), None)
    hidden = (
        item is not None and not sees_non_public(audience) and (not item.is_public or is_shut_out(meeting, audience))
    )
    return None if item is None or hidden else _speakers_until(meeting, item, audience)


@remembered
def _speakers_until(meeting: Meeting, item: AgendaItem, audience: Audience) -> datetime | None:
    """When everybody on the open item's list, as this audience sees it, will have spoken; None when nobody is on it."""
    rows = seen_by(requests_of(meeting, item), audience)
    speaking, due = speaker_of(rows), waiting(rows)
    if speaking is None and not due:
        return None
    left = left_ms(speaking) if speaking else None
    wait = schedule.Wait(
        timedelta(seconds=sum(max(0, (allowance_of(item, row) or 0) - row.spent_ms // 1000) for row in due)),
        None if left is None else timedelta(milliseconds=left),
        runs=speaking is not None and speaking.running_since is not None,
    )
    return schedule.speakers_until(wait, timezone.now())


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a presenter may know: their own item, when it is expected, and the public agenda around it.

    `before_me` counts the items that still come first.
    """

    number: str
    expected_at: datetime
    before_me: int
    rows: list[Row]


def outlook_for(presenter: Presenter) -> Outlook:
    """When a presenter's item is expected, moved by the meeting's real progress; a non-public item stands alone."""
    item, meeting = presenter.item, presenter.item.meeting
    items, numbered = tree_of(meeting)
    place = next(index for index, line in enumerate(numbered) if line.key == item.pk)
    ahead = [line for line in numbered[:place] if items[line.key].state in {ItemState.PENDING, ItemState.OPEN}]
    times = _times(meeting, Audience.PUBLIC, items, numbered)
    rows = [row_for(items[line.key], line, time, Audience.PUBLIC) for line, time in zip(numbered, times, strict=True)]
    own = _own_row(item, numbered[place], times[place])
    return Outlook(own.number, times[place], len(ahead), rows if item.is_public else [own])


def _own_row(item: AgendaItem, line: Numbered, time: datetime) -> Row:
    return Row(line.number, 0, item.part, item.title, item, time)
