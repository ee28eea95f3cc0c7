"""The number that a meeting's calendar entry bears."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from documents.calendars.models import CalendarStamp
from meetings.enums import MeetingState
from meetings.models import Meeting


def stamp_calendar(meeting: Meeting, digest: str) -> CalendarStamp:
    """Number the present content of a meeting's calendar entry; written only when it is another one than was handed out
    last.

    `digest` changes exactly when that content does. So SEQUENCE and DTSTAMP move with everything that a reader shows,
    from whichever event it comes, and with nothing else.
    """
    known = CalendarStamp.objects.filter(meeting=meeting).first()
    return known if known is not None and known.digest == digest else _stamp_anew(meeting, digest)


@transaction.atomic
def _stamp_anew(meeting: Meeting, digest: str) -> CalendarStamp:
    """Entries of earlier versions of the program were numbered by the meeting's own version; the numbers go on from
    there.
    """
    least = meeting.version + (meeting.state == MeetingState.CANCELLED)
    now = timezone.now()
    given = {"digest": digest, "sequence": least, "changed_at": now}
    row, made = CalendarStamp.objects.select_for_update().get_or_create(meeting=meeting, defaults=given)
    if not made and row.digest != digest:
        row.digest, row.sequence = digest, max(row.sequence + 1, least)
        row.changed_at = max(now, row.changed_at + timedelta(seconds=1))  # readers know whole seconds
        row.save(update_fields=["digest", "sequence", "changed_at"])
    return row
