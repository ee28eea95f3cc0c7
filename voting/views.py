"""HTTP for the voting room: fetch through a selector, call one service, answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agenda.selectors import item_or_404, procedural_or_404, recusal_or_404
from meetings.errors import DomainError, not_found
from meetings.http import answer, wants_json
from meetings.models import Meeting
from voting import selectors, services
from voting.forms import ballot_from
from voting.models import Poll
from voting.services.ballots import AlreadyCast
from voting.services.together import Cast, cast_in_line, meeting_of


def _desk(meeting: Meeting) -> str:
    return reverse("meetings:desk", args=[meeting.pk])


@require_POST
def create_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare a vote on an item; `open=1` opens it at once."""
    actor, item = item_or_404(request.user, pk)
    question, motion, open_now = request.POST.get("question", ""), _key(request.POST.get("motion", "")), request.POST.get("open") == "1"
    despite = _keys(request, "despite_motions")
    poll = services.create_poll(item=item, actor=actor, question=question, motion=motion, despite_motions=despite, open_now=open_now)
    return answer(request, poll.meeting, _desk(poll.meeting))


@require_POST
def put_recusal_to_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the body decide whether somebody has a conflict of interest."""
    actor, recusal = recusal_or_404(request.user, pk)
    poll = services.put_recusal_to_vote(recusal=recusal, actor=actor)
    return answer(request, poll.meeting, _desk(poll.meeting))


@require_POST
def put_procedural_to_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a motion on procedure to the vote."""
    actor, motion = procedural_or_404(request.user, pk)
    poll = services.put_procedural_to_vote(motion=motion, actor=actor)
    return answer(request, poll.meeting, _desk(poll.meeting))


def _key(text: str) -> int:
    """A row's id; 0 when nothing was sent. What is no number names no row."""
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise not_found()
    return int(text or 0)


def _keys(request: HttpRequest, name: str) -> set[int]:
    """Ids with commas between them; what is none is left out."""
    return {int(key) for key in request.POST.get(name, "").split(",") if key.isascii() and key.isdigit() and len(key) < 19}


def _moving(service: Callable[..., Poll]) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a poll and an actor and nothing else."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, poll = selectors.poll_or_404(request.user, pk)
        moved = service(poll=poll, actor=actor)
        return answer(request, moved.meeting, _desk(moved.meeting))

    view.__name__ = service.__name__
    return view


@require_POST
def open_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a prepared vote; `despite_motions` names, by id, the more far-reaching motions that the chair passes over."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    opened = services.open_poll(poll=poll, despite_motions=_keys(request, "despite_motions"), actor=actor)
    return answer(request, opened.meeting, _desk(opened.meeting))


declare_result = _moving(services.declare_result)
discard_poll = _moving(services.discard_poll)


@require_POST
def close_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a vote; `despite_unreachable` names, by id, those without whom it is closed."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    closed = services.close_poll(poll=poll, despite_unreachable=_keys(request, "despite_unreachable"), actor=actor)
    return answer(request, closed.meeting, _desk(closed.meeting))


@require_POST
def cast_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own vote: 201 with the receipt, 200 with the same receipt for the same id (docs/live.md)."""
    if not request.user.is_authenticated:
        return _sign_in(request, selectors.poll_or_404(request.user, pk)[1])
    choice, ballot_id = _ballot(request, pk)
    meeting = meeting_of(pk)
    try:
        receipt, created = cast_in_line(meeting, Cast(request.user, pk, choice, ballot_id))
    except AlreadyCast as error:
        return _already_cast(request, error)
    if not wants_json(request):
        return redirect("meetings:room", meeting)
    return _stored(receipt, 201 if created else 200)


def _ballot(request: HttpRequest, poll: int) -> tuple[str, UUID]:
    """What is cast; nobody learns from a complaint about it that there is a poll they may not know of."""
    try:
        return ballot_from(request)
    except DomainError:
        selectors.poll_or_404(request.user, poll)
        raise


def _sign_in(request: HttpRequest, poll: Poll) -> HttpResponse:
    if wants_json(request):
        raise DomainError("session.missing", _("You are not signed in any more. Sign in again to vote."), status=403)
    return redirect_to_login(reverse("meetings:room", args=[poll.meeting_id]))


def _already_cast(request: HttpRequest, error: AlreadyCast) -> HttpResponse:
    if not wants_json(request):
        raise error
    return _stored({"code": error.code, "message": str(error.message), "stored": error.receipt}, error.status)


def _stored(content: Mapping[str, object], status: int) -> HttpResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
