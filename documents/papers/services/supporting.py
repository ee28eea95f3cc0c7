"""Members stand behind a motion: asked by its author, confirmed by themselves, withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.papers import events
from documents.papers.models import Paper, Supporter
from documents.papers.selectors.motions import members_to_ask
from documents.papers.services.base import lock_paper
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.permissions import Actor, require


@transaction.atomic
def ask_supporter(*, paper: Paper, person: int, actor: Actor) -> Supporter:
    """Ask a member of the body to support a motion (um Unterstützung bitten); they may read it from now on.

    404 for somebody who holds no voting seat in the body; 409 `supporter.asked` for one who is asked already, or wrote
    it.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.ask_supporter", paper)
    found = next((one for one in members_to_ask(paper, everybody=True) if one.pk == person), None)
    if found is None:
        raise not_found()
    if found.user_id == paper.author_id or paper.supporters.filter(person=found).exists():
        raise DomainError("supporter.asked", _("This person is asked already, or wrote it."))
    row = Supporter.objects.create(paper=paper, person=found, asked_at=timezone.now())
    record(paper, events.SUPPORTER_ASKED, actor=actor, secrets={"name": found.name})
    return row


@transaction.atomic
def support_paper(*, paper: Paper, seen: int, actor: Actor) -> Supporter:
    """Confirm that one supports a motion (unterstützen), in the words that were looked at: 409
    `paper.changed_meanwhile` for other ones.
    """
    paper, actor = lock_paper(paper, actor)
    row = paper.supporters.select_related("person").filter(person=actor.person_id or 0).first()
    require(actor, "documents.support_paper", row or paper)
    assert row is not None
    if seen != paper.version:
        says = _("Somebody has changed this paper since you looked at it. Read it again, please.")
        raise DomainError("paper.changed_meanwhile", says)
    row.confirmed_at, row.supported_version = timezone.now(), paper.version
    row.save(update_fields=["confirmed_at", "supported_version"])
    record(paper, events.SUPPORTER_CONFIRMED, actor=actor, secrets={"name": row.person.name}, version=paper.version)
    return row


@transaction.atomic
def withdraw_support(*, supporter: Supporter, actor: Actor) -> Paper:
    """Take support back, or decline it; the author and the office may take a request back (Unterstützung
    zurückziehen).
    """
    paper, actor = lock_paper(supporter.paper_id, actor)
    row = paper.supporters.select_related("person").filter(pk=supporter.pk).first()
    if row is None:
        raise not_found()
    row.paper = paper
    require(actor, "documents.withdraw_support", row)
    record(paper, events.SUPPORTER_WITHDRAWN, actor=actor, secrets={"name": row.person.name})
    row.delete()
    return paper
