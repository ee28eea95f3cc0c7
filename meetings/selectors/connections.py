"""Who takes part remotely and can, or cannot, be reached: what the rows of all processes' open sockets say together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from meetings.enums import AttendanceMode, EnteredBy, GapReason, MeetingState
from meetings.models import Attendance, LiveConnection, LiveServer, Meeting
from meetings.selectors.core import people_to_admit
from meetings.selectors.exclusion import excluded_people, outside_now
from meetings.selectors.rules import rules_of

SILENT_AFTER = timedelta(seconds=7)
"""The heartbeat of five seconds and two more: who has not been heard for so long cannot be reached."""
SERVER_GRACE = timedelta(seconds=15)
"""The heartbeat and ten seconds more: so long everybody may take to come back when a server has stopped."""
OWN = frozenset({EnteredBy.SELF, EnteredBy.CODE, EnteredBy.SYSTEM})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that has changed: `what` is lost, back, over (the grace time) or healed; `seen` the last sign of
    life.
    """

    what: str
    attendance: Attendance
    seen: datetime


def open_meeting_of(pk: int) -> Meeting | None:
    """The meeting if it has begun and is not over."""
    states = [MeetingState.RUNNING, MeetingState.INTERRUPTED]
    return Meeting.objects.select_related("body").filter(pk=pk, state__in=states).first()


def findings(meeting: Meeting, now: datetime, *, patient: bool = False) -> list[Finding]:
    """What differs between the list of those present and the connections. Three queries when nothing does.

    While `patient`, and when a server has stopped a moment ago, nobody is called lost.
    """
    found = [*_of_those_present(meeting, now), *_of_those_lost(meeting, now)]
    losses = [finding for finding in found if finding.what in {"lost", "over"}]
    if losses and (patient or _server_has_stopped(now)):
        return [finding for finding in found if finding not in losses]
    return found


def _of_those_present(meeting: Meeting, now: datetime) -> Iterator[Finding]:
    own = Q(person__live_connections__meeting=meeting)
    rows = meeting.attendances.filter(left_at__isnull=True, mode=AttendanceMode.REMOTE).select_related("person")
    for row in rows.annotate(seen=Max("person__live_connections__seen_at", filter=own)):
        if row.seen is not None and (row.entered_by in OWN or row.seen >= row.arrived_at):
            yield from _judge(meeting, row, row.seen, now)


def _judge(meeting: Meeting, row: Attendance, seen: datetime, now: datetime) -> Iterator[Finding]:
    begun = max(row.arrived_at, meeting.opened_at or row.arrived_at)  # before the opening nobody misses anything
    silent_since = max(seen, begun) if begun <= now else seen  # later only when the clock was put back
    if row.unreachable_since is None:
        if now - silent_since > SILENT_AFTER:
            yield Finding("lost", row, silent_since)
    elif now - seen <= SILENT_AFTER:
        yield Finding("back", row, seen)
    elif now - row.unreachable_since >= timedelta(seconds=rules_of(meeting).grace_seconds):
        yield Finding("over", row, seen)


def _of_those_lost(meeting: Meeting, now: datetime) -> Iterator[Finding]:
    """Whose presence ended by the loss, who have not come since, and who are connected again."""
    later = meeting.attendances.filter(person=OuterRef("person"), pk__gt=OuterRef("pk")).exclude(
        end_reason=GapReason.CORRECTED
    )
    gone: QuerySet[Attendance] = meeting.attendances.filter(end_reason=GapReason.DISRUPTION).exclude(Exists(later))
    fresh = LiveConnection.objects.filter(meeting=meeting, person=OuterRef("person"), seen_at__gte=now - SILENT_AFTER)
    back = list(gone.filter(Exists(fresh)).exclude(person__attendances__in=_open(meeting)).select_related("person"))
    shut_out = excluded_people(meeting).keys() | outside_now(meeting) if back else set()
    admitted = set(people_to_admit(meeting).values_list("pk", flat=True)) - shut_out if back else set()
    yield from (Finding("healed", row, now) for row in back if row.person_id in admitted)


def _open(meeting: Meeting) -> QuerySet[Attendance]:
    return meeting.attendances.filter(left_at__isnull=True)


def _server_has_stopped(now: datetime) -> bool:
    """Whether some process fell silent so short a time ago that its people are still on their way to another one."""
    silent = LiveServer.objects.filter(seen_at__lt=now - SILENT_AFTER)
    return silent.filter(seen_at__gte=now - SILENT_AFTER - SERVER_GRACE).exists()
