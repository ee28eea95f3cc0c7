"""POST for every service about conflicts of interest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agenda import selectors, services
from agenda.models import AgendaItem
from agenda.views.floor import number_sent
from meetings.errors import not_found
from meetings.http import answer
from meetings.permissions import Actor


def _chosen(request: HttpRequest, pk: int) -> tuple[Actor, AgendaItem]:
    """The item that was chosen in this meeting's form."""
    actor, item = selectors.item_or_404(request.user, number_sent(request, "item"))
    if item.meeting_id != pk:
        raise not_found()
    return actor, item


@require_POST
def declare_recusal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, item = _chosen(request, pk)
    row = services.declare_recusal(item=item, ground=request.POST.get("ground", ""), actor=actor)
    return answer(request, row.item.meeting, reverse("meetings:room", args=[pk]))


@require_POST
def enter_recusal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, item = _chosen(request, pk)
    who, disputed = number_sent(request, "person"), request.POST.get("disputed") == "yes"
    row = services.enter_recusal(item=item, person=who, ground=request.POST.get("ground", ""), disputed=disputed, actor=actor)
    return answer(request, row.item.meeting, reverse("meetings:desk", args=[pk]))


@require_POST
def take_back_recusal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, recusal = selectors.recusal_or_404(request.user, pk)
    row = services.take_back_recusal(recusal=recusal, actor=actor)
    own = row.person_id == actor.person_id
    return answer(request, row.item.meeting, reverse("meetings:room" if own else "meetings:desk", args=[row.item.meeting_id]))
