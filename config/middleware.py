"""What happens around every request of this program."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.errors import answer
from meetings.errors import DomainError


class DomainErrorMiddleware:
    """Turns a `DomainError` that leaves a view into an answer; the one place where that happens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return answer(request, exception.code, str(exception.message), exception.status)
        return None
