"""What the desk does with an item while the meeting runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agenda import selectors, services
from agenda.models import AgendaItem
from meetings.http import answer
from meetings.selectors import meeting_or_404
from meetings.typed import one_line


def _act(request: HttpRequest, pk: int, service: Callable[..., AgendaItem]) -> HttpResponse:
    actor, item = selectors.item_or_404(request.user, pk)
    item = service(item=item, actor=actor)
    return answer(request, item.meeting, reverse("meetings:desk", args=[item.meeting_id]))


def resolution_from(request: HttpRequest) -> services.Resolution:
    """By what the agenda is changed, as the form says it; nothing said means: without objection."""
    said = {name: one_line(request.POST.get(name, "")) for name in ("ground", "resolution", "category", "urgency")}
    ground = ": ".join(filter(None, [said["urgency"], said["ground"]]))
    return services.Resolution(ground, said["resolution"], said["category"])


@require_POST
def open_item(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.open_item)


@require_POST
def close_item(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.close_item)


@require_POST
def take_back_item(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.take_back_item)


@require_POST
def postpone_item(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, partial(services.postpone_item, resolution=resolution_from(request)))


@require_POST
def withdraw_item(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, partial(services.withdraw_item, resolution=resolution_from(request)))


@require_POST
def reopen_item(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, services.reopen_item)


@require_POST
def reconvene_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan another meeting after a lack of quorum; its data can be changed at once."""
    actor, found = meeting_or_404(request.user, pk)
    again = services.reconvene_meeting(meeting=found, actor=actor)
    return answer(request, again, reverse("meetings:edit_meeting", args=[again.pk]))
