"""Who puts proposals as a citizen (Anregungen, GO NRW section 24): taken down by the office, and forgotten."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.papers import events
from documents.papers.models import Paper, Proposer
from documents.papers.services.base import lock_paper
from meetings.errors import DomainError
from meetings.journal import record
from meetings.permissions import Actor, require
from meetings.services.kept import check_fields


@transaction.atomic
def keep_proposer(
    *,
    paper: Paper,
    name: str,
    received_on: date,
    address: str = "",
    acknowledged_on: date | None = None,
    actor: Actor,
) -> Paper:
    """Take down who puts a proposal, when it came and when that was acknowledged; what stood there is replaced.

    The journal says that it was done and not who it is. 400 `data.invalid`, `proposer.acknowledged_before`.
    """
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.keep_proposer", paper)
    row = Proposer.objects.filter(paper=paper).first() or Proposer(paper=paper)
    row.name, row.address, row.received_on, row.acknowledged_on = name, address, received_on, acknowledged_on
    check_fields(row, ["paper"])
    if acknowledged_on is not None and acknowledged_on < received_on:
        says = _("It cannot be acknowledged before it was received.")
        raise DomainError("proposer.acknowledged_before", says, status=400)
    row.save()
    record(paper, events.PROPOSER_KEPT, actor=actor)
    return paper


@transaction.atomic
def forget_proposer(*, paper: Paper, actor: Actor) -> Paper:
    """Erase who put a proposal (Angaben löschen); the paper stays. 409 `proposer.unknown` when nobody stands there."""
    paper, actor = lock_paper(paper, actor)
    require(actor, "documents.forget_proposer", paper)
    gone, _rows = Proposer.objects.filter(paper=paper).delete()
    if not gone:
        raise DomainError("proposer.unknown", _("Nobody stands there."))
    record(paper, events.PROPOSER_FORGOTTEN, actor=actor)
    return paper
