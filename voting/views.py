"""HTTP for the voting room: fetch through a selector, call one service, answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agenda.views.finders import ITEM, PROCEDURAL, RECUSAL
from meetings.acts import MEETING, Find, act
from meetings.errors import DomainError
from meetings.fields import Sent, flag, key_if_sent, keys, numbered, text, text_or
from meetings.http import wants_json
from meetings.permissions import require
from voting import selectors, services
from voting.enums import Method, RemarkKind
from voting.forms import ballot_from, hands_from, hands_or_rest
from voting.models import Poll
from voting.services.ballots import AlreadyCast
from voting.services.together import Cast, cast_in_line

POLL = Find("poll", selectors.poll_or_404)
SUBJECT: dict[str, Any] = {"question": text, "motion": key_if_sent}
DESPITE: dict[str, Any] = {"despite_motions": keys}
"""The more far-reaching motions, by id, that the chair passes over."""


@require_POST
def create_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare a vote on an item; `open=1` opens it at once. That nobody objects needs no vote."""
    if request.POST.get("method") == Method.ACCLAMATION:
        return take_by_acclamation(request, pk)
    return _prepare(request, pk)


take_by_acclamation = act(ITEM, services.take_by_acclamation, **SUBJECT, **DESPITE)
_prepare = act(
    ITEM,
    services.create_poll,
    also=lambda sent, item: {"open_now": flag("1")(sent, "open")},
    method=text,
    **SUBJECT,
    **DESPITE,
)
put_recusal_to_vote = act(RECUSAL, services.put_recusal_to_vote)
put_procedural_to_vote = act(PROCEDURAL, services.put_procedural_to_vote)
open_poll = act(POLL, services.open_poll, **DESPITE)
close_poll = act(POLL, services.close_poll, despite_unreachable=keys)
declare_result = act(POLL, services.declare_result)
discard_poll = act(POLL, services.discard_poll)
override_approval = act(MEETING, services.override_approval, reason=text)
annul_poll = act(POLL, services.annul_poll, ground=text)
repeat_poll = act(POLL, services.repeat_poll, method=text, **DESPITE)
object_to_result = act(POLL, services.object_to_result, person=key_if_sent, text=text)
call_elector = act(POLL, services.call_elector, answer=text, elector=key_if_sent, called=key_if_sent)
admit_elector = act(POLL, services.admit_elector, person=key_if_sent)
change_way = act(POLL, services.change_way, elector=key_if_sent, way=text)


def _hands(sent: Sent, poll: Poll) -> dict[str, Any]:
    return hands_or_rest(sent, rest_is_for=selectors.rest_is_for(poll))


enter_hands = act(POLL, services.enter_hands, also=_hands, casting=text, close=flag("1"))
enter_votes = act(
    POLL, services.enter_votes, also=lambda sent, poll: {"choices": numbered(sent, "elector-")}, rest=text
)


def _new_hands(sent: Sent, poll: Poll) -> dict[str, Any]:
    """Without any number the stored ballots are counted once more."""
    return {"hands": hands_from(sent) if any(sent.get(name, "").strip() for name in ("yes", "no", "abstain")) else None}


recount_result = act(
    POLL, services.recount_result, also=_new_hands, kind=text_or(RemarkKind.RECOUNT), ground=text, casting=text
)


@require_safe
def see_recomputed(request: HttpRequest, pk: int) -> HttpResponse:
    """What a result would be without one person, beside what it is (REQ-62)."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    require(actor, "voting.see_recomputed", poll)
    elector = key_if_sent(request.GET, "elector")
    found = (
        selectors.without(poll, selectors.elector_in(poll, elector))
        if elector and selectors.may_be_recomputed(poll)
        else None
    )
    context = {
        "meeting": poll.meeting,
        "poll": poll,
        "electors": selectors.electors_of(poll),
        "found": found,
        "elector": elector,
    }
    return render(request, "voting/recomputed.html", context)


@require_POST
def cast_ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own vote: 201 with the receipt, 200 with the same receipt for the same id (docs/live.md)."""
    if not request.user.is_authenticated:
        return _sign_in(request, selectors.poll_or_404(request.user, pk)[1])
    choice, ballot_id = _ballot(request, pk)
    try:
        receipt, created = cast_in_line(Cast(request.user, pk, choice, ballot_id))
    except AlreadyCast as error:
        return _already_cast(request, error)
    if not wants_json(request):
        return redirect("meetings:room", selectors.poll_or_404(request.user, pk)[1].meeting_id)
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
        raise DomainError("session.missing", _("You are no longer signed in. Sign in again to vote."), status=403)
    return redirect_to_login(reverse("meetings:room", args=[poll.meeting_id]))


def _already_cast(request: HttpRequest, error: AlreadyCast) -> HttpResponse:
    if not wants_json(request):
        raise error
    return _stored({"code": error.code, "message": str(error.message), "stored": error.receipt}, error.status)


def _stored(content: Mapping[str, object], status: int) -> HttpResponse:
    return JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
