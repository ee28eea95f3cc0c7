"""HTTP for the voting room: fetch through a selector, call one service, answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agenda.selectors import item_or_404, procedural_or_404, recusal_or_404
from meetings.errors import DomainError
from meetings.http import answer, wants_json
from meetings.models import Meeting
from meetings.permissions import require
from meetings.selectors import meeting_or_404
from voting import selectors, services
from voting.enums import Method, RemarkKind
from voting.forms import ballot_from, choices_from, hands_from, key_from, keys_from
from voting.models import Poll
from voting.services.ballots import AlreadyCast
from voting.services.together import Cast, cast_in_line


def _at_desk(request: HttpRequest, poll: Poll) -> HttpResponse:
    return answer(request, poll.meeting, reverse("meetings:desk", args=[poll.meeting_id]))


@require_POST
def create_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Prepare a vote on an item; `open=1` opens it at once."""
    actor, item = item_or_404(request.user, pk)
    subject = _subject(request)
    despite = keys_from(request.POST.get("despite_motions", ""))
    if request.POST.get("method") == Method.ACCLAMATION:
        return _at_desk(request, services.take_by_acclamation(item=item, actor=actor, despite_motions=despite, **subject))
    how: dict[str, Any] = {"method": request.POST.get("method", ""), "open_now": request.POST.get("open") == "1"}
    return _at_desk(request, services.create_poll(item=item, actor=actor, despite_motions=despite, **subject, **how))


@require_POST
def take_by_acclamation(request: HttpRequest, pk: int) -> HttpResponse:
    """Find that nobody objects."""
    actor, item = item_or_404(request.user, pk)
    despite = keys_from(request.POST.get("despite_motions", ""))
    return _at_desk(request, services.take_by_acclamation(item=item, actor=actor, despite_motions=despite, **_subject(request)))


def _subject(request: HttpRequest) -> dict[str, Any]:
    """What is put to the vote: words, or a motion."""
    return {"question": request.POST.get("question", ""), "motion": key_from(request.POST.get("motion", ""))}


@require_POST
def put_recusal_to_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the body decide whether somebody has a conflict of interest."""
    actor, recusal = recusal_or_404(request.user, pk)
    poll = services.put_recusal_to_vote(recusal=recusal, actor=actor)
    return _at_desk(request, poll)


@require_POST
def put_procedural_to_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a motion on procedure to the vote."""
    actor, motion = procedural_or_404(request.user, pk)
    poll = services.put_procedural_to_vote(motion=motion, actor=actor)
    return _at_desk(request, poll)


def _moving(service: Callable[..., Poll]) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of a service that takes a poll and an actor and nothing else."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, poll = selectors.poll_or_404(request.user, pk)
        moved = service(poll=poll, actor=actor)
        return _at_desk(request, moved)

    view.__name__ = service.__name__
    return view


@require_POST
def open_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a prepared vote; `despite_motions` names, by id, the more far-reaching motions that the chair passes over."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    opened = services.open_poll(poll=poll, despite_motions=keys_from(request.POST.get("despite_motions", "")), actor=actor)
    return _at_desk(request, opened)


declare_result = _moving(services.declare_result)
discard_poll = _moving(services.discard_poll)


@require_POST
def close_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a vote; `despite_unreachable` names, by id, those without whom it is closed."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    closed = services.close_poll(poll=poll, despite_unreachable=keys_from(request.POST.get("despite_unreachable", "")), actor=actor)
    return _at_desk(request, closed)


@require_POST
def override_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote electronically without an approval, with the reason on record."""
    actor, meeting = meeting_or_404(request.user, pk)
    row = services.override_approval(meeting=meeting, reason=request.POST.get("reason", ""), actor=actor)
    return answer(request, row.meeting, reverse("meetings:desk", args=[pk]))


@require_POST
def enter_hands(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands as counted in the hall; `close=1` closes the vote in the same step."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    numbers, casting = hands_from(request.POST), request.POST.get("casting", "")
    row = services.enter_hands(poll=poll, **numbers, casting=casting, close=request.POST.get("close") == "1", actor=actor)
    return _at_desk(request, row.poll)


@require_POST
def enter_votes(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands by name: `elector-<number>` says how somebody voted, `rest` how all others did."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    services.enter_votes(poll=poll, choices=choices_from(request.POST), rest=request.POST.get("rest", ""), actor=actor)
    return _at_desk(request, selectors.poll_in(_fresh(poll.meeting), pk))


def _fresh(meeting: Meeting) -> Meeting:
    meeting.journal.refresh_from_db()
    return meeting


@require_POST
def call_elector(request: HttpRequest, pk: int) -> HttpResponse:
    """The next name of a roll call; `answer` is what whoever was called last has said."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    elector = key_from(request.POST.get("elector", ""))
    return _at_desk(request, services.call_elector(poll=poll, answer=request.POST.get("answer", ""), elector=elector, actor=actor))


@require_POST
def admit_elector(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody who came later take part, by decision of the chair."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    row = services.admit_elector(poll=poll, person=key_from(request.POST.get("person", "")), actor=actor)
    return _at_desk(request, row.poll)


@require_POST
def change_way(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one elector vote another way."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    elector, way = key_from(request.POST.get("elector", "")), request.POST.get("way", "")
    services.change_way(poll=poll, elector=elector, way=way, actor=actor)
    return _at_desk(request, selectors.poll_in(_fresh(poll.meeting), pk))


@require_POST
def annul_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Annul a vote with its ground."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    return _at_desk(request, services.annul_poll(poll=poll, ground=request.POST.get("ground", ""), actor=actor))


@require_POST
def repeat_poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold an annulled vote again."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    despite = keys_from(request.POST.get("despite_motions", ""))
    again = services.repeat_poll(poll=poll, method=request.POST.get("method", ""), despite_motions=despite, actor=actor)
    return _at_desk(request, again)


@require_POST
def object_to_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a member objects to a result."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    person, text = key_from(request.POST.get("person", "")), request.POST.get("text", "")
    row = services.object_to_result(poll=poll, person=person, text=text, actor=actor)
    return _at_desk(request, row.poll)


@require_POST
def recount_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Count again or correct: new hands, or without any number the stored ballots once more."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    given = any(request.POST.get(name, "").strip() for name in ("yes", "no", "abstain"))
    facts = {"kind": request.POST.get("kind", RemarkKind.RECOUNT), "ground": request.POST.get("ground", "")}
    hands, casting = hands_from(request.POST) if given else None, request.POST.get("casting", "")
    row = services.recount_result(poll=poll, hands=hands, casting=casting, actor=actor, **facts)
    return _at_desk(request, row.poll)


@require_safe
def see_recomputed(request: HttpRequest, pk: int) -> HttpResponse:
    """What a result would be without one person, beside what it is (REQ-62)."""
    actor, poll = selectors.poll_or_404(request.user, pk)
    require(actor, "voting.see_recomputed", poll)
    elector = key_from(request.GET.get("elector", ""))
    found = selectors.without(poll, selectors.elector_in(poll, elector)) if elector and selectors.may_be_recomputed(poll) else None
    context = {"meeting": poll.meeting, "poll": poll, "electors": selectors.electors_of(poll), "found": found, "elector": elector}
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
