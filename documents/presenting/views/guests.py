"""Presenting and slides on a presenter's personal page: the link is the right itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agenda.models import Presenter
from agenda.selectors import presenter_by_token
from documents.presenting import selectors, services
from documents.presenting.views.pages import drawn, send_page
from meetings.errors import DomainError
from meetings.fields import key, number, number_or
from meetings.http import answer, takes_files
from meetings.permissions import require


def _may_put(user: Any, token: str) -> None:
    """What `put_slides` asks before it looks at any file."""
    presenter = presenter_by_token(token)
    require(services.guest_of(presenter), "documents.put_slides", presenter)


@takes_files(_may_put, by_link=True)
@require_POST
def put_slides(request: HttpRequest, token: str) -> HttpResponse:
    """Hand in slides, or exchange them."""
    presenter, upload = presenter_by_token(token), request.FILES.get("file")
    if upload is None:
        raise DomainError("file.missing", _("Choose a file first."), status=400)
    services.put_slides(presenter=presenter, upload=upload, actor=services.guest_of(presenter))
    return _back(request, presenter, token)


@require_POST
def take_slides_off(request: HttpRequest, token: str) -> HttpResponse:
    """Take one's slides back."""
    presenter = presenter_by_token(token)
    services.take_slides_off(presenter=presenter, actor=services.guest_of(presenter))
    return _back(request, presenter, token)


@require_POST
def presenter_presents(request: HttpRequest, token: str) -> HttpResponse:
    """`present_file` of whoever has the link."""
    presenter, file = selectors.presenter_file_or_404(token, key(request.POST, "file"))
    page = number_or(1)(request.POST, "page")
    services.present_file(file=file, page=page, actor=services.guest_of(presenter))
    return _back(request, presenter, token)


@require_POST
def presenter_turns(request: HttpRequest, token: str) -> HttpResponse:
    """`turn_page` of whoever has the link."""
    presenter = presenter_by_token(token)
    page = number(request.POST, "page")
    services.turn_page(meeting=presenter.item.meeting, page=page, actor=services.guest_of(presenter))
    return _back(request, presenter, token)


@require_POST
def presenter_stops(request: HttpRequest, token: str) -> HttpResponse:
    """`stop_presenting` of whoever has the link."""
    presenter = presenter_by_token(token)
    services.stop_presenting(meeting=presenter.item.meeting, actor=services.guest_of(presenter))
    return _back(request, presenter, token)


@never_cache
@require_safe
def presenter_page(request: HttpRequest, token: str, file_pk: int, page: int, width: int) -> HttpResponseBase:
    """A page of what the presenter may present, also where the public may not have it."""
    _presenter, file = selectors.presenter_file_or_404(token, file_pk)
    return send_page(request, drawn(file, page, width), file)


def _back(request: HttpRequest, presenter: Presenter, token: str) -> HttpResponse:
    presenter.item.meeting.journal.refresh_from_db()
    return answer(request, presenter.item.meeting, reverse("agenda:presenter", args=[token]))
