"""POST for everything about seats and the quorum."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings import selectors, services
from meetings.errors import not_found
from meetings.http import answer
from meetings.models import Meeting, Membership, SeatHolding


def _number(request: HttpRequest, name: str) -> int:
    wanted = request.POST.get(name, "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise not_found()
    return int(wanted)


def _seat(request: HttpRequest, found: Meeting) -> Membership:
    return selectors.seat_in(found, _number(request, "seat"))


def _back(request: HttpRequest, holding: SeatHolding) -> HttpResponse:
    return answer(request, holding.meeting, reverse("meetings:desk", args=[holding.meeting_id]))


@require_POST
def take_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A substitute takes the seat of somebody who is not there."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    person = selectors.substitute_in(found, _number(request, "person")).person
    return _back(request, services.take_seat(meeting=found, seat=_seat(request, found), person=person, actor=actor))


@require_POST
def hand_back_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """The member has come: the substitute hands the seat back."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    return _back(request, services.hand_back_seat(meeting=found, seat=_seat(request, found), actor=actor))


@require_POST
def release_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """A substitute no longer holds the seat of somebody who is not there."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    return _back(request, services.release_seat(meeting=found, seat=_seat(request, found), actor=actor))


@require_POST
def check_quorum(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk has the quorum checked; the button says how many checks it knew of."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    seen = _number(request, "checks") if "checks" in request.POST else None
    check = services.check_quorum(meeting=found, actor=actor, checks_seen=seen)
    return answer(request, check.meeting, reverse("meetings:desk", args=[pk]))


@require_POST
def request_quorum_check(request: HttpRequest, pk: int) -> HttpResponse:
    """A member asks for the quorum to be checked."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    asked = services.request_quorum_check(meeting=found, actor=actor)
    return answer(request, asked, reverse("meetings:room", args=[pk]))
