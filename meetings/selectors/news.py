"""What the desk has put aside for later, and the last lines of the record; the journal alone knows."""

from __future__ import annotations

from meetings import events
from meetings.journal.kinds import all_kinds
from meetings.models import Meeting, MeetingEvent
from meetings.selectors.quorum import told_lately


def put_off(meeting: Meeting) -> frozenset[str]:
    """The keys of what has come in and was put aside, for all desks of the meeting."""
    rows = meeting.events.filter(name=events.NEWS_PUT_OFF.name).values_list("data", flat=True)
    return frozenset(str(data["news"]) for data in rows)


def last_recorded(meeting: Meeting, beginnings: tuple[str, ...], number: int) -> list[MeetingEvent]:
    """The last of the latest events that are of these kinds, the newest first, for the desk; none of which many come at
    once. No query where the findings were read.
    """
    names = {kind.name for kind in all_kinds() if kind.name.startswith(beginnings) and not kind.in_bursts}
    names -= {events.NEWS_PUT_OFF.name}
    return [event for event in reversed(told_lately(meeting)) if event.name in names][:number]
