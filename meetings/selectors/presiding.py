"""Who leads a meeting right now (Sitzungsleitung), and who may."""

from __future__ import annotations

from meetings.enums import AttendanceMode, MeetingFormat, Role
from meetings.memo import remembered
from meetings.models import Meeting, Membership, Person
from meetings.selectors.core import present_people, roll


@remembered
def chair_of(meeting: Meeting) -> Person | None:
    """Whoever holds the office of the chair on the meeting's day."""
    return next((row.person for row in roll(meeting) if row.role == Role.CHAIR), None)


def presiding_person(meeting: Meeting) -> Person | None:
    """Who leads now: somebody to whom it was handed over, else the chair."""
    return meeting.presiding or chair_of(meeting)


def may_preside_from_there(meeting: Meeting, person: Person | None) -> bool:
    """Whether somebody is present and, where there is a hall, in it (GO NRW section 47a(2), DigiSiVO section 5(1))."""
    attendance = present_people(meeting).get(person.pk) if person else None
    return attendance is not None and (meeting.format == MeetingFormat.DIGITAL or attendance.mode == AttendanceMode.HALL)


def deputies_of(meeting: Meeting) -> list[Membership]:
    """To whom presiding may be handed over now: the deputies who are present; where none is, every present voting member."""
    leading = presiding_person(meeting)
    rows = [row for row in roll(meeting) if row.person_id in present_people(meeting) and row.person != leading]
    deputies = [row for row in rows if row.role == Role.DEPUTY_CHAIR]
    return deputies or [row for row in rows if row.voting_right and row.role != Role.CHAIR]
