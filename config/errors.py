"""The one form in which a refusal reaches a person or a program."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from meetings.http import wants_json


def answer(request: HttpRequest, code: str, message: str, status: int) -> HttpResponse:
    """JSON `{"code", "message"}` for programs, the page `error.html` for people, the same status for both."""
    if wants_json(request):
        response: HttpResponse = JsonResponse({"code": code, "message": message}, status=status)
    else:
        page = "error.html" if status < 500 else "500.html"
        response = render(request, page, {"code": code, "message": message, "status": status}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, "bad_request", _("The request could not be understood."), 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, "forbidden", _("You may not do this."), 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, "not_found", _("There is no such page, or it is not open to you."), 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(
        request,
        "server_error",
        _(
            "Something went wrong here. Nothing was stored in part. If it happens again, tell whoever runs this "
            "program."
        ),
        500,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, "csrf", _("This page was open for too long. Load it again and repeat what you did."), 403)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """What a rate limit of the account pages answers."""
    return answer(request, "too_many_requests", _("Too many requests. Please wait a moment and try again."), 429)
