"""The outbox: mails of a body for its clerk, those of no body for the administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meetings import selectors, services
from meetings.models import Body
from meetings.permissions import Actor, require


@never_cache
@require_safe
def mails_of_body(request: HttpRequest, pk: int) -> HttpResponse:
    """What a body's mails have come to."""
    actor, body = selectors.body_or_404(request.user, pk)
    return _page(request, actor, body)


@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails of the installation: sign-in codes, new passwords, reports of barriers."""
    return _page(request, selectors.actor_for(request.user, body_id=None), None)


def _page(request: HttpRequest, actor: Actor, body: Body | None) -> HttpResponse:
    require(actor, "meetings.see_mails")
    page = selectors.mails_of(body, request.GET.get("mails"))
    shown = [selectors.as_shown(actor, row) for row in page]
    return render(request, "meetings/mails.html", {"body": body, "page": page, "mails": shown})


@require_POST
def send_mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody who may wants a mail to be sent once more."""
    actor, mail = selectors.mail_or_404(request.user, pk)
    services.send_mail_again(mail=mail, actor=actor)
    messages.success(request, _("The e-mail is on its way again."))
    return redirect("meetings:mails_of_body", mail.body_id) if mail.body_id else redirect("meetings:mails")
