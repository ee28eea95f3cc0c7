"""Small answers that all rooms' views share."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from meetings.models import Meeting


def wants_json(request: HttpRequest) -> bool:
    """Whether the client named JSON; a browser's `*/*` is not enough."""
    return "application/json" in request.headers.get("Accept", "")


def answer(request: HttpRequest, meeting: Meeting, to: str) -> HttpResponse:
    """After a service: `{"seq"}` for a live page's fetch, otherwise back to the page `to` (303 in spirit)."""
    if wants_json(request):
        return JsonResponse({"seq": meeting.last_seq})
    return redirect(to)
