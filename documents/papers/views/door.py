"""The one door for POST about a paper: found with the rights of who asks, one service is called, back to its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from documents.papers.models import Paper
from documents.papers.selectors import Access, annex_or_404, consultation_or_404, paper_or_404
from documents.papers.selectors.access import access_to
from meetings.acts import View
from meetings.fields import Field
from meetings.http import wants_json
from meetings.selectors import actor_for

Found = Callable[[Any, int], tuple[Any, ...]]
FINDERS: dict[str, Found] = {"paper": paper_or_404, "annex": annex_or_404, "consultation": consultation_or_404}


def deal(what: str, service: Callable[..., Any], says: Any, find: Found | None = None, **fields: Field) -> View:
    """The view of one service, named like it; `what` it takes, `says` what stands above the page afterwards, `find`
    where others than its readers may have to be answered.

    Raises what finding, fields and service raise.
    """

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        actor, row, *_access = (find or FINDERS[what])(request.user, pk)
        sent = {name: field(request.POST, name) for name, field in fields.items()}
        done = service(**{what: row}, actor=actor, **sent)
        return answered(request, paper_of(done), says)

    view.__name__ = service.__name__
    view.__doc__ = service.__doc__
    return view


def paper_of(done: Any) -> Any:
    """The paper to which what a service answered belongs."""
    return done if isinstance(done, Paper) else getattr(done, "paper", done)


def answered(request: HttpRequest, done: Any, says: Any) -> HttpResponse:
    """JSON for programs, otherwise the page with a sentence; the start page for who cannot read the paper any more."""
    if wants_json(request):
        return JsonResponse({"paper": done.pk, "number": getattr(done, "number", "")})
    messages.success(request, says)
    reads = access_to(done, actor_for(request.user, body_id=done.body_id)) != Access.NONE
    return redirect(done if reads else "meetings:start")
