"""Imprint, privacy, accessibility, and reports of barriers: for everybody, signed in or not."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings import selectors, services
from meetings.enums import LegalKind
from meetings.errors import DomainError, not_found
from meetings.forms import FeedbackForm
from meetings.legal_text import blocks_of
from meetings.models import Institution


def _kind_or_404(kind: str) -> LegalKind:
    if kind not in LegalKind.values:
        raise not_found()
    return LegalKind(kind)


@require_safe
def legal(request: HttpRequest, kind: str) -> HttpResponse:
    """The page of the one institution, of the one whose `body` the reader comes from, or a choice between several."""
    wanted = _kind_or_404(kind)
    institutions = selectors.institutions_for(request.GET.get("body", ""))
    if len(institutions) == 1:
        return _page(request, institutions[0], wanted)
    return render(request, "meetings/legal_choice.html", {"kind": wanted, "institutions": institutions})


@require_safe
def legal_page(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The page of one institution."""
    return _page(request, selectors.institution_or_404(pk), _kind_or_404(kind))


def _page(request: HttpRequest, institution: Institution, kind: LegalKind) -> HttpResponse:
    if outside := institution.legal_address(kind):
        return redirect(outside)
    words = selectors.legal_words(institution, kind, get_language() or "de")
    context = {
        "institution": institution,
        "kind": kind,
        "words": words,
        "blocks": blocks_of(words.text),
        "takes_feedback": kind == LegalKind.ACCESSIBILITY and institution.contact_email,
    }
    return render(request, "meetings/legal_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def send_feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a barrier; works without a script and without an account."""
    institution = selectors.institution_or_404(pk)
    if not institution.contact_email:
        raise not_found()
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _feedback(request, institution, form)
    if not form.is_valid():
        return _feedback(request, institution, form, status=400)
    if not ratelimit.consume(request, action="feedback_sent", key=str(institution.pk)):
        says = _("Too many messages have been sent with this form. Please write to {email} instead.")
        raise DomainError("feedback.too_many", says.format(email=institution.contact_email), status=429)
    return _sent(request, institution, form)


def _sent(request: HttpRequest, institution: Institution, form: FeedbackForm) -> HttpResponse:
    """When it cannot be sent, the page keeps what was typed."""
    try:
        services.send_feedback(institution=institution, **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, str(error))
        return _feedback(request, institution, form, status=error.status)
    return _feedback(request, institution, None)


def _feedback(
    request: HttpRequest, institution: Institution, form: FeedbackForm | None, *, status: int = 200
) -> HttpResponse:
    return render(request, "meetings/feedback.html", {"institution": institution, "form": form}, status=status)
