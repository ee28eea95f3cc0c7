"""POST for the public out and in again, and for a member's word that nobody listens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings import selectors, services
from meetings.http import answer


@require_POST
def exclude_public(request: HttpRequest, pk: int) -> HttpResponse:
    """Exclude the public, and ask all its ways to close."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    ground = {name: request.POST.get(name, "") for name in ("category", "motion")}
    services.exclude_public(meeting=found, actor=actor, **ground)
    closed = services.close_channels(meeting=selectors.meeting_or_404(request.user, pk)[1], actor=actor)
    return answer(request, closed, reverse("meetings:desk", args=[pk]))


@require_POST
def close_channels(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask those ways again that have not answered."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    return answer(request, services.close_channels(meeting=found, actor=actor), reverse("meetings:desk", args=[pk]))


@require_POST
def readmit_public(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the public in again."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    return answer(request, services.readmit_public(meeting=found, actor=actor), reverse("meetings:desk", args=[pk]))


@require_POST
def confirm_confidentiality(request: HttpRequest, pk: int) -> HttpResponse:
    """A remote member says that nobody else sees or hears."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    word = services.confirm_confidentiality(meeting=found, actor=actor)
    return answer(request, word.part.meeting, reverse("meetings:room", args=[pk]))
