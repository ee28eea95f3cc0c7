"""The calendar entry as a way to the public: what it shows when the non-public part begins."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from agenda.enums import Part
from agenda.selectors import agenda_of
from documents.calendars.exports import calendar_of
from meetings import registry
from meetings.enums import Audience
from meetings.models import Meeting


def _close_feed(meeting: Meeting) -> str:
    """Read the meeting's calendar entry as a subscriber would; name what stands there and should not."""
    with translation.override(settings.LANGUAGE_CODE):
        entry = calendar_of(meeting, "")
    shown = [
        item.title
        for item in agenda_of(meeting, Audience.PARTICIPANT)
        if item.part != Part.PUBLIC and item.title.encode() in entry
    ]
    return ", ".join(shown)


registry.add_public_channel("documents:calendar", registry.PublicChannel(_("Calendar entry"), _close_feed))
