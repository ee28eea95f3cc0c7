"""The minutes: as files for everybody, and the desk's page on which they are completed and released."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from agenda.selectors import closed_to
from documents.minutes import selectors, services
from documents.minutes.content import minutes_of
from documents.minutes.enums import Edition
from documents.minutes.exports.pdf import pdf_of
from documents.minutes.models import MinutesCopy, MinutesRelease
from documents.minutes.names import minutes_name
from documents.names import stem_of_meeting
from documents.streaming import as_file, send_file
from meetings.acts import MEETING, act
from meetings.enums import Audience
from meetings.fields import text
from meetings.http import of_one_moment
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import audience_of, meeting_or_404, sees_non_public
from meetings.views.pages import face


@require_safe
def minutes_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The minutes in the edition that is for this person: as they were released, before that the draft for those who
    write them.
    """
    actor, meeting = meeting_or_404(request.user, pk)
    copy = selectors.released_for(actor, meeting)
    return _draft(actor, meeting, audience_of(actor)) if copy is None else _released(request, actor, copy)


@require_safe
def public_minutes_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The public minutes, for everybody the same file, so that members can pass them on."""
    actor, meeting = meeting_or_404(request.user, pk)
    if selectors.released_for(actor, meeting) is None:
        return _draft(actor, meeting, Audience.PUBLIC)
    release = selectors.standing_release(meeting)
    assert release is not None
    return _released(request, actor, selectors.public_copy(release))


@require_safe
def draft_minutes_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The full minutes as they would be released now, for those who write them; also while others are released."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_draft_minutes", selectors.sheets_of(meeting))
    return _draft(actor, meeting, audience_of(actor))


def _draft(actor: Actor, meeting: Meeting, audience: Audience) -> HttpResponse:
    services.note_minutes(meeting=meeting, audience=audience, reader=actor)
    with translation.override(settings.LANGUAGE_CODE):
        content = pdf_of(minutes_of(meeting, audience, closed_to(meeting, actor)), settings.LANGUAGE_CODE)
    edition = Edition.FULL if sees_non_public(audience) else Edition.PUBLIC
    return as_file(content, "application/pdf", minutes_name(stem_of_meeting(meeting), edition, draft=True))


def _released(request: HttpRequest, actor: Actor, copy: MinutesCopy) -> HttpResponseBase:
    if request.method == "GET" and not copy.is_public:  # the answer to HEAD holds nothing of it
        services.note_minutes(meeting=copy.release.meeting, audience=audience_of(actor), reader=actor)
    return send_file(request, copy, copy.name)


@require_safe
@of_one_moment
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk's page of the minutes: the notes of all items, the draft, the release."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_minutes_page", meeting)
    context: dict[str, Any] = face(request, actor, meeting, Audience.DESK)
    return render(request, "documents/meeting_minutes.html", context)


def _release_minutes(*, meeting: Meeting, actor: Actor) -> MinutesRelease:
    """Release the minutes as they stand; the service knows no PDF, so it is told how one is drawn."""
    return services.release_minutes(meeting=meeting, draw=pdf_of, actor=actor)


def _page_of(actor: Actor, release: MinutesRelease) -> str:
    return reverse("documents:minutes", args=[release.meeting_id])


_release_minutes.__name__ = services.release_minutes.__name__
release_minutes = act(MEETING, _release_minutes, _page_of)
take_back_minutes = act(MEETING, services.take_back_minutes, _page_of, ground=text)
