"""Who has put a proposal, for the clerk of the body whose office keeps it and for nobody else."""

from __future__ import annotations

from documents.papers.models import Paper, Proposer
from meetings.enums import Role
from meetings.permissions import Actor


def proposer_of(paper: Paper, actor: Actor) -> Proposer | None:
    """Name and address, where the actor is the clerk of the body that keeps the paper."""
    if Role.CLERK not in actor.roles or actor.body_id != paper.body_id:
        return None
    return Proposer.objects.filter(paper=paper).first()
