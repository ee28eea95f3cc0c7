"""Corrections of the list of those present: always with a ground, always visible."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import GapReason
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.models import Attendance, Meeting
from meetings.permissions import Actor, require
from meetings.presence import stamp
from meetings.selectors import check_in_from
from meetings.services import seats
from meetings.services.attendance import check_admission
from meetings.services.locking import lock_meeting
from meetings.typed import one_line

LONGEST_GROUND = 300


@transaction.atomic
def correct_attendance(
    *, meeting: Meeting, attendance: int, arrived_at: datetime, left_at: datetime | None, ground: str, actor: Actor
) -> Attendance:
    """Change when somebody came or went (Anwesenheit berichtigen), within the meeting's time and beside their other
    intervals.

    Without `left_at` the interval goes on until now. Seats that others took and votes that were cast meanwhile stay as
    they were. Without a change nothing is recorded. 400 `attendance.ground_missing`, `data.invalid`,
    `attendance.times_wrong`; 409 `attendance.overlaps`, `attendance.struck`; 404.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.correct_attendance", meeting)
    row, ground = _row(meeting, attendance), _checked_ground(ground)
    since, until = _checked_times(row, arrived_at, left_at)
    if (since, until) == (row.arrived_at, row.left_at):
        return row
    keys: dict[str, Any] = {
        "was_since": stamp(row.arrived_at),
        "was_until": stamp(row.left_at),
        "since": stamp(since),
        "until": stamp(until),
    }
    words: dict[str, Any] = {"before": in_words(row.arrived_at, row.left_at), "after": in_words(since, until)}
    was_open = row.left_at is None
    _write(row, since, until, row.end_reason or GapReason.LEFT)
    secrets = {"name": row.person.name, "ground": ground}
    record(meeting, events.ATTENDANCE_CORRECTED, actor=actor, secrets=secrets, person=row.person_id, **keys, **words)
    _seat_anew(row, was_open, actor)
    return row


@transaction.atomic
def strike_attendance(*, meeting: Meeting, attendance: int, ground: str, actor: Actor) -> Attendance:
    """Strike an interval that was entered by mistake (Anwesenheit streichen); it stays in the journal and counts no
    second.

    400 `attendance.ground_missing`, `data.invalid`; 409 `attendance.struck`; 404.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.strike_attendance", meeting)
    row, ground = _row(meeting, attendance), _checked_ground(ground)
    keys: dict[str, Any] = {"was_since": stamp(row.arrived_at), "was_until": stamp(row.left_at)}
    before, was_open = in_words(row.arrived_at, row.left_at), row.left_at is None
    _write(row, row.arrived_at, row.arrived_at, GapReason.CORRECTED)
    secrets = {"name": row.person.name, "ground": ground}
    record(meeting, events.ATTENDANCE_STRUCK, actor=actor, secrets=secrets, person=row.person_id, before=before, **keys)
    _seat_anew(row, was_open, actor)
    return row


def in_words(since: datetime, until: datetime | None) -> str:
    """An interval by the clock of the house, as it stands in the sentence."""
    begin, end = timezone.localtime(since), timezone.localtime(until) if until else None
    return f"{begin:%H:%M:%S}–{end:%H:%M:%S}" if end else f"{begin:%H:%M:%S}–…"


def _row(meeting: Meeting, pk: int) -> Attendance:
    row = meeting.attendances.select_related("person").filter(pk=pk).first()
    if row is None:
        raise not_found()
    if row.end_reason == GapReason.CORRECTED:
        raise DomainError("attendance.struck", _("This interval has been struck already."))
    row.meeting = meeting
    return row


def _checked_ground(ground: str) -> str:
    text = one_line(ground)
    if not text:
        raise DomainError(
            "attendance.ground_missing",
            _("Say why the list is corrected; the ground is printed in the minutes."),
            status=400,
        )
    if len(text) > LONGEST_GROUND:
        raise DomainError("data.invalid", _("The ground is too long; 300 characters are the limit."), status=400)
    return text


def _checked_times(row: Attendance, since: datetime, until: datetime | None) -> tuple[datetime, datetime | None]:
    """The two moments within the meeting, or since the list was kept; the seconds of its beginning and of now count as
    a whole.
    """
    begin, end = _list_begins(row.meeting), row.meeting.closed_at or timezone.now()
    second = timedelta(seconds=1)
    if since <= begin - second or since > end or (until and not since <= until < end + second):
        says = _("The times must lie within the meeting, and the arrival before the departure.")
        raise DomainError("attendance.times_wrong", says, status=400)
    since = max(since, begin)
    until = max(since, min(until, end)) if until else None
    _check_beside_others(row, since, until)
    if until is None and row.left_at is not None:
        _check_may_go_on(row)
    return since, until


def _list_begins(meeting: Meeting) -> datetime:
    """Whoever came before the opening was entered then; one that is opened early begins with its opening."""
    kept_from = check_in_from(meeting)
    return min(meeting.opened_at or kept_from, kept_from)


def _others(row: Attendance) -> QuerySet[Attendance]:
    own = row.meeting.attendances.filter(person=row.person_id).exclude(pk=row.pk)
    return own.exclude(end_reason=GapReason.CORRECTED)


def _check_beside_others(row: Attendance, since: datetime, until: datetime | None) -> None:
    meeting_it = _others(row).filter(Q(left_at__isnull=True) | Q(left_at__gt=since))
    if until is not None:
        meeting_it = meeting_it.filter(arrived_at__lt=until)
    if meeting_it.exists():
        raise DomainError("attendance.overlaps", _("This person was present in another interval at that time."))


def _check_may_go_on(row: Attendance) -> None:
    if not row.meeting.is_open:
        says = _("The meeting is over: say when this person left.")
        raise DomainError("attendance.times_wrong", says, status=400)
    check_admission(row.meeting, row.person)


def _write(row: Attendance, since: datetime, until: datetime | None, reason: str) -> None:
    row.arrived_at, row.left_at, row.end_reason = since, until, reason if until else ""
    if until is not None:
        row.unreachable_since = None
    row.save(update_fields=["arrived_at", "left_at", "end_reason", "unreachable_since"])


def _seat_anew(row: Attendance, was_open: bool, actor: Actor) -> None:
    """Let the seat follow when a correction changes who is there now."""
    if was_open and row.left_at is not None:
        seats.on_departure(row.meeting, row.person, timezone.now(), actor)
    elif not was_open and row.left_at is None:
        seats.on_arrival(row.meeting, row.person, timezone.now())
