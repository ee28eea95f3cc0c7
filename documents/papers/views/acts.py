"""Doors to what happens to papers, one line each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from documents.papers import services
from documents.papers.selectors import consultation_or_404, paper_or_404
from documents.papers.selectors.motions import supporter_or_404
from documents.papers.views.door import answered, deal
from meetings.errors import DomainError
from meetings.fields import flag, key, key_if_sent, number, text
from meetings.http import answer, takes_files, wants_json
from meetings.permissions import require
from meetings.selectors import meeting_or_404

hand_in_paper = deal("paper", services.hand_in_paper, gettext_lazy("Handed in; the number acknowledges it."))
release_paper = deal(
    "paper",
    services.release_paper,
    gettext_lazy("Released. Everybody who may read this paper has this version now."),
    is_public=flag(),
    checked=flag(),
    note=text,
    seen=number,
)
ask_supporter = deal("paper", services.ask_supporter, gettext_lazy("Asked; they may read it now."), person=key)
support_paper = deal("paper", services.support_paper, gettext_lazy("You support it."), seen=number)
withdraw_support = deal(
    "supporter", services.withdraw_support, gettext_lazy("The support is withdrawn."), find=supporter_or_404
)
forget_proposer = deal("paper", services.forget_proposer, gettext_lazy("The name and the address are erased."))
publish_paper = deal("paper", services.publish_paper, gettext_lazy("The public has this version now."))
depublish_paper = deal(
    "paper", services.depublish_paper, gettext_lazy("The public no longer has this paper."), ground=text
)
withdraw_paper = deal("paper", services.withdraw_paper, gettext_lazy("Withdrawn."), ground=text)
plan_consultation = deal(
    "paper", services.plan_consultation, gettext_lazy("The body is on the paper's way."), body=key, role=text
)
remove_consultation = deal(
    "consultation", services.remove_consultation, gettext_lazy("The body is off the paper's way.")
)
take_off_agenda = deal("consultation", services.take_off_agenda, gettext_lazy("The paper is off that agenda."))
remove_annex = deal("annex", services.remove_annex, gettext_lazy("The annex is off; earlier versions keep it."))
move_annex = deal("annex", services.move_annex, gettext_lazy("The order is changed."), up=flag())


@require_POST
def put_on_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a paper on the agenda of a meeting, as an item of its own or on one that is there."""
    actor, station, _access = consultation_or_404(request.user, pk)
    meeting = meeting_or_404(request.user, key(request.POST, "meeting"))[1]
    item = key_if_sent(request.POST, "item")
    done = services.put_on_agenda(consultation=station, meeting=meeting, item=item, actor=actor)
    if request.POST.get("back") == "agenda" and done.item is not None:
        return answer(request, meeting, f"{reverse('agenda:agenda', args=[meeting.pk])}#item-{done.item.pk}")
    return answered(request, done.paper, _("The paper stands on the agenda."))


@require_POST
def discard_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft without a number away."""
    actor, paper, _access = paper_or_404(request.user, pk)
    services.discard_paper(paper=paper, actor=actor)
    if wants_json(request):
        return JsonResponse({"paper": pk})
    messages.success(request, _("The draft is thrown away."))
    return redirect("documents:papers")


def may_attach(user: Any, pk: int) -> None:
    """What `attach_annex` asks before it looks at any file."""
    actor, paper, _access = paper_or_404(user, pk)
    require(actor, "documents.attach_annex", paper)


@takes_files(may_attach)
@login_required
@require_POST
def attach_annex(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one or several annexes; each for itself, a refused one keeps nothing from the others."""
    actor, paper, _access = paper_or_404(request.user, pk)
    require(actor, "documents.attach_annex", paper)
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise DomainError("file.missing", _("Choose a file first."), status=400)
    said = {
        "confidential": flag()(request.POST, "confidential"),
        "stands_for": key_if_sent(request.POST, "stands_for"),
        "title": text(request.POST, "title") if len(uploads) == 1 else "",
    }
    refused = []
    for upload in uploads:
        try:
            services.attach_annex(paper=paper, upload=upload, actor=actor, **said)
        except DomainError as error:
            if len(uploads) == 1:
                raise
            refused.append(f"{upload.name}: {error}")
    for words in refused:
        messages.error(request, words)
    return answered(request, paper, _("{number} added.").format(number=len(uploads) - len(refused)))
