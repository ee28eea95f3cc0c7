"""POST for every service of motions and amendments; what is typed is checked by the service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from agenda import selectors, services
from agenda.models import AgendaItem
from meetings.errors import not_found
from meetings.http import answer
from meetings.permissions import Actor
from meetings.permissions.predicates import desk

Given = Callable[[HttpRequest], dict[str, Any]]


def _nothing(request: HttpRequest) -> dict[str, Any]:
    return {}


def _on_item(service: Callable[..., Any], given: Given) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes an item."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, item = selectors.item_or_404(request.user, pk)
        return _back(request, actor, service(item=item, actor=actor, **given(request)).item)

    view.__name__ = service.__name__
    return view


def _on_motion(service: Callable[..., Any], given: Given = _nothing) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a motion."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, motion = selectors.motion_or_404(request.user, pk)
        return _back(request, actor, service(motion=motion, actor=actor, **given(request)).item)

    view.__name__ = service.__name__
    return view


def _back(request: HttpRequest, actor: Actor, item: AgendaItem) -> HttpResponse:
    """Back to the face of the meeting that this person works with."""
    face = "desk" if desk(actor) else "room"
    return answer(request, item.meeting, reverse(f"meetings:{face}", args=[item.meeting_id]))


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _key(request: HttpRequest, name: str) -> int:
    """A row's id; 0 when nothing was sent. What is no number names no row."""
    if request.POST.get(name) and not _number(request, name):
        raise not_found()
    return _number(request, name)


def _words(request: HttpRequest) -> dict[str, Any]:
    return {"text": request.POST.get("text", ""), "reasons": request.POST.get("reasons", "")}


def _moved(request: HttpRequest) -> dict[str, Any]:
    return {**_words(request), "person": _key(request, "person")}


def _amended(request: HttpRequest) -> dict[str, Any]:
    return {**_moved(request), "motion": _key(request, "motion")}


def _edited(request: HttpRequest) -> dict[str, Any]:
    return {**_words(request), "version": _number(request, "version")}


def _over(request: HttpRequest) -> dict[str, Any]:
    return {"over": _number(request, "over")}


move_motion = _on_item(services.move_motion, _moved)
move_amendment = _on_item(services.move_amendment, _amended)
edit_motion = _on_motion(services.edit_motion, _edited)
support_motion = _on_motion(services.support_motion)
take_support_back = _on_motion(services.take_support_back)
withdraw_motion = _on_motion(services.withdraw_motion)
settle_motion = _on_motion(services.settle_motion)
order_motions = _on_motion(services.order_motions, _over)
