"""What everybody sees of an institution: the page on which it is set, and crest and style sheet as they are fetched."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meetings import colours, selectors, services
from meetings.errors import DomainError
from meetings.forms import AppearanceForm
from meetings.models import Institution
from meetings.permissions import Actor, require

FOR_GOOD = "public, max-age=31536000, immutable"
FOR_NOW = "public, no-cache"
NEVER_A_PAGE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_http_methods(["GET", "HEAD", "POST"])
def set_appearance(request: HttpRequest, pk: int) -> HttpResponse:
    """The administrator says what all pages show of the institution."""
    actor = selectors.actor_for(request.user, body_id=None)
    require(actor, "meetings.set_appearance")
    institution = selectors.institution_or_404(pk)
    if request.method != "POST":
        return _page(request, institution, AppearanceForm.of(institution))
    form = AppearanceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, institution, form, status=400)
    return _set(request, institution, actor, form)


def _set(request: HttpRequest, institution: Institution, actor: Actor, form: AppearanceForm) -> HttpResponse:
    try:
        services.set_appearance(institution=institution, actor=actor, **form.cleaned_data)
    except DomainError as error:
        form.add_error(form.field_of(error.code), str(error))
        return _page(request, institution, form, status=error.status)
    messages.success(request, _("Stored. All pages show it from now on."))
    return redirect("meetings:set_appearance", institution.pk)


def _page(request: HttpRequest, institution: Institution, form: AppearanceForm, *, status: int = 200) -> HttpResponse:
    context = {"institution": institution, "form": form}
    return render(request, "meetings/appearance.html", context, status=status)


@require_safe
def accent(request: HttpRequest, pk: int) -> HttpResponse:
    """The style sheet of an institution's colour; empty where it has none."""
    row = selectors.institution_or_404(pk)
    words = colours.sheet(row.accent, row.accent_dark)
    return _asset(request, words.encode(), "text/css; charset=utf-8", colours.tag_of(row.accent, row.accent_dark))


@require_safe
def crest(request: HttpRequest, pk: int) -> HttpResponse:
    """The crest as a PNG."""
    row = selectors.crest_or_404(pk)
    return _asset(request, bytes(row.data), "image/png", row.institution.crest_tag)


def _asset(request: HttpRequest, content: bytes, kind: str, tag: str) -> HttpResponse:
    """Kept for good by whoever asks for just this state, asked for anew by everybody else."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Cache-Control"] = FOR_GOOD if request.GET.get("v") == tag else FOR_NOW
    for header, value in {**NEVER_A_PAGE, "ETag": f'"{tag}"'}.items():
        response.headers[header] = value
    response.for_everybody = True  # type: ignore[attr-defined]
    return get_conditional_response(request, etag=f'"{tag}"', response=response) or response
