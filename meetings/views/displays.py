"""Hall displays: the page with which they are set up, the field for the code, and the display itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from meetings import selectors, services
from meetings.acts import MEETING, act
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.fields import key, key_if_sent, text
from meetings.http import of_one_moment, wants_json
from meetings.models import Meeting
from meetings.permissions import can, require
from meetings.views.pages import face

REMEMBERED = 30 * 24 * 3600
"""Seconds for which a device that was switched off is the same display again."""


@never_cache
@require_safe
@of_one_moment
def displays(request: HttpRequest, pk: int) -> HttpResponse:
    """Set up hall displays: address, code and QR code, and which displays are connected."""
    actor, found = selectors.meeting_or_404(request.user, pk)
    require(actor, "meetings.see_desk", found)
    context = {
        "address": request.build_absolute_uri(reverse("meetings:connect_display")),
        "display_link": request.build_absolute_uri(
            reverse("meetings:display", args=[found.pk, selectors.display_token(found)])
        ),
        "may_make": can(actor, "meetings.make_display_code", found) and found.rehearsal_of_id is None,
        "may_renew": can(actor, "meetings.renew_display_link", found),
        **_code_of(found),
    }
    return render(request, "meetings/displays.html", {**face(request, actor, found, Audience.DESK), **context})


def _code_of(found: Meeting) -> dict[str, Any]:
    """The code in groups of three, as it is read aloud, and in one piece."""
    code, until = selectors.display_code_of(found) or ("", None)
    groups = [code[place : place + 3] for place in range(0, len(code), 3)]
    return {"code": code, "code_groups": groups, "code_until": until}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connect_display(request: HttpRequest) -> HttpResponse:
    """The field for the code, on the device that is to become a hall display; nobody signs in here."""
    if request.method != "POST":
        return _field(request, "", 200)
    try:
        row = _connect(request)
    except DomainError as error:
        if wants_json(request):
            raise
        return _field(request, str(error), error.status)
    return redirect("meetings:display", row.meeting_id, selectors.display_token(row.meeting, row.key))


def _connect(request: HttpRequest) -> Any:
    """Only wrong codes count, and they count before anything is looked up, so that guesses sent at once count, too."""
    spent = ratelimit.consume(request, app="allauth.account", action="display_code", key="all")
    if not spent:
        says = _("Too many wrong codes were typed. Wait ten minutes, or open the link that the desk can give you.")
        raise DomainError("display.too_many_codes", says, status=429)
    row = services.connect_display(code=text(request.POST, "code"))
    spent.rollback()
    return row


def _field(request: HttpRequest, refusal: str, status: int) -> HttpResponse:
    context = {
        "refusal": refusal,
        "typed": text(request.POST, "code")[:40],
        "was_disconnected": "disconnected" in request.GET and not refusal,
    }
    return render(request, "meetings/connect_display.html", context, status=status)


@never_cache
@require_safe
def display(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The hall display with the code for signing in; only its signed link opens it."""
    try:
        opened = selectors.opened_by(pk, token)
        own = token if opened.key is not None else _own_token(request, opened.meeting)
    except DomainError as error:
        if error.status != 410 or wants_json(request):
            raise
        return redirect(f"{reverse('meetings:connect_display')}?disconnected")
    response = _screen(request, opened.meeting, token, own)
    if opened.key is None:
        _remember(response, opened.meeting, own)
    return response


def _screen(request: HttpRequest, found: Meeting, token: str, own: str) -> HttpResponse:
    context = face(request, selectors.public_actor(found), found, Audience.SCREEN)
    code_url = reverse("meetings:display_code", args=[found.pk, token])
    shown = {**context, "code_url": code_url, "display": own, **_hall_code(found)}
    response = render(request, "live/screen.html", shown)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _own_token(request: HttpRequest, found: Meeting) -> str:
    """What tells this device apart from others that opened the same link; 410 when it was disconnected."""
    known = request.COOKIES.get(settings.DISPLAY_COOKIE_NAME, "")
    own: UUID | None = selectors.key_in(found.pk, known) if selectors.is_current(found, known) else None
    if own is None:
        return selectors.display_token(found, uuid4())
    if selectors.ended_displays(found, {own}):
        raise selectors.disconnected()
    return known


def _remember(response: HttpResponse, found: Meeting, own: str) -> None:
    """A necessary cookie: it goes to this meeting's display alone and names a device, nobody's person."""
    path = f"{reverse('meetings:screen', args=[found.pk])}"
    options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": settings.SESSION_COOKIE_SECURE}
    response.set_cookie(settings.DISPLAY_COOKIE_NAME, own, max_age=REMEMBERED, path=path, **options)


@never_cache
@require_safe
def display_code(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The code as it is now, for the display to fetch: `{"code", "seconds"}`; an empty code when there is none."""
    return JsonResponse(_hall_code(selectors.opened_by(pk, token).meeting))


def _hall_code(found: Meeting) -> dict[str, Any]:
    moment = timezone.now()
    code = selectors.hall_code(found, moment) if selectors.shows_code(found) else ""
    return {"code": code, "seconds": selectors.seconds_left(moment)}


make_display_code = act(MEETING, services.make_display_code, "displays")
revoke_display_code = act(MEETING, services.revoke_display_code, "displays")
name_display = act(MEETING, services.name_display, "displays", display=key, name=text)
point_out_display = act(MEETING, services.point_out_display, "displays", display=key_if_sent)
disconnect_display = act(MEETING, services.disconnect_display, "displays", display=key)
renew_display_link = act(MEETING, services.renew_display_link, "displays")
