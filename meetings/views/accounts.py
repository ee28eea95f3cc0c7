"""Invitations to an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings import selectors, services
from meetings.errors import DomainError
from meetings.models import Person
from meetings.permissions import require


@require_POST
def invite_person(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """The clerk sends the link."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.invite_person")  # before the look-up: nobody else may learn which persons exist
    person = get_object_or_404(Person, pk=person_pk)
    email = request.POST.get("email", "")
    services.invite_person(person=person, email=email, body=body, actor=actor, link=lambda token: _address(request, token))
    messages.success(request, _("The invitation to {email} is on its way.").format(email=email))
    return redirect("meetings:body", body.pk)


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("meetings:accept_invitation", args=[token]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The invited person makes the account and is signed in."""
    invitation = services.open_invitation(token)
    refusal = ""
    if request.method == "POST":
        try:
            user = services.accept_invitation(token=token, password=request.POST.get("password", ""))
        except DomainError as error:
            if error.status != 400:
                raise
            refusal = str(error)
        else:
            login(request, user)
            return redirect("meetings:start")
    context = {"invitation": invitation, "refusal": refusal}
    return render(request, "meetings/invitation.html", context, status=400 if refusal else 200)
