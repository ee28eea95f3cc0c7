"""What is not public goes on record before it is sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from documents.models import File
from meetings.enums import Audience, Way
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import sees_non_public
from meetings.services import record_reading

FULL_MINUTES = _("Minutes, with the non-public part")
FULL_PACKAGE = _("Check package, with what is not public")


def note_file(*, file: File, reader: Actor) -> None:
    """A paper that not everybody may have goes on record before it is sent; 503 `reading.not_recorded`."""
    if not file.is_public:
        record_reading(reader=reader, meeting=file.meeting, what="documents.file", key=file.pk, title=file.title, way=Way.DOWNLOAD)


def note_minutes(*, meeting: Meeting, audience: Audience, reader: Actor) -> None:
    """The minutes with the non-public part go on record, those for everybody do not."""
    if sees_non_public(audience):
        _note_whole(meeting, "documents.minutes", FULL_MINUTES, Way.MINUTES, reader)


def note_package(*, meeting: Meeting, public_only: bool, reader: Actor) -> None:
    """The full check package goes on record, the public one does not."""
    if not public_only:
        _note_whole(meeting, "documents.check_package", FULL_PACKAGE, Way.PACKAGE, reader)


def _note_whole(meeting: Meeting, what: str, title: Any, way: Way, reader: Actor) -> None:
    with translation.override(settings.LANGUAGE_CODE):  # the record is kept in the language of the institution
        words = str(title)
    record_reading(reader=reader, meeting=meeting, what=what, key=meeting.pk, title=words, way=way)
