"""Notices before an item: asked for by anybody, confirmed and ended by mailed links."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from agenda import selectors, services
from agenda.models import AgendaItem
from meetings.errors import DomainError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be told by mail before a public item; the answer is the same for every address."""
    item = selectors.notice_item_or_404(pk)
    if request.method != "POST":
        return _page(request, item)
    if not ratelimit.consume(request, action="notice_asked"):
        raise DomainError("notice.too_many", _("Too many requests. Please wait a moment and try again."), status=429)
    try:
        _ask(request, item)
    except DomainError as error:
        if error.status != 400:
            raise
        return _page(request, item, refusal=error, status=400)
    return _page(request, item, asked=True)


def _ask(request: HttpRequest, item: AgendaItem) -> None:
    """Nobody's letter box is filled by strangers: beyond a few mails an hour to one address nothing is sent."""
    email, wanted = request.POST.get("email", ""), request.POST.get("minutes", "")
    minutes = next((one for one in services.MINUTES if str(one) == wanted), 0)
    services.check_notice(item=item, email=email, minutes=minutes)
    if ratelimit.consume(request, action="notice_mailed", key=email.strip().lower()):
        language = get_language() or settings.LANGUAGE_CODE
        services.ask_notice(item=item, email=email, minutes=minutes, language=language, link=_link)


def _link(token: str) -> str:
    return str(settings.SITE_URL) + reverse("agenda:confirm_notice", args=[token])


def _page(request: HttpRequest, item: AgendaItem, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "item": item,
        "meeting": item.meeting,
        "number": selectors.number_of(item),
        "choices": services.MINUTES,
        "waits": selectors.may_have_notice(item),
        **more,
    }
    return render(request, "agenda/notice.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_notice(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link shows a button, because programs that look through mails follow links."""
    found = selectors.notice_to_confirm(token)
    if request.method == "POST":
        found = services.confirm_notice(token=token)
    context = {"item": found.item, "meeting": found.item.meeting, "number": selectors.number_of(found.item)}
    return _unlisted(
        render(
            request,
            "agenda/notice_confirm.html",
            {**context, "minutes": found.minutes, "done": request.method == "POST"},
        )
    )


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the right to do so
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_notice(request: HttpRequest, token: str) -> HttpResponse:
    """End a notice: a button for people, one POST for mail programs (List-Unsubscribe)."""
    if request.method == "POST":
        services.cancel_notice(token=token)
    else:
        selectors.notice_to_cancel(token)
    return _unlisted(render(request, "agenda/notice_cancel.html", {"done": request.method == "POST"}))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
