"""Which papers wait for their author and for the office that keeps them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Window
from django.db.models.functions import RowNumber

from documents.papers.enums import PaperState, SignOffState
from documents.papers.models import Paper
from documents.papers.selectors.access import in_running_round

AT_MOST = 8
"""Of each kind; the list of papers has them all."""


def waiting_papers(user: Any, bodies: Collection[int]) -> dict[str, list[Any]]:
    """By their state the papers that this author has back after a refusal (with it as `refusals`), while nothing new
    was sent round, and those that the offices of these bodies have to go on with: handed in, signed by all, or released
    and not looked through for personal data. At most so many of each, the oldest first; two queries.
    """
    refused = in_running_round().filter(state=SignOffState.REFUSED)
    back = Q(Exists(refused.filter(paper=OuterRef("pk"))), state=PaperState.DRAFT, author=user)
    unchecked = Q(state=PaperState.RELEASED, is_public=True, public_seq=None, depublished_at=None)
    here = Q(state__in=[PaperState.HANDED_IN, PaperState.CLEARED]) | unchecked
    place = Window(
        RowNumber(), partition_by=F("state"), order_by=[F("handed_in_at").asc(nulls_last=True), F("pk").asc()]
    )
    rows = Paper.objects.filter(back | (here & Q(body__in=bodies))).annotate(place=place).filter(place__lte=AT_MOST)
    why = Prefetch("sign_offs", refused.select_related("person", "decided_by__person"), to_attr="refusals")
    found: dict[str, list[Any]] = {}
    for paper in rows.select_related("type").prefetch_related(why).order_by("place"):
        found.setdefault(paper.state, []).append(paper)
    return found
