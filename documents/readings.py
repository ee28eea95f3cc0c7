"""What somebody gets of a whole meeting and not everybody may have goes on record before it is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation

from meetings.enums import Way
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.services import record_reading


def note_whole(meeting: Meeting, what: str, title: Any, way: Way, reader: Actor) -> None:
    """`what` is the kind of thing, room first; `title` is written in the language of the institution. 503
    `reading.not_recorded`.
    """
    with translation.override(settings.LANGUAGE_CODE):  # the record is kept in the language of the institution
        words = str(title)
    record_reading(reader=reader, meeting=meeting, what=what, key=meeting.pk, title=words, way=way)
