"""The kinds of papers of an institution, for its clerks and the administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.papers import services
from documents.papers.forms import KindForm
from documents.papers.models import PaperType
from documents.papers.selectors.kinds import institution_or_404, kind_or_404, next_number, next_numbers
from meetings.errors import DomainError
from meetings.fields import flag
from meetings.permissions import require


@never_cache
@login_required
@require_safe
def paper_kinds(request: HttpRequest, pk: int) -> HttpResponse:
    """All kinds in their order, each with its next number."""
    actor, institution = institution_or_404(request.user, pk)
    require(actor, "documents.see_paper_kinds")
    kinds = list(institution.paper_types.all())
    context = {"institution": institution, "kinds": zip(kinds, next_numbers(institution.pk, kinds), strict=True)}
    return render(request, "documents/papers/kinds.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_paper_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """A new kind."""
    actor, institution = institution_or_404(request.user, pk)
    require(actor, "documents.add_paper_kind")
    new = PaperType(institution=institution, pattern="{serial:04}/{year}")
    do = lambda data: services.add_paper_kind(institution=institution, actor=actor, **data)  # noqa: E731
    return _form(request, new, do)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_paper_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, numbers and what holds for a kind."""
    actor, kind = kind_or_404(request.user, pk)
    require(actor, "documents.edit_paper_kind")
    return _form(request, kind, lambda data: services.edit_paper_kind(paper_kind=kind, actor=actor, **data))


def _form(request: HttpRequest, kind: PaperType, do: Any) -> HttpResponse:
    """The form of a kind; `preview` shows the next number and saves nothing."""
    form = KindForm(request.POST if request.method == "POST" else None, instance=kind)
    status, preview = (400, "") if form.is_bound else (200, next_number(kind))
    if form.is_bound and form.is_valid():
        status, preview = 200, next_number(form.likeness)
        if "preview" not in request.POST:
            try:
                do(form.cleaned_data)
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("Saved."))
                return redirect("documents:see_paper_kinds", kind.institution_id)
    context = {"kind": kind, "form": form, "preview": preview, "institution": kind.institution}
    return render(request, "documents/papers/kind_form.html", context, status=status)


@login_required
@require_POST
def move_paper_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    actor, kind = kind_or_404(request.user, pk)
    services.move_paper_kind(paper_kind=kind, up=flag()(request.POST, "up"), actor=actor)
    return redirect("documents:see_paper_kinds", kind.institution_id)


@login_required
@require_POST
def retire_paper_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer to be written, or again."""
    actor, kind = kind_or_404(request.user, pk)
    services.retire_paper_kind(paper_kind=kind, retired=flag()(request.POST, "retired"), actor=actor)
    return redirect("documents:see_paper_kinds", kind.institution_id)
