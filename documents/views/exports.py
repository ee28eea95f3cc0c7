"""A meeting as files: its calendar entry and its check package."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from documents import selectors, services
from documents.exports.calendar import Stamp, calendar_of, digest_of
from documents.exports.check_package import NAME, archive_of, package_of
from documents.models import stem_of_meeting
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


@require_safe
def check_package(request: HttpRequest, pk: int) -> HttpResponse:
    """The check package (Prüfpaket) as ZIP: the full form for the desk, the public form for everybody else once the meeting is closed."""
    actor, meeting = meeting_or_404(request.user, pk)
    public_only = not selectors.opens_all(actor, meeting)
    services.note_package(meeting=meeting, public_only=public_only, reader=actor)
    files = package_of(meeting, public_only=public_only)
    stem = f"{NAME}-{stem_of_meeting(meeting)}{'-oeffentlich' if public_only else ''}"
    return as_file(archive_of(files, stem), "application/zip", f"{stem}.zip")


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag, or 304 for a reader who has this very content."""
    response.headers["ETag"] = etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    found = get_conditional_response(request, etag=etag, response=response)
    return found or response


def as_file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """An answer to be saved, never to be shown in place."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    return response
