"""Pages of a file for whoever may have the file: how many, the picture, the text, and where one stopped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST, require_safe

from documents.files.models import File
from documents.files.selectors import file_or_404
from documents.presenting import selectors, services
from documents.presenting.enums import Width
from documents.presenting.models import PagePicture
from documents.streaming import show_picture
from meetings.errors import not_found
from meetings.fields import number
from meetings.permissions import Actor


@require_safe
def pages(request: HttpRequest, pk: int) -> HttpResponse:
    """How many pages a PDF file has, and at which one this reader stopped."""
    actor, found = file_or_404(request.user, pk)
    count = services.content_of(found).pages or 0
    answer = {"pages": count, "page": min(selectors.place_of(actor, found), count)}
    return _never_kept(JsonResponse(answer))


@require_safe
def page_picture(request: HttpRequest, pk: int, page: int, width: int) -> HttpResponseBase:
    """One page as a picture, in one of the fixed widths."""
    actor, found = file_or_404(request.user, pk)
    picture = drawn(found, page, width)
    _note(request, found, actor)
    return send_page(request, picture, found)


@require_safe
def page_text(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """What stands on one page, for screen readers."""
    actor, found = file_or_404(request.user, pk)
    words = services.text_of(found, page)
    _note(request, found, actor)
    return _never_kept(JsonResponse({"page": page, "text": words}))


@require_POST
def keep_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember at which page this reader is."""
    actor, found = file_or_404(request.user, pk)
    services.keep_place(file=found, page=number(request.POST, "page"), actor=actor)
    return HttpResponse(status=204)


def drawn(file: File, page: int, width: int) -> PagePicture:
    """The picture of a page; 404 for a width that is not drawn."""
    if width not in Width.values:
        raise not_found()
    return services.picture_of(file, page, width)


def send_page(request: HttpRequest, picture: PagePicture, file: File) -> HttpResponseBase:
    """The picture, with the caching of its file."""
    return show_picture(request, selectors.page_of(picture, file), f"{file.pk}-{picture.page}.png")


def _note(request: HttpRequest, file: File, actor: Actor) -> None:
    if request.method == "GET":  # the answer to HEAD holds nothing of it
        services.note_pages(file, actor)


def _never_kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
