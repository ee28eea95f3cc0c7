"""Persons from a file: looked at in a preview, then entered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings import rolls, selectors, services
from meetings.errors import DomainError
from meetings.fields import text
from meetings.permissions import require
from meetings.selectors.people_import import read_people


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request: HttpRequest, pk: int) -> HttpResponse:
    """A file is chosen, looked at line by line, and entered when the clerk agrees."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.import_people")
    context: dict[str, Any] = {"body": body}
    try:
        if request.method == "POST" and "seen" in request.POST:
            typed = {name: text(request.POST, name) for name in ("text", "seen")}
            return _entered(request, pk, services.import_people(body=body, actor=actor, **typed))
        if request.method == "POST":
            sent = _text(request)
            context |= {"file": read_people(body, sent, actor), "text": sent}
    except DomainError as error:
        if error.status not in {400, 409}:
            raise
        return render(request, "meetings/people_import.html", {**context, "refusal": error}, status=error.status)
    return render(request, "meetings/people_import.html", context)


def _text(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    return rolls.decode(upload.read(rolls.LARGEST + 1) if upload else text(request.POST, "text").encode())


def _entered(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    says = ngettext("{number} line was entered.", "{number} lines were entered.", number)
    messages.success(request, says.format(number=number))
    return redirect(f"{reverse('meetings:people')}?body={pk}")
