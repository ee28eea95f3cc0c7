"""Invitations to an account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from meetings import selectors, services
from meetings.errors import DomainError
from meetings.permissions import require


@require_POST
def invite_person(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """The clerk sends the link."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.invite_person")  # before the look-up: nobody else may learn which persons exist
    person = selectors.member_or_404(body, person_pk)
    email = request.POST.get("email", "")
    services.invite_person(person=person, email=email, body=body, actor=actor, link=_address)
    messages.success(request, _("The invitation to {email} is on its way.").format(email=email))
    if request.POST.get("back") == "person":
        return redirect("meetings:person", body.pk, person_pk)
    return redirect("meetings:body", body.pk)


def _address(token: str) -> str:
    return str(settings.SITE_URL) + reverse("meetings:accept_invitation", args=[token])


@require_POST
def unlock_account(request: HttpRequest, pk: int, person_pk: int) -> HttpResponse:
    """The clerk lets somebody try again whose account strangers, or they themselves, have locked."""
    actor, body = selectors.body_or_404(request.user, pk)
    require(actor, "meetings.unlock_account")
    services.unlock_account(person=selectors.member_or_404(body, person_pk), body=body, actor=actor)
    messages.success(request, _("The account is unlocked."))
    return redirect("meetings:body", body.pk)


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
