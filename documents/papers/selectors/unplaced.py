"""Papers that a body has before it and no agenda yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from agenda.enums import ChangeKind, ItemState
from agenda.models import AgendaChange
from documents.papers.enums import Outcome, PaperState
from documents.papers.models import Consultation, Paper, PaperVersion
from documents.papers.selectors.access import papers_for
from documents.papers.selectors.outcomes import MEETING_OVER
from meetings.models import Body


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper with its station that waits, and what came of the last time; `is_unchecked` says that it cannot stand in
    the public part yet.
    """

    row: Consultation
    paper: Paper
    subject: str
    was: Outcome | None = None
    is_unchecked: bool = False


def waiting_for(body: Body, user: Any) -> list[Waiting]:
    """The released papers with a station of this body that has no item, or whose item was postponed, referred or left;
    those that came first stand first. Two queries.
    """
    later = Consultation.objects.filter(paper=OuterRef("paper"), body=OuterRef("body"), position=OuterRef("position"))
    left = Q(item__state=ItemState.PENDING, item__meeting__state__in=MEETING_OVER)
    rows = Consultation.objects.filter(
        Q(item__isnull=True) | Q(item__state=ItemState.POSTPONED) | left,
        ~Exists(later.filter(pk__gt=OuterRef("pk"))),
        body=body,
        paper__state=PaperState.RELEASED,
        paper__in=papers_for(user).values("pk"),
    )
    referred = AgendaChange.objects.filter(item=OuterRef("item"), kind=ChangeKind.REFERRED)
    found = list(
        rows.annotate(is_referred=Exists(referred))
        .select_related("paper__type", "item__meeting")
        .order_by("paper__number", "pk")
    )
    newest = PaperVersion.objects.filter(paper__in=[row.paper_id for row in found]).order_by("seq")
    subjects = dict(newest.values_list("paper", F("content__subject")))
    return [_waiting(row, subjects.get(row.paper_id, "")) for row in found]


def _waiting(row: Any, subject: str) -> Waiting:
    unchecked = row.paper.is_public and row.paper.public_seq is None
    return Waiting(row, row.paper, subject, _was(row), unchecked)


def _was(row: Any) -> Outcome | None:
    if row.item is None:
        return None
    if row.item.state == ItemState.PENDING:
        return Outcome.LEFT
    return Outcome.REFERRED if row.is_referred else Outcome.POSTPONED
