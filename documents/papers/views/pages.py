"""Pages of papers: the list, one paper, one version with what is different, its PDF, its annexes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agenda.selectors import closed_to
from documents.files.names import stem_of
from documents.files.services import public_version, readable_version
from documents.papers import selectors, services
from documents.papers.enums import ConsultationRole, PaperState
from documents.papers.exports.pdf import name_of, pdf_of
from documents.papers.forms import PapersSoughtForm
from documents.papers.models import Paper
from documents.papers.selectors import Access
from documents.papers.selectors.kinds import kept_institutions
from documents.papers.selectors.motions import (
    answering_kinds,
    backing_of,
    deadlines_of,
    members_to_ask,
    relatives_of,
)
from documents.papers.selectors.pages import Reading, bodies_for, changes_of, reading_of, row_of, stations_of
from documents.papers.selectors.proposals import proposer_of
from documents.papers.selectors.signing import people_to_ask, rounds_of, row_for
from documents.papers.selectors.state import state_in_full
from documents.streaming import as_file, send_file, show_file
from meetings.errors import not_found
from meetings.http import of_one_moment
from meetings.permissions import Actor, can
from meetings.selectors import audience_of, meeting_or_404

PER_PAGE = 30
PLACES = 8
DOES = (
    "edit_paper",
    "discard_paper",
    "hand_in_paper",
    "ask_supporter",
    "keep_proposer",
    "start_sign_off",
    "recall_sign_off",
    "release_paper",
    "withdraw_paper",
    "publish_paper",
    "depublish_paper",
    "attach_annex",
    "plan_consultation",
)


@never_cache
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """All papers that somebody gets, as they are sought."""
    form = PapersSoughtForm(request.GET)
    sought = form.sought()
    page = Paginator(selectors.papers_sought(request.user, sought), PER_PAGE).get_page(request.GET.get("page"))
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    offices = selectors.offices_of(request.user) if request.user.is_authenticated else []
    context = {
        "page": page,
        "rows": [row_of(paper) for paper in page],
        "wanted": wanted,
        "more": f"&{urlencode(wanted)}" if wanted else "",
        "states": [(value, label) for value, label in PaperState.choices],
        "kept": kept_institutions(request.user),
        "offices": [(body, selectors.kinds_for(request.user, body)) for body in offices],
    }
    return render(request, "documents/papers/papers.html", context)


@never_cache
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper as whoever asks reads it, with what they may do."""
    actor, found, access = selectors.paper_or_404(request.user, pk)
    context = page_of(request, actor, found, access)
    _note(request, found, context["reading"], access, actor)
    _open(request, context["reading"], access, actor)
    return render(request, "documents/papers/paper.html", context)


def page_of(request: HttpRequest, actor: Actor, found: Paper, access: Access) -> dict[str, Any]:
    """What stands on the page of a paper."""
    reading = reading_of(found, access)
    may = {name: can(actor, f"documents.{name}", found) for name in DOES} if access == Access.WORK else {}
    return {
        "paper": found,
        "actor": actor,
        "access": access.name,
        "reading": reading,
        "stations": stations_of(found, request.user, access),
        "may": may,
        "works": access == Access.WORK,
        "roles": ConsultationRole.choices,
        "bodies": bodies_for(found) if may.get("plan_consultation") else [],
        **_sign_off(actor, found, access, may),
        **_motion(request, actor, found, access, may),
    }


def _sign_off(actor: Actor, found: Paper, access: Access, may: dict[str, bool]) -> dict[str, Any]:
    """The rounds of sign-off, whom to ask, and the row that waits for whoever reads."""
    row = row_for(found, actor.person_id) if access >= Access.SHOWN else None
    if row is not None:
        row.paper = found
    return {
        "rounds": rounds_of(found, access),
        "turn": row if row is not None and can(actor, "documents.sign_off_paper", row) else None,
        "to_ask": people_to_ask(found) if may.get("start_sign_off") else [],
        "places": range(1, PLACES + 1),
    }


def _motion(request: HttpRequest, actor: Actor, found: Paper, access: Access, may: dict[str, bool]) -> dict[str, Any]:
    """Who stands behind a motion, until when it is handed in, what belongs to it, and with what one goes on."""
    above, below = relatives_of(found, request.user)
    backing = backing_of(found) if access >= Access.SHOWN else None
    mine = [row for row in backing.supporters if row.person.user_id == request.user.pk] if backing else []
    kinds = selectors.kinds_for(request.user, found.body) if request.user.is_authenticated else []
    return {
        "backing": backing,
        "deadlines": deadlines_of(request.user, found.body, found.type, found.handed_in_at) if backing else [],
        "asked": mine[0] if mine else None,
        "members": members_to_ask(found) if may.get("ask_supporter") else [],
        "above": above,
        "below": below,
        "answers": answering_kinds(found, kinds),
        "proposer": proposer_of(found, actor) if may.get("keep_proposer") else None,
    }


@never_cache
@require_safe
def paper_version(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """One release as it went out, and what is different from the one before; the public has its own alone."""
    actor, found, access = selectors.paper_or_404(request.user, pk)
    reading = reading_of(found, access, seq)
    if reading is None:
        raise not_found()
    _note(request, found, reading, access, actor)
    _open(request, reading, access, actor)
    context = {"paper": found, "reading": reading, "changes": changes_of(found, access, seq)}
    return render(request, "documents/papers/version.html", context)


@require_safe
def paper_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper in the house's form, as whoever asks reads it."""
    actor, found, access = selectors.paper_or_404(request.user, pk)
    reading = reading_of(found, access)
    if reading is None:
        raise not_found()
    _note(request, found, reading, access, actor)
    _open(request, reading, access, actor)
    content = pdf_of(reading, get_language() or "de")
    response = as_file(content, "application/pdf", name_of(reading))
    if "inline" in request.GET:
        response.headers["Content-Disposition"] = f'inline; filename="{name_of(reading)}"'
    return response


@require_safe
@of_one_moment
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Agenda and papers of a meeting as numbers that rise with each change, for whoever asks; docs/live.md."""
    actor, meeting = meeting_or_404(request.user, pk)
    told = state_in_full(meeting, audience_of(actor), closed_to(meeting, actor))
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@require_safe
def annex(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Fetch an annex; an old or mistyped name leads to the right one."""
    actor, found, access = selectors.annex_or_404(request.user, pk)
    if name != found.name:
        return redirect(found)
    version = public_version(found) if access != Access.WORK and found.is_public else found
    if request.method == "GET":
        services.note_annex(annex=found, access=access, reader=actor)
    return send_file(request, version, found.name)


@require_safe
def read_annex(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Read an annex in a frame of the page; one that no browser's reader shows leads to the file itself."""
    actor, found, access = selectors.annex_or_404(request.user, pk)
    version = readable_version(found) if name == found.name else None
    if version is None:
        return redirect(found)
    if request.method == "GET":
        services.note_annex(annex=found, access=access, reader=actor)
    return show_file(request, version, f"{stem_of(found.name)}.pdf")


def _note(request: HttpRequest, found: Paper, reading: Reading | None, access: Access, actor: Actor) -> None:
    if request.method == "GET":
        version = reading.version if reading else None
        services.note_paper(paper=found, version=version, access=access, reader=actor)


def _open(request: HttpRequest, reading: Reading | None, access: Access, actor: Actor) -> None:
    if request.method == "GET" and reading is not None:
        services.note_opening(version=reading.version, access=access, reader=actor)
