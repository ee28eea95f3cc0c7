"""What stands in the minutes of a meeting (Niederschrift), collected for one audience; the PDF only arranges it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from agenda.selectors import agenda_of
from documents.minutes.content import course, items, people
from documents.minutes.content.shapes import Attendee, Group, Minutes, Moved, Presided, Remark, Section, State, Vote
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.selectors import roll, seal_of, sees_non_public, substitutions_of

__all__ = ["Attendee", "Group", "Minutes", "Moved", "Presided", "Remark", "Section", "State", "Vote", "minutes_of"]


def minutes_of(
    meeting: Meeting, audience: Audience, closed: Collection[int] = (), *, released_at: datetime | None = None
) -> Minutes:
    """Collect the minutes; for the public nothing of the non-public part but numbers and neutral titles.

    `closed` are the ids of items of which this reader may learn nothing for a conflict of interest (GO NRW section 31).
    Without `released_at` they are a draft.
    """
    members, stays, swaps = roll(meeting), people.stays_in(meeting, audience), substitutions_of(meeting)
    rows = agenda_of(meeting, audience)
    open_rows = [row for row in rows if row.item is None or row.item.pk not in closed]
    clerk = people.clerk_in(meeting, members, stays)
    groups = tuple(people.groups_of(members, stays, swaps, open_rows, clerk))
    presiding = people.presiding_in(members, stays)
    recorded = [event for event in course.recorded_in(meeting, audience) if event.data.get("item") not in closed]
    sections = tuple(items.sections_of(meeting, audience, rows, closed, recorded, presiding))
    return Minutes(
        meeting=meeting,
        day=timezone.localdate(meeting.opened_at or meeting.starts_at),
        state=course.state_of(meeting, audience, closed, released_at),
        with_non_public=sees_non_public(audience),
        groups=groups,
        presiding=presiding,
        clerk=clerk,
        seats=sum(row.voting_right for row in members),
        seats_present=len(people.seats_present(members, stays, swaps)),
        recesses=tuple(course.recesses_in(recorded)),
        agenda=tuple(rows),
        sections=sections,
        course=tuple(course.course_of(recorded, rows, sections)),
        has_demo=any(person.is_demo for group in groups for person in group.people),
        seal=seal_of(meeting, audience),
    )
