"""Who is present: members join themselves, the clerk ticks the others.

Both may begin before the opening (`check_not_too_early`): who has come by then is present from the beginning.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import AttendanceMode, Audience, EnteredBy, GapReason, MeetingFormat, MeetingState
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.models import Attendance, Meeting, Person
from meetings.permissions import Actor, require
from meetings.presence import stamp
from meetings.selectors import (
    check_in_from,
    is_checking_in,
    is_excluded,
    left_unseen,
    outside_now,
    people_to_admit,
    still_missing,
)
from meetings.services import seats
from meetings.services.hall import check_code
from meetings.services.locking import lock_meeting


@transaction.atomic
def record_arrival(*, meeting: Meeting, person: Person, mode: str, actor: Actor) -> Attendance:
    """Enter a member of the body as present (Anwesenheit feststellen), in the hall or remote.

    Somebody present in the other way goes on in this one without a gap. 409 `attendance.too_early`,
    `attendance.already_present`, `attendance.mode_does_not_fit`, `attendance.excluded`; 404 for somebody not of this
    body.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.record_arrival", meeting)
    check_not_too_early(meeting)
    return _arrive(meeting, person, mode, actor, EnteredBy.DESK)


@transaction.atomic
def record_all_arrivals(*, meeting: Meeting, actor: Actor) -> Meeting:
    """Enter everybody of the body who has not been there yet as present in the hall (alle im Saal), in one go.

    Whoever has left stays away, and so does a member whose seat a substitute has taken. 409
    `attendance.too_early`, `attendance.nobody_missing`, `attendance.mode_does_not_fit`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.record_all_arrivals", meeting)
    check_not_too_early(meeting)
    _check_mode(meeting, AttendanceMode.HALL)
    people = still_missing(meeting)
    if not people:
        raise DomainError("attendance.nobody_missing", _("Everybody of this body has been entered already."))
    for person in people:
        begin_presence(meeting, person, AttendanceMode.HALL, EnteredBy.DESK, actor)
    return meeting


@transaction.atomic
def record_departure(*, meeting: Meeting, person: Person, actor: Actor) -> Attendance:
    """Enter that a member has left (Abgang); 409 `attendance.not_present`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.record_departure", meeting)
    check_not_too_early(meeting)
    return _leave(meeting, person, actor)


@transaction.atomic
def join_meeting(*, meeting: Meeting, mode: str, code: str = "", actor: Actor) -> Attendance:
    """Say "I take part" (Teilnahme erklären); in the hall with the code that its display shows.

    The same errors as `record_arrival`, and for the hall 400 `attendance.code_wrong`, 429 `attendance.too_many_codes`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.join_meeting", meeting)
    check_not_too_early(meeting)
    _check_mode(meeting, mode)
    by_code = mode == AttendanceMode.HALL
    if by_code:
        check_code(meeting, code, actor)
    return _arrive(meeting, _own_person(actor), mode, actor, EnteredBy.CODE if by_code else EnteredBy.SELF)


@transaction.atomic
def leave_meeting(*, meeting: Meeting, actor: Actor) -> Attendance:
    """Say "I leave" (Verlassen der Sitzung); 409 `attendance.not_present`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.leave_meeting", meeting)
    check_not_too_early(meeting)
    return _leave(meeting, _own_person(actor), actor)


def _own_person(actor: Actor) -> Person:
    person = Person.objects.filter(user=actor.user).first()
    if person is None:
        raise not_found()
    return person


def _arrive(meeting: Meeting, person: Person, mode: str, actor: Actor, entered_by: EnteredBy) -> Attendance:
    _check_mode(meeting, mode)
    check_admission(meeting, person)
    present = meeting.attendances.filter(person=person, left_at__isnull=True).first()
    if present is None:
        return begin_presence(meeting, person, mode, entered_by, actor)
    if present.mode == mode:
        raise DomainError("attendance.already_present", _("This person is already on the list of those present."))
    return _change_way(present, mode, entered_by, actor)


def check_not_too_early(meeting: Meeting) -> None:
    """Refuse to keep the list before the time that the body's rules allow: 409 `attendance.too_early`."""
    if not is_checking_in(meeting):
        moment = timezone.localtime(check_in_from(meeting))
        says = _("Presence can be entered from {day}, {time} on.")
        raise DomainError(
            "attendance.too_early", says.format(day=date_format(moment, "SHORT_DATE_FORMAT"), time=f"{moment:%H:%M}")
        )


