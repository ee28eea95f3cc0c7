"""Papers: the page of the desk, adding, removing, fetching."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agenda.selectors import item_or_404
from documents import selectors, services
from documents.streaming import send_file
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.http import answer, takes_files, wants_json
from meetings.live.pictures import sees
from meetings.permissions import require
from meetings.registry import tabs_for
from meetings.selectors import meeting_or_404


@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk's page of all papers: drop files onto items, remove them."""
    actor, meeting = meeting_or_404(request.user, pk)
    require(actor, "documents.see_files", meeting)
    context = {
        "meeting": meeting,
        "actor": actor,
        "audience": str(Audience.DESK),
        "view": "desk",
        "seq": sees(meeting, Audience.DESK),
        "tabs": tabs_for(actor, meeting),
    }
    return render(request, "documents/meeting_files.html", context)


def may_attach(user: Any, pk: int) -> None:
    """What `attach_file` asks before it looks at any file."""
    actor, item = item_or_404(user, pk)
    require(actor, "documents.attach_file", item)


@takes_files(may_attach)
@require_POST
def attach_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one or several files to an item; a title is for a single one."""
    actor, item = item_or_404(request.user, pk)
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise DomainError("file.missing", _("Choose a file first."), status=400)
    title = request.POST.get("title", "") if len(uploads) == 1 else ""
    confidential = "confidential" in request.POST
    for upload in uploads:
        file = services.attach_file(item=item, upload=upload, title=title, confidential=confidential, actor=actor)
    if wants_json(request):
        return JsonResponse({"seq": file.item.meeting.last_seq, "file": file.pk, "name": file.name}, status=201)
    return redirect(reverse("documents:files", args=[item.meeting_id]) + f"#papers-{item.pk}")


@require_POST
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paper off its item."""
    actor, found = selectors.file_or_404(request.user, pk)
    removed = services.remove_file(file=found, actor=actor)
    return answer(request, removed.item.meeting, reverse("documents:files", args=[removed.item.meeting_id]))


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Fetch a paper; an old or mistyped name leads to the right one."""
    actor, found = selectors.file_or_404(request.user, pk)
    if name != found.name:
        return redirect(found)
    if request.method == "GET":  # the answer to HEAD holds nothing of it
        services.note_file(file=found, reader=actor)
    return send_file(request, found, found.name)
