"""What happens around every request of this program."""

from __future__ import annotations

import codecs
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from config import devices
from config.errors import answer
from config.serving.refusals import NO_ROOM, STORAGE_FULL
from meetings.errors import DomainError

logger = logging.getLogger(__name__)


class DomainErrorMiddleware:
    """Turns a `DomainError` that leaves a view into an answer, and a full disk; the one place where that happens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return answer(request, exception.code, str(exception.message), exception.status)
        if isinstance(exception, OSError) and exception.errno in NO_ROOM:
            logger.error("no room left on the disk: %s", exception)
            return answer(request, STORAGE_FULL.code, str(STORAGE_FULL.message), STORAGE_FULL.status)
        return None


class Utf8Middleware:
    """Takes forms with files in UTF-8 alone, as Django takes all others: a charset such as `zip` or `idna` reads no
    field, but breaks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_multipart = request.content_type == "multipart/form-data"
        if is_multipart and request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            raise BadRequest("Forms with files have to be UTF-8.")
        return self.get_response(request)


class NothingIsKeptMiddleware:
    """What somebody sees who is signed in, no browser and no proxy keeps: the next person at the device presses
    "back" in vain. What is the same for everybody and says so (`for_everybody`: an institution's crest and colour) may
    be kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_own = settings.SESSION_COOKIE_NAME in request.COOKIES or hasattr(request, "signed_in")
        if is_own and not hasattr(response, "for_everybody"):
            response.headers["Cache-Control"] = "no-store, private"
        if hasattr(request, "signed_out"):
            response.headers["Clear-Site-Data"] = '"cache"'  # pages kept for "back", too
        return response


class KnownDeviceMiddleware:
    """Marks the device on which somebody has just signed in, in whichever way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if hasattr(request, "signed_in"):
            devices.remember(request, response, request.signed_in)
        return response


def note_signed_in(request: Any, user: Any, **kwargs: Any) -> None:
    if request is not None:
        request.signed_in = user


def note_signed_out(request: Any, **kwargs: Any) -> None:
    if request is not None:
        request.signed_out = True
