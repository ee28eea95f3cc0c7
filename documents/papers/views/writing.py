"""Papers are written: a new one, and what is changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from documents.papers import selectors, services
from documents.papers.enums import PaperState
from documents.papers.forms import PaperForm
from documents.papers.models import Paper, PaperType
from documents.papers.selectors.motions import deadlines_of, factions_for
from meetings.enums import Role
from meetings.errors import DomainError, not_found
from meetings.fields import is_whole
from meetings.models import Body
from meetings.permissions import Actor, require
from meetings.selectors import body_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A new paper of a kind (`?kind=`), perhaps to another one (`?to=`)."""
    actor, body = body_or_404(request.user, pk)
    kind, parent = _kind(request, actor, body), _parent(request)
    given = request.POST if request.method == "POST" else None
    form = PaperForm(
        given,
        instance=Paper(type=kind),
        kind=kind,
        is_office=Role.CLERK in actor.roles,
        factions=factions_for(actor, body),
    )
    status = 200
    if given is not None and form.is_valid():
        try:
            new = services.add_paper(body=body, type=kind.pk, parent=parent, actor=actor, **form.said())
            messages.success(request, _("The draft is stored. Only its author and the clerk see it."))
            return redirect(new)
        except DomainError as error:
            form.refuse(error)
            status = error.status
    elif given is not None:
        status = 400
    deadlines = deadlines_of(request.user, body, kind)
    context = {"form": form, "body": body, "kind": kind, "parent": parent, "deadlines": deadlines}
    return render(request, "documents/papers/paper_form.html", context, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is written; somebody else's change meanwhile is said, never overwritten."""
    actor, paper, _access = selectors.paper_or_404(request.user, pk)
    require(actor, "documents.edit_paper", paper)
    form = _form(request, actor, paper)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_paper(paper=paper, version=form.cleaned_data["version"] or 0, actor=actor, **form.said())
            messages.success(request, _("Saved."))
            return redirect(paper)
        except DomainError as error:
            form.refuse(error)
            status = error.status
            if status == 409:  # whoever has read what is stored may save over it
                form.data = {**request.POST.dict(), "version": paper.version}
    elif request.method == "POST":
        status = 400
    context = {"form": form, "paper": paper, "body": paper.body, "kind": paper.type}
    return render(request, "documents/papers/paper_form.html", context, status=status)


def _form(request: HttpRequest, actor: Actor, paper: Paper) -> PaperForm:
    return PaperForm(
        request.POST if request.method == "POST" else None,
        instance=Paper.objects.get(pk=paper.pk),
        initial={"version": paper.version},
        kind=paper.type,
        is_office=Role.CLERK in actor.roles,
        is_released=paper.state == PaperState.RELEASED,
        factions=factions_for(actor, paper.body) if paper.state == PaperState.DRAFT else None,
    )


def _kind(request: HttpRequest, actor: Actor, body: Body) -> PaperType:
    """The kind that was chosen, which this person may write; the first of those where none was chosen."""
    may: list[PaperType] = selectors.kinds_for(request.user, body)
    wanted: Any = request.GET.get("kind", "")
    kind = next((kind for kind in may if str(kind.pk) == wanted), may[0] if may and not wanted else None)
    if kind is None:
        require(actor, "documents.add_paper", PaperType())
        raise not_found()
    require(actor, "documents.add_paper", kind)
    return kind


def _parent(request: HttpRequest) -> Paper | None:
    wanted = request.GET.get("to", "")
    return selectors.paper_or_404(request.user, int(wanted))[1] if is_whole(wanted) else None
