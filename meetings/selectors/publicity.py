"""Reads about the non-public part: for participants and the desk alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from meetings.enums import AttendanceMode, Audience, GapReason, Publicity
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Attendance, Confidentiality, Meeting, NonPublicPart, Person
from meetings.names import by_name
from meetings.permissions import Actor
from meetings.registry import channel_label
from meetings.selectors.core import present_people, sees_non_public


@remembered
def non_public_part(meeting: Meeting) -> NonPublicPart | None:
    """The part without the public that lasts right now."""
    return NonPublicPart.objects.filter(meeting=meeting, readmitted_at__isnull=True).first()


def part_unseen(row: Attendance, parts: Iterable[NonPublicPart]) -> NonPublicPart | None:
    """The part within which somebody had to go, for a conflict of interest or as a measure of order: nothing that
    the public may know.
    """
    if row.left_at is None or row.end_reason not in {GapReason.RECUSAL, GapReason.EXCLUSION}:
        return None
    left = row.left_at
    return next(
        (part for part in parts if part.begun_at <= left and (part.readmitted_at is None or left < part.readmitted_at)),
        None,
    )


def left_unseen(meeting: Meeting, person: Person) -> bool:
    """Whether somebody had to go within the part that lasts, so that the public knows nothing of it."""
    last = (
        meeting.attendances.filter(person=person)
        .exclude(end_reason=GapReason.CORRECTED)
        .order_by("arrived_at", "pk")
        .last()
    )
    part = non_public_part(meeting)
    return last is not None and part is not None and part_unseen(last, [part]) is not None


def is_shut_out(meeting: Meeting, audience: Audience) -> bool:
    """Whether this audience gets the notice instead of what happens."""
    return meeting.publicity != Publicity.PUBLIC and not sees_non_public(audience)


def person_of(actor: Actor) -> Person:
    """The person behind an actor; 404 for an account that is nobody's."""
    person = Person.objects.filter(user=actor.user).first() if actor.user is not None else None
    if person is None:
        raise not_found()
    return person


@remembered
def confirmed_people(meeting: Meeting) -> set[int]:
    """Who has given their word in the present non-public part."""
    part = non_public_part(meeting)
    return set(Confidentiality.objects.filter(part=part).values_list("person", flat=True)) if part else set()


def unconfirmed_people(meeting: Meeting) -> list[Person]:
    """Those present remotely who have not said that nobody listens; for the desk."""
    remote = [row for row in present_people(meeting).values() if row.mode == AttendanceMode.REMOTE]
    return sorted((row.person for row in remote if row.person_id not in confirmed_people(meeting)), key=by_name)


def closures_of(meeting: Meeting) -> list[dict[str, Any]]:
    """Every public way of the present part with its answer, for the desk."""
    part = non_public_part(meeting)
    rows = part.closures.all() if part else []
    return [
        {"label": channel_label(row.channel), "closed": row.closed_at is not None, "fault": row.fault} for row in rows
    ]
