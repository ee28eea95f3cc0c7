"""What happened besides the items, and up to which recorded step the minutes go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from agenda.enums import Part
from agenda.events import NOTE_WRITTEN
from agenda.models import AgendaItem
from agenda.selectors import Row
from documents.minutes.content.items import is_with_item
from documents.minutes.content.shapes import Remark, Section, State
from meetings import events
from meetings.enums import Audience, MeetingState
from meetings.journal import sentence_of
from meetings.journal.kinds import all_kinds
from meetings.models import Meeting, MeetingEvent
from meetings.selectors import sees_non_public

OWN = "documents.minutes."
"""Releasing minutes changes nothing that stands in them."""
ATTENDANCE = "meetings.attendance."


def recorded_in(meeting: Meeting, audience: Audience) -> list[MeetingEvent]:
    """The events that belong in these minutes and that this audience may see."""
    kinds = [kind.name for kind in all_kinds() if kind.in_minutes]
    found = meeting.events.filter(name__in=kinds, audience__in=_levels(audience)).order_by("seq")
    return list(found.prefetch_related("secrets"))


def _levels(audience: Audience) -> set[Audience]:
    return {Audience.PUBLIC, Audience.PARTICIPANT} if sees_non_public(audience) else {Audience.PUBLIC}


def state_of(meeting: Meeting, audience: Audience, closed: Collection[int], released_at: datetime | None) -> State:
    """Up to when these minutes go, as far as this audience may know: of steps in the non-public part the public
    learns no time.
    """
    seen = meeting.events.filter(Q(audience__in=_levels(audience)) | Q(name=NOTE_WRITTEN.name)).exclude(
        name__startswith=OWN
    )
    hidden = {*_hidden_notes(meeting, audience), *closed}
    steps = seen.order_by("-seq").values_list("name", "at", "data").iterator(chunk_size=50)
    told = ((name, at) for name, at, data in steps if name != NOTE_WRITTEN.name or data.get("item") not in hidden)
    name, as_of = next(told, ("", meeting.starts_at))
    is_later = meeting.state == MeetingState.CLOSED and name != events.MEETING_CLOSED.name
    return State(as_of, as_of if is_later else None, released_at)


def _hidden_notes(meeting: Meeting, audience: Audience) -> set[int]:
    """The items whose note, as it is being written, this audience does not read."""
    if sees_non_public(audience):
        return set()
    rows = AgendaItem.objects.filter(meeting=meeting).values_list("pk", "part", "note_part")
    return {pk for pk, part, note_part in rows if Part.NON_PUBLIC in {part, note_part or part}}


def recesses_in(recorded: Sequence[MeetingEvent]) -> Iterator[tuple[datetime, datetime | None]]:
    """From when to when the meeting was interrupted; without an end while it still is."""
    began: datetime | None = None
    for event in recorded:
        if event.name == events.MEETING_INTERRUPTED.name:
            began = event.at
        elif event.name == events.MEETING_RESUMED.name and began is not None:
            yield began, event.at
            began = None
    if began is not None:
        yield began, None


def course_of(recorded: Sequence[MeetingEvent], rows: Sequence[Row], sections: Sequence[Section]) -> Iterator[Remark]:
    """What happened besides the items; who came before the first item was called, or went before the opening, stands
    in the list alone.
    """
    arrivals = {events.PERSON_ARRIVED.name, events.PERSON_IMPORTED.name}
    called = [row.item.opened_at for row in rows if row.item and row.item.opened_at]
    shown = {section.item.pk for section in sections}
    opened = next((event.seq for event in recorded if event.name == events.MEETING_OPENED.name), 0)
    for event in recorded:
        early = event.name in arrivals and (not called or event.at <= min(called))
        early |= event.name.startswith(ATTENDANCE) and event.seq < opened
        if not early and not is_with_item(event, shown):
            yield Remark(event.at, sentence_of(event))
