"""The last lines of a meeting's record, as the desk reads them."""

from __future__ import annotations

from django.db.models import Q

from meetings.models import Meeting, MeetingEvent

FLOOD = Q(name__startswith="voting.ballot") | Q(name__startswith="meetings.connection.") | Q(name__startswith="agenda.note")
"""What comes in crowds, or with every pause in typing, and would push everything else away."""


def last_events(meeting: Meeting, number: int) -> list[MeetingEvent]:
    """So many of the last events, the newest first. Two queries."""
    rows = meeting.events.exclude(FLOOD).prefetch_related("secrets").order_by("-seq")
    return list(rows[:number])
