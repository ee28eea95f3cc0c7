"""POST for every service about motions on procedure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agenda import selectors, services
from agenda.views.floor import number_sent
from meetings.http import answer


def _words(request: HttpRequest) -> dict[str, str]:
    return {"kind": request.POST.get("kind", ""), "detail": request.POST.get("detail", "")}


@require_POST
def move_procedural(request: HttpRequest, pk: int) -> HttpResponse:
    actor, item = selectors.item_or_404(request.user, pk)
    row = services.move_procedural(item=item, actor=actor, **_words(request))
    return answer(request, row.meeting, reverse("meetings:room", args=[row.meeting_id]))


@require_POST
def enter_procedural(request: HttpRequest, pk: int) -> HttpResponse:
    actor, item = selectors.item_or_404(request.user, pk)
    row = services.enter_procedural(item=item, person=number_sent(request, "person"), actor=actor, **_words(request))
    return answer(request, row.meeting, reverse("meetings:desk", args=[row.meeting_id]))


def _on_motion(service: Callable[..., Any]) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a motion and an actor and nothing else."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, motion = selectors.procedural_or_404(request.user, pk)
        row = service(motion=motion, actor=actor)
        own = row.mover_id == actor.person_id or service is not services.withdraw_procedural
        return answer(request, row.meeting, reverse("meetings:room" if own else "meetings:desk", args=[row.meeting_id]))

    view.__name__ = service.__name__
    return view


oppose_procedural = _on_motion(services.oppose_procedural)
support_procedural = _on_motion(services.support_procedural)
withdraw_procedural = _on_motion(services.withdraw_procedural)
