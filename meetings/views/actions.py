"""POST for every service of a meeting's course and attendance."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from meetings import selectors, services
from meetings.errors import not_found
from meetings.http import answer
from meetings.models import Meeting, Person


def _page(found: Meeting, name: str) -> str:
    return reverse(f"meetings:{name}", args=[found.pk])


def _moving(service: Callable[..., Meeting], back: str) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a meeting and an actor and nothing else."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, found = selectors.meeting_or_404(request.user, pk)
        moved = service(meeting=found, actor=actor)
        return answer(request, moved, _page(moved, back))

    view.__name__ = service.__name__
    return view


convene_meeting = _moving(services.convene_meeting, "meeting")
cancel_meeting = _moving(services.cancel_meeting, "meeting")
open_meeting = _moving(services.open_meeting, "desk")
close_meeting = _moving(services.close_meeting, "desk")
reopen_meeting = _moving(services.reopen_meeting, "desk")


def _noting(service: Callable[..., Meeting]) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a formality besides."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, found = selectors.meeting_or_404(request.user, pk)
        moved = service(meeting=found, formality=request.POST.get("formality", ""), actor=actor)
        return answer(request, moved, _page(moved, "desk"))

    view.__name__ = service.__name__
    return view


note_formality = _noting(services.note_formality)
take_back_formality = _noting(services.take_back_formality)


@require_POST
def record_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk ticks that somebody is present."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    mode = request.POST.get("mode", "")
    attendance = services.record_arrival(meeting=found, person=_person(request, found), mode=mode, actor=actor)
    return answer(request, attendance.meeting, _page(found, "desk"))


@require_POST
def record_departure(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk enters that somebody has left."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    attendance = services.record_departure(meeting=found, person=_person(request, found), actor=actor)
    return answer(request, attendance.meeting, _page(found, "desk"))


def _person(request: HttpRequest, found: Meeting) -> Person:
    wanted = request.POST.get("person", "")
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise not_found()
    person = selectors.people_to_admit(found).filter(pk=int(wanted)).first()
    if person is None:
        raise not_found()
    return person


@require_POST
def join_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A member says "I take part"; in the hall with the code of its display."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    said = {name: request.POST.get(name, "") for name in ("mode", "code")}
    attendance = services.join_meeting(meeting=found, actor=actor, **said)
    return answer(request, attendance.meeting, _page(found, "room"))


@require_POST
def leave_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A member says "I leave"."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    attendance = services.leave_meeting(meeting=found, actor=actor)
    return answer(request, attendance.meeting, _page(found, "room"))
