"""Large files in pieces: the address of an upload answers how far it has got and takes the next piece."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agenda.selectors import item_or_404
from documents.files import selectors, services
from documents.files.models import Upload
from documents.files.views.pages import NO_ROOM, attached, files_of, storage_full
from meetings.errors import DomainError
from meetings.fields import LONGEST_KEY, is_whole, text
from meetings.http import answer, takes_files
from meetings.permissions import require

OFFSET = "Upload-Offset"


@require_POST
def begin_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Announce a large file by `name`, `size` and `modified`; 200 where it is under way already."""
    actor, item = item_or_404(request.user, pk)
    size, modified = (_number(request.POST.get(field, "0")) for field in ("size", "modified"))
    upload = services.begin_upload(
        item=item, actor=actor, name=text(request.POST, "name"), size=size, modified=modified
    )
    return _told(upload, status=200 if upload.offset else 201)


def may_send(user: Any, key: str) -> None:
    """What `send_piece` asks before it takes anything."""
    actor, upload = selectors.upload_or_404(user, key)
    require(actor, "documents.send_piece", upload)


@takes_files(may_send)
@require_http_methods(["GET", "HEAD", "POST"])
def send_piece(request: HttpRequest, key: str) -> HttpResponse:
    """How far the upload has got, also after a refusal; a POST is the next piece, plain bytes, with `Upload-Offset`."""
    actor, upload = selectors.upload_or_404(request.user, key)
    if request.method != "POST":
        return _told(upload)
    offset = _number(request.headers.get(OFFSET, ""))
    try:
        return _told(services.send_piece(upload=upload, actor=actor, offset=offset, source=request))
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise storage_full() from error


@require_POST
def finish_upload(request: HttpRequest, key: str) -> HttpResponse:
    """Add the file that has come whole, with `title` and `confidential` as `attach_file` takes them."""
    actor, upload = selectors.upload_or_404(request.user, key)
    title, confidential = text(request.POST, "title"), "confidential" in request.POST
    try:
        file = services.finish_upload(upload=upload, actor=actor, title=title, confidential=confidential)
        return attached(request, file)
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise storage_full() from error


@require_POST
def drop_upload(request: HttpRequest, key: str) -> HttpResponse:
    """Give the upload up."""
    actor, upload = selectors.upload_or_404(request.user, key)
    item = services.drop_upload(upload=upload, actor=actor)
    return answer(request, item.meeting, files_of(item))


def _number(words: str) -> int:
    if not is_whole(words, LONGEST_KEY):
        raise DomainError("data.invalid", _("A number is missing or is none."), status=400)
    return int(words)


def _told(upload: Upload, status: int = 200) -> JsonResponse:
    told = {"upload": upload.key, "url": upload.get_absolute_url(), "offset": upload.offset, "size": upload.size}
    return JsonResponse(told, status=status, headers={OFFSET: str(upload.offset)})
