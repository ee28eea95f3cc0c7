"""What happens around every request of this program."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.errors import answer
from config.refusals import NO_ROOM, STORAGE_FULL
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
