"""HTTP for the voting room."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda.selectors import item_or_404
from meetings.errors import DomainError
from meetings.http import answer, wants_json
from voting import selectors, services
from voting.models import Poll

LONGEST_BODY = 4096


def _back(poll: Poll) -> str:
    return reverse("meetings:desk", args=[poll.meeting_id])


@require_POST
def create_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare a vote on an item; with `open=1` it opens at once, or nothing is made."""
    actor, item = item_or_404(request.user, pk)
    with transaction.atomic():
        poll = services.create_poll(item=item, question=request.POST.get("question", ""), actor=actor)
        if request.POST.get("open"):
            poll = services.open_poll(poll=poll, actor=actor)
    return answer(request, poll.meeting, _back(poll))


def _acting(service: Callable[..., Poll]) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a poll and an actor and nothing else."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, poll = selectors.poll_or_404(request.user, pk)
        poll = service(poll=poll, actor=actor)
        return answer(request, poll.meeting, _back(poll))

    view.__name__ = service.__name__
    return view


open_poll = _acting(services.open_poll)
close_poll = _acting(services.close_poll)
declare_result = _acting(services.declare_result)
discard_poll = _acting(services.discard_poll)


@require_POST
def cast_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ballot (docs/live.md): 201 with the receipt, 200 when this `ballot_id` is already stored."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    choice, ballot_id = _ballot(request)
    receipt, created = services.cast_ballot(poll=poll, choice=choice, ballot_id=ballot_id, actor=actor)
    if wants_json(request):
        return JsonResponse(asdict(receipt), status=201 if created else 200)
    return redirect("meetings:room", poll.meeting_id)


def _ballot(request: HttpRequest) -> tuple[str, UUID]:
    fields = _json(request) if request.content_type == "application/json" else request.POST
    choice, ballot_id = fields.get("choice"), fields.get("ballot_id")
    if not isinstance(choice, str) or not isinstance(ballot_id, str):
        raise _malformed()
    try:
        return choice, UUID(ballot_id)
    except ValueError:
        raise _malformed() from None


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        fields = json.loads(request.body) if len(request.body) <= LONGEST_BODY else None
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        raise _malformed()
    return fields


def _malformed() -> DomainError:
    message = _("A ballot needs a choice (yes, no, abstain) and a ballot_id (UUID).")
    return DomainError("ballot.malformed", message, status=400)
