"""Who leads a meeting right now (Sitzungsleitung), and who may."""

from __future__ import annotations

from datetime import datetime

from meetings import events
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


def handed_over(meeting: Meeting) -> list[tuple[datetime, Person | None]]:
    """When presiding changed and to whom, in order; None is back to the chair. Two queries.

    All of it, whoever may see the single steps: that somebody led a public item everybody saw.
    """
    kinds = [events.PRESIDING_HANDED_OVER, events.PRESIDING_HANDED_OVER_FOR_ITEM, events.PRESIDING_RESUMED]
    steps = list(
        meeting.events.filter(name__in=[kind.name for kind in kinds]).order_by("seq").values_list("at", "data")
    )
    people = Person.objects.in_bulk({data["person"] for _at, data in steps if "person" in data})
    return [(at, people.get(data.get("person", 0))) for at, data in steps]


def may_preside_from_there(meeting: Meeting, person: Person | None) -> bool:
    """Whether somebody is present and, where there is a hall, in it (GO NRW section 47a(2), DigiSiVO section 5(1))."""
    attendance = present_people(meeting).get(person.pk) if person else None
    return attendance is not None and (
        meeting.format == MeetingFormat.DIGITAL or attendance.mode == AttendanceMode.HALL
    )


def deputies_of(meeting: Meeting) -> list[Membership]:
    """To whom presiding may be handed over now: the deputies who are present; where none is, every present voting
    member.
    """
    leading = presiding_person(meeting)
    rows = [row for row in roll(meeting) if row.person_id in present_people(meeting) and row.person != leading]
    deputies = [row for row in rows if row.role == Role.DEPUTY_CHAIR]
    return deputies or [row for row in rows if row.voting_right and row.role != Role.CHAIR]