def empty_list_of_the_postponed(meeting: Meeting, actor: Actor) -> None:
    """Whoever had come to a meeting that was then put off has left by the time at which it begins."""
    if meeting.state == MeetingState.CONVENED and not is_checking_in(meeting):
        for row in meeting.attendances.filter(left_at__isnull=True).select_related("person").order_by("pk"):
            end_presence(meeting, row.person, GapReason.LEFT, actor)


def check_admission(meeting: Meeting, person: Person) -> None:
    """Refuse whoever is not of this body (404), is excluded (409 `attendance.excluded`) or outside (409
    `attendance.outside`).
    """
    if not people_to_admit(meeting).filter(pk=person.pk).exists():
        raise not_found()
    if is_excluded(meeting, person.pk):
        raise DomainError("attendance.excluded", _("This person is excluded from the meeting."))
    if person.pk in outside_now(meeting):
        raise DomainError(
            "attendance.outside", _("This person has a conflict of interest in the item that is being dealt with.")
        )


def begin_presence(meeting: Meeting, person: Person, mode: str, entered_by: EnteredBy, actor: Actor) -> Attendance:
    """Begin somebody's presence in a locked meeting; they take their seat. The public hears nothing of a return to
    the non-public part.
    """
    audience = Audience.PARTICIPANT if left_unseen(meeting, person) else Audience.PUBLIC
    row = enter(meeting, person, mode, entered_by, timezone.now())
    keys: dict[str, Any] = {
        "person": person.pk,
        "mode": mode,
        "entered_by": str(entered_by),
        "since": stamp(row.arrived_at),
    }
    record(
        meeting,
        events.PERSON_ARRIVED,
        actor=actor,
        audience=audience,
        only_for=person.pk,
        secrets={"name": person.name},
        **keys,
    )
    seats.on_arrival(meeting, person, row.arrived_at)
    return row


def enter(meeting: Meeting, person: Person, mode: str, entered_by: EnteredBy, at: datetime) -> Attendance:
    """One more row of the list; whoever calls tells the journal."""
    return Attendance.objects.create(meeting=meeting, person=person, mode=mode, arrived_at=at, entered_by=entered_by)


def _change_way(row: Attendance, mode: str, entered_by: EnteredBy, actor: Actor) -> Attendance:
    """End one interval and begin the next at the same instant; the seat stays taken."""
    meeting, person = row.meeting, row.person
    close(row, GapReason.CHANGED, max(timezone.now(), row.arrived_at))
    keys: dict[str, Any] = {
        "person": person.pk,
        "mode": mode,
        "entered_by": str(entered_by),
        "since": stamp(row.left_at),
    }
    record(meeting, events.WAY_CHANGED, actor=actor, only_for=person.pk, secrets={"name": person.name}, **keys)
    return enter(meeting, person, mode, entered_by, row.left_at or row.arrived_at)


def _check_mode(meeting: Meeting, mode: str) -> None:
    if mode not in AttendanceMode.values:
        raise DomainError("attendance.mode_unknown", _("Choose: in the hall or remote."), status=400)
    if (meeting.format, mode) in {
        (MeetingFormat.IN_PERSON, AttendanceMode.REMOTE),
        (MeetingFormat.DIGITAL, AttendanceMode.HALL),
    }:
        raise DomainError("attendance.mode_does_not_fit", _("The format of this meeting does not allow that."))


def _leave(meeting: Meeting, person: Person, actor: Actor) -> Attendance:
    return end_presence(meeting, person, GapReason.LEFT, actor)


def end_presence(
    meeting: Meeting, person: Person, reason: GapReason, actor: Actor, audience: Audience = Audience.PUBLIC
) -> Attendance:
    """End somebody's presence in a locked meeting; 409 `attendance.not_present`.

    `audience` is who may know of it: that somebody had to leave the non-public part tells of a conflict of interest
    there.
    """
    row = meeting.attendances.filter(person=person, left_at__isnull=True).first()
    if row is None:
        raise DomainError("attendance.not_present", _("This person is not on the list of those present."))
    left_at = close(row, reason, max(timezone.now(), row.arrived_at))
    keys: dict[str, Any] = {"person": person.pk, "reason": str(reason), "until": stamp(left_at)}
    record(
        meeting,
        events.PERSON_LEFT,
        actor=actor,
        audience=audience,
        only_for=person.pk,
        secrets={"name": person.name},
        **keys,
    )
    seats.on_departure(meeting, person, left_at, actor)
    return row


def close(row: Attendance, reason: GapReason, at: datetime) -> datetime:
    """End one row of the list; whoever calls tells the journal."""
    row.left_at, row.end_reason, row.unreachable_since = at, reason, None
    row.save(update_fields=["left_at", "end_reason", "unreachable_since"])
    return at
