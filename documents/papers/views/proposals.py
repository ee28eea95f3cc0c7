"""Who puts a proposal as a citizen, for the office."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from documents.papers import services
from documents.papers.forms import ProposerForm
from documents.papers.models import Proposer
from documents.papers.selectors import paper_or_404
from documents.papers.selectors.proposals import proposer_of
from meetings.errors import DomainError
from meetings.permissions import require


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep_proposer(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, address, when it came and when that was acknowledged."""
    actor, paper, _access = paper_or_404(request.user, pk)
    require(actor, "documents.keep_proposer", paper)
    known = proposer_of(paper, actor)
    form = ProposerForm(request.POST if request.method == "POST" else None, instance=known or Proposer(paper=paper))
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.keep_proposer(paper=paper, actor=actor, **form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
            status = error.status
        else:
            messages.success(request, _("Saved."))
            return redirect(paper)
    context = {"paper": paper, "form": form, "known": known}
    return render(request, "documents/papers/proposer.html", context, status=status)
