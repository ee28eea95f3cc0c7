"""What the services of papers share: the lock, whether a paper is complete, a ground that must not be missing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.papers.models import Paper, PaperFile
from documents.papers.selectors.access import Access, access_to
from meetings.errors import DomainError, not_found
from meetings.permissions import Actor
from meetings.services import lock
from meetings.typed import one_line

GROUND_LENGTH = Paper._meta.get_field("ground").max_length or 0


def lock_paper(paper: Paper | int, actor: Actor) -> tuple[Paper, Actor]:
    """Lock a paper and its journal, and read it and the actor's rights in the body that keeps it anew; 404 for
    whoever may not know of it. Before a meeting: nobody locks a meeting and then a paper.
    """
    fresh, actor = lock(paper if isinstance(paper, Paper) else Paper(pk=paper), actor)
    if access_to(fresh, actor) == Access.NONE:
        raise not_found()
    return fresh, actor


def ground_of(ground: str) -> str:
    """A ground in one line; 400 `paper.ground_missing`, `data.invalid`."""
    words = one_line(ground)
    if not words:
        raise DomainError("paper.ground_missing", _("Say why; it is read with the paper."), status=400)
    if len(words) > GROUND_LENGTH:
        raise DomainError("data.invalid", _("The ground is too long."), status=400)
    return words


def check_complete(paper: Paper) -> None:
    """Refuse a paper without words to deliberate on (REQ-21): 409 `paper.incomplete`."""
    has_annex = PaperFile.objects.kept().filter(paper=paper).exists()
    if paper.type.decides and not paper.draft_resolution.strip():
        says = _("The draft resolution is missing: what is the body to vote on?")
        raise DomainError("paper.incomplete", says)
    if not (paper.facts.strip() or paper.draft_resolution.strip() or has_annex):
        raise DomainError("paper.incomplete", _("The paper is empty: write something, or add an annex."))
