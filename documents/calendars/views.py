"""A meeting as a calendar file."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from documents.calendars import services
from documents.calendars.exports import Stamp, calendar_of, digest_of
from documents.names import stem_of_meeting
from documents.streaming import as_file
from meetings.selectors import meeting_or_404


@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting as an iCal file; public content only, so the same for everybody."""
    _actor, meeting = meeting_or_404(request.user, pk)
    url = request.build_absolute_uri(reverse("meetings:meeting", args=[meeting.pk]))
    with translation.override(settings.LANGUAGE_CODE):
        row = services.stamp_calendar(meeting, digest_of(meeting))
        content = calendar_of(meeting, url, Stamp(row.sequence, row.changed_at))
    return unless_known(request, as_file(content, "text/calendar; charset=utf-8", f"{stem_of_meeting(meeting)}.ics"))


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag, or 304 for a reader who has this very content."""
    response.headers["ETag"] = etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    found = get_conditional_response(request, etag=etag, response=response)
    return found or response
