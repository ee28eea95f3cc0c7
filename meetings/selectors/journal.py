"""What the live path asks of a meeting's journal."""

from __future__ import annotations

from meetings.models import Meeting, MeetingEvent


def kinds_recorded(meeting_id: int, after: int, until: int) -> set[str]:
    """The kinds of the events behind number `after`, up to number `until`. One query."""
    journal = Meeting.objects.filter(pk=meeting_id).values("journal")
    events = MeetingEvent.objects.filter(journal__in=journal, seq__gt=after, seq__lte=until)
    return set(events.order_by().values_list("name", flat=True).distinct())
