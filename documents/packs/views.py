"""Packs: the page on which they are made, and the files."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.names import stem_of_meeting
from documents.packs import selectors, services
from documents.packs.content import Contents, contents_of, new_in
from documents.packs.enums import PackKind, PackState
from documents.packs.exports.archive import zipped
from documents.packs.exports.marking import marked
from documents.packs.exports.waiting import in_background, wait_for
from documents.packs.models import Pack
from documents.streaming import send_file, stream_file
from meetings.acts import MEETING, act
from meetings.errors import DomainError
from meetings.http import wants_json
from meetings.models import Meeting
from meetings.permissions import Actor, can, require
from meetings.selectors import meeting_or_404

PATIENCE, SHORT = 25.0, 2.0
"""Seconds that a program waits for a file, and a browser, which has a page to show."""
STEMS = {PackKind.WHOLE: "Sitzungsmappe", PackKind.SUPPLEMENT: "Nachlieferung", PackKind.PRINT: "Druckauflage"}


@require_safe
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the packs of a meeting: how they stand, and where they are fetched; as JSON how far it has come."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_pack", meeting)
    contents = contents_of(meeting, actor)
    found = selectors.pack_with(contents)
    if wants_json(request):
        return JsonResponse(_as_json(found))
    return render(request, "documents/meeting_pack.html", _context(actor, meeting, contents, found))


def _context(actor: Actor, meeting: Meeting, contents: Contents, found: Pack | None) -> dict[str, Any]:
    fetched = selectors.last_fetch(meeting, actor)
    return {
        "meeting": meeting,
        "contents": contents,
        "pack": found,
        "is_built": found is not None and not found.is_over,
        "has_failed": found is not None and found.state == PackState.FAILED,
        "rows": [entry for entry in contents.entries if entry.parts],
        "count": len(contents.parts),
        "fetched": fetched,
        "news": len({*contents.marks} - {*fetched.after}) if fetched else 0,
        "may_print": can(actor, "documents.see_print_run", meeting),
        "signed_in": actor.user is not None,
    }


def _as_json(found: Pack | None) -> dict[str, Any]:
    if found is None:
        return {"state": None, "done": 0, "total": 0, "pages": 0, "size": 0}
    return {
        "state": found.state,
        "done": found.done,
        "total": found.total,
        "pages": found.pages,
        "size": found.size,
    }


def _build_pack(*, meeting: Meeting, actor: Actor) -> Pack:
    """Ask for it; where nobody builds in the background it is built now."""
    asked = services.build_pack(meeting=meeting, actor=actor)
    return asked if in_background.is_set() else wait_for(asked, 0)


_build_pack.__name__ = services.build_pack.__name__
build_pack = act(MEETING, _build_pack, lambda actor, made: reverse("documents:pack", args=[made.meeting_id]))


@require_safe
def pack_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """All papers that this person may have in one PDF; for whoever is not signed in those for everybody."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_pack", meeting)
    return _delivered(request, actor, contents_of(meeting, actor))


@require_safe
def supplement_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What is new since this person fetched papers of the meeting last (Nachlieferung). 409 `pack.none_fetched`,
    `pack.nothing_new`.
    """
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_supplement", meeting)
    contents = contents_of(meeting, actor, PackKind.SUPPLEMENT)
    known = services.known_to(meeting, actor, contents.marks)
    with translation.override(settings.LANGUAGE_CODE):
        return _delivered(request, actor, new_in(contents, known))


@require_safe
def print_run_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything for printing on both sides, each part on a sheet of its own (Druckauflage)."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_print_run", meeting)
    return _delivered(request, actor, contents_of(meeting, actor, PackKind.PRINT))


@require_safe
def pack_zip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same papers, each as the file that it is, with speaking names."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_pack", meeting)
    contents = contents_of(meeting, actor)
    _hand_out(request, actor, contents)
    return stream_file(request, zipped(contents), "application/zip", _name(contents, "zip"))


def _delivered(request: HttpRequest, actor: Actor, contents: Contents) -> HttpResponseBase:
    patience = SHORT if "text/html" in request.headers.get("Accept", "") else PATIENCE
    found = wait_for(services.ask_for_pack(contents), patience)
    if not found.is_ready:
        return _not_yet(request, found, contents)
    try:
        return _sent(request, actor, contents, found)
    except FileNotFoundError:
        services.lose_pack(found)
        return _not_yet(request, found, contents)


def _not_yet(request: HttpRequest, found: Pack, contents: Contents) -> HttpResponseBase:
    """Browsers go to the page that shows how far it is, programs come again."""
    if found.state == PackState.FAILED:
        says = _("The pack could not be put together. The papers can be fetched one by one, or as a ZIP.")
        raise DomainError("pack.failed", says, status=503)
    if "text/html" in request.headers.get("Accept", "") and contents.kind == PackKind.WHOLE:
        return redirect("documents:pack", contents.meeting.pk)
    says = _("The pack is being put together. Come again in a moment.")
    response = JsonResponse({"code": "pack.being_built", "message": str(says)}, status=503)
    response.headers["Retry-After"] = "2"
    return response


def _sent(request: HttpRequest, actor: Actor, contents: Contents, found: Pack) -> HttpResponseBase:
    name = _name(contents, "pdf")
    if found.is_public:
        response = send_file(request, found, name)
        _hand_out(request, actor, contents)
        return response
    shared: Any = found.stored.open("rb")
    try:
        _hand_out(request, actor, contents)
        with translation.override(settings.LANGUAGE_CODE):
            length, pieces = marked(shared, found.body, found.trailer, _who(actor), timezone.now())
    except BaseException:
        shared.close()
        raise
    response = stream_file(request, pieces, found.media_type, name, length)
    response._resource_closers.append(shared.close)  # type: ignore[attr-defined]
    return response


def _hand_out(request: HttpRequest, actor: Actor, contents: Contents) -> None:
    """On record and remembered before anything is sent; the answer to HEAD holds nothing of it."""
    if request.method == "GET":
        services.note_pack(contents=contents, reader=actor)
        services.remember_fetch(contents=contents, reader=actor)


def _who(actor: Actor) -> str:
    person = getattr(actor.user, "person", None)
    return str(person.name if person is not None else actor.user)


def _name(contents: Contents, ending: str) -> str:
    part = "oeffentlich" if contents.is_public else "mit-nichtoeffentlichem-Teil"
    return f"{STEMS[contents.kind]}-{stem_of_meeting(contents.meeting)}-{part}.{ending}"
