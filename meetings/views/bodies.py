"""Bodies for the administrator: the list with those that have ended, a new one, another name, the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meetings import selectors, services
from meetings.errors import DomainError
from meetings.forms_people import BodyForm, EndForm, NewBodyForm, Refusable
from meetings.models import Body
from meetings.permissions import Actor, require


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_body(request: HttpRequest) -> HttpResponse:
    """A new body of an institution."""
    actor = selectors.actor_for(request.user, body_id=None)
    require(actor, "meetings.add_body")
    form = NewBodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "institution": form.cleaned_data["institution"].pk}
        try:
            body = services.add_body(actor=actor, **given)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("{body} is entered.").format(body=body))
            return redirect("meetings:rename_body", body.pk)
    return render(request, "meetings/body_new.html", {"form": form}, status=400 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename_body(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and seats of a body; below, its end."""
    actor, body = _managed(request, pk, "meetings.rename_body")
    form = BodyForm(request.POST or None, instance=Body.objects.get(pk=body.pk))
    if request.method == "POST":
        do = lambda: services.rename_body(body=body, actor=actor, **form.cleaned_data)  # noqa: E731
        return _tried(request, body, form, do, {"form": form})
    return _page(request, body, 200)


@login_required
@require_POST
def end_body(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a body."""
    actor, body = _managed(request, pk, "meetings.end_body")
    form = EndForm(request.POST)
    do = lambda: services.end_body(body=body, actor=actor, **form.cleaned_data)  # noqa: E731
    return _tried(request, body, form, do, {"end": form})


def _managed(request: HttpRequest, pk: int, action: str) -> tuple[Actor, Body]:
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, action)
    return actor, body


def _tried(request: HttpRequest, body: Body, form: Refusable, do: Any, bound: dict[str, Any]) -> HttpResponse:
    status = 400
    if form.is_valid():
        try:
            do()
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:rename_body", body.pk)
    return _page(request, body, status, **bound)


def _page(request: HttpRequest, body: Body, status: int, **bound: Any) -> HttpResponse:
    context = {"body": body, "form": BodyForm(instance=body), "end": EndForm(), **bound}
    return render(request, "meetings/body_edit.html", context, status=status)
