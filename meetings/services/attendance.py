"""Who is present: members join themselves, the clerk ticks the others."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import AttendanceMode, GapReason, MeetingFormat
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.models import Attendance, Meeting, Person
from meetings.permissions import Actor, require
from meetings.selectors import is_excluded, people_to_admit
from meetings.services import seats
from meetings.services.locking import lock_meeting


@transaction.atomic
def record_arrival(*, meeting: Meeting, person: Person, mode: str, actor: Actor) -> Attendance:
    """Enter a member of the body as present (Anwesenheit feststellen), in the hall or remote.

    409 `attendance.already_present`, `attendance.mode_does_not_fit`; 404 for somebody not of this body.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.record_arrival", meeting)
    return _arrive(meeting, person, mode, actor)


@transaction.atomic
def record_departure(*, meeting: Meeting, person: Person, actor: Actor) -> Attendance:
    """Enter that a member has left (Abgang); 409 `attendance.not_present`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.record_departure", meeting)
    return _leave(meeting, person, actor)


@transaction.atomic
def join_meeting(*, meeting: Meeting, mode: str, actor: Actor) -> Attendance:
    """Say "I take part" (Teilnahme erklären); the same errors as `record_arrival`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.join_meeting", meeting)
    return _arrive(meeting, _own_person(actor), mode, actor)


@transaction.atomic
def leave_meeting(*, meeting: Meeting, actor: Actor) -> Attendance:
    """Say "I leave" (Verlassen der Sitzung); 409 `attendance.not_present`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.leave_meeting", meeting)
    return _leave(meeting, _own_person(actor), actor)


def _own_person(actor: Actor) -> Person:
    person = Person.objects.filter(user=actor.user).first()
    if person is None:
        raise not_found()
    return person


def _arrive(meeting: Meeting, person: Person, mode: str, actor: Actor) -> Attendance:
    _check_mode(meeting, mode)
    if not people_to_admit(meeting).filter(pk=person.pk).exists():
        raise not_found()
    if is_excluded(meeting, person.pk):
        raise DomainError("attendance.excluded", _("This person is excluded from the meeting."))
    if meeting.attendances.filter(person=person, left_at__isnull=True).exists():
        raise DomainError("attendance.already_present", _("This person is already on the list of those present."))
    attendance = Attendance.objects.create(meeting=meeting, person=person, mode=mode, arrived_at=timezone.now())
    record(meeting, events.PERSON_ARRIVED, actor=actor, person=person.pk, mode=mode, secrets={"name": person.name})
    seats.on_arrival(meeting, person, attendance.arrived_at)
    return attendance


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


def end_presence(meeting: Meeting, person: Person, reason: GapReason, actor: Actor) -> Attendance:
    """End somebody's presence in a locked meeting; 409 `attendance.not_present`."""
    attendance = meeting.attendances.filter(person=person, left_at__isnull=True).first()
    if attendance is None:
        raise DomainError("attendance.not_present", _("This person is not on the list of those present."))
    attendance.left_at, attendance.end_reason, attendance.unreachable_since = timezone.now(), reason, None
    attendance.save(update_fields=["left_at", "end_reason", "unreachable_since"])
    record(meeting, events.PERSON_LEFT, actor=actor, person=person.pk, secrets={"name": person.name})
    seats.on_departure(meeting, person, attendance.left_at, actor)
    return attendance
