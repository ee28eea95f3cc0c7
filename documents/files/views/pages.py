"""Files: the page of the desk, adding, removing, fetching."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agenda.models import AgendaItem
from agenda.selectors import item_or_404, number_of
from documents.files import selectors, services
from documents.files.models import File
from documents.files.names import stem_of
from documents.streaming import send_file, show_file
from meetings.acts import Find, act
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.fields import key_if_sent, text
from meetings.http import takes_files, wants_json
from meetings.live.pictures import sees
from meetings.permissions import Actor, require
from meetings.registry import tabs_for
from meetings.selectors import meeting_or_404

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


def storage_full() -> DomainError:
    """What somebody is told whose file has no room; nothing of it stays behind."""
    return DomainError("storage.full", _("There is no room left on the server."), status=507)


@require_safe
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk's page of all files: drop files onto items, remove them."""
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
    confidential = "confidential" in request.POST
    if len(uploads) > 1:
        return _told(request, item, _attach_each(item, uploads, confidential, actor))
    named = text(request.POST, "title")
    file = services.attach_file(item=item, upload=uploads[0], title=named, confidential=confidential, actor=actor)
    return attached(request, file)


def attached(request: HttpRequest, file: File) -> HttpResponse:
    """The answer to one file that was added."""
    if wants_json(request):
        return JsonResponse({"seq": file.item.meeting.last_seq, "file": file.pk, "name": file.name}, status=201)
    return redirect(files_of(file.item))


@dataclass
class Delivery:
    """What came of several files: those that belong to the item now, and those that were refused, each by the name
    it came with.
    """

    stored: list[tuple[str, File]] = field(default_factory=list)
    refused: list[tuple[str, DomainError]] = field(default_factory=list)

    @property
    def status(self) -> int:
        """201 for all, 207 for some, else what was the matter with the first."""
        return 201 if not self.refused else 207 if self.stored else self.refused[0][1].status


def _attach_each(item: AgendaItem, uploads: list[Any], confidential: bool, actor: Actor) -> Delivery:
    """Each file for itself: a refused one keeps nothing from the others."""
    delivery = Delivery()
    for upload in uploads:
        name = upload.name or ""
        try:
            file = services.attach_file(item=item, upload=upload, confidential=confidential, actor=actor)
            delivery.stored.append((name, file))
        except DomainError as error:
            delivery.refused.append((name, error))
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            delivery.refused.append((name, storage_full()))
    return delivery


def _told(request: HttpRequest, item: AgendaItem, delivery: Delivery) -> HttpResponse:
    """Which files were taken and which were not, with names and reasons."""
    if wants_json(request):
        return JsonResponse(_as_json(item, delivery), status=delivery.status)
    if not delivery.refused:
        return redirect(files_of(item))
    context = {
        "item": item,
        "number": number_of(item),
        "meeting": item.meeting,
        "stored": delivery.stored,
        "refused": delivery.refused,
    }
    return render(request, "documents/refused_files.html", context, status=delivery.status)


def _as_json(item: AgendaItem, delivery: Delivery) -> dict[str, Any]:
    told: dict[str, Any] = {
        "seq": delivery.stored[-1][1].item.meeting.last_seq if delivery.stored else item.meeting.last_seq,
        "files": [{"file": file.pk, "name": file.name, "sent": name} for name, file in delivery.stored],
        "refused": [
            {"sent": name, "code": error.code, "message": str(error.message)} for name, error in delivery.refused
        ],
    }
    if delivery.refused:
        told |= {
            "code": "files.refused",
            "message": "; ".join(f"{entry['sent']}: {entry['message']}" for entry in told["refused"]),
        }
    return told


def files_of(item: AgendaItem) -> str:
    return reverse("documents:files", args=[item.meeting_id]) + f"#papers-{item.pk}"


remove_file = act(
    Find("file", selectors.file_or_404),
    services.remove_file,
    lambda actor, file: reverse("documents:files", args=[file.item.meeting_id]),
)

move_file = act(
    Find("file", selectors.file_or_404),
    services.move_file,
    lambda actor, file: files_of(file.item),
    before=key_if_sent,
)


@require_safe
def file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Fetch a file; an old or mistyped name leads to the right one. What is public is given out without data about who
    wrote it.
    """
    actor, found = selectors.file_or_404(request.user, pk)
    if name != found.name:
        return redirect(found)
    version = services.public_version(found) if found.is_public else found
    _note(request, found, actor)
    return send_file(request, version, found.name)


@require_safe
def original_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Fetch a file exactly as it was handed in; for the desk."""
    actor, found = selectors.file_or_404(request.user, pk)
    require(actor, "documents.see_original", found)
    _note(request, found, actor)
    response = send_file(request, found, found.name)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def read_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Read a file, or its reading copy, in a frame of the page; one that no browser's reader shows, or another name,
    leads to the file itself.
    """
    actor, found = selectors.file_or_404(request.user, pk)
    version = services.readable_version(found) if name == found.name else None
    if version is None:
        return redirect(found)
    _note(request, found, actor)
    return show_file(request, version, f"{stem_of(found.name)}.pdf")


def _note(request: HttpRequest, found: File, actor: Actor) -> None:
    if request.method == "GET":  # the answer to HEAD holds nothing of it
        services.note_file(file=found, reader=actor)
