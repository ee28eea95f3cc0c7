"""The check package, to be fetched."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from documents.check import selectors, services
from documents.check.exports import NAME, archive_of, package_of
from documents.names import stem_of_meeting
from documents.streaming import as_file
from meetings.selectors import meeting_or_404


@require_safe
def check_package(request: HttpRequest, pk: int) -> HttpResponse:
    """The check package (Prüfpaket) as ZIP: the full form for the desk, the public form for everybody else once the
    meeting is closed.
    """
    actor, meeting = meeting_or_404(request.user, pk)
    public_only = not selectors.opens_all(actor, meeting)
    services.note_package(meeting=meeting, public_only=public_only, reader=actor)
    files = package_of(meeting, public_only=public_only)
    stem = f"{NAME}-{stem_of_meeting(meeting)}{'-oeffentlich' if public_only else ''}"
    return as_file(archive_of(files, stem), "application/zip", f"{stem}.zip")
