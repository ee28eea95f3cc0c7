"""The full check package goes on record before it is sent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.readings import note_whole
from meetings.enums import Way
from meetings.models import Meeting
from meetings.permissions import Actor

FULL_PACKAGE = _("Check package, with what is not public")


def note_package(*, meeting: Meeting, public_only: bool, reader: Actor) -> None:
    """The full check package goes on record, the public one does not."""
    if not public_only:
        note_whole(meeting, "documents.check_package", FULL_PACKAGE, Way.PACKAGE, reader)
