"""Which papers wait for somebody: for their signature, for them as the author, for them as the clerk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from documents.papers.enums import PaperState, SignOffState
from documents.papers.models import Paper, SignOff
from documents.papers.selectors.access import in_running_round

AT_MOST = 8
"""Of each kind; the list of papers has them all."""


def sent_back_to(user: Any) -> list[SignOff]:
    """The refusals because of which this author has a paper back as a draft, while nothing new was sent round."""
    rows = in_running_round().filter(state=SignOffState.REFUSED, paper__state=PaperState.DRAFT, paper__author=user)
    return list(rows.select_related("paper__type", "person", "decided_by__person").order_by("-decided_at")[:AT_MOST])


def handed_in_at(bodies: Iterable[int]) -> list[Paper]:
    """What lies with the offices of these bodies, the longest first."""
    return _of(bodies, PaperState.HANDED_IN).order_by("handed_in_at", "pk")[:AT_MOST]


def cleared_at(bodies: Iterable[int]) -> list[Paper]:
    """What all have signed and the offices of these bodies may release."""
    return _of(bodies, PaperState.CLEARED).order_by("pk")[:AT_MOST]


def unchecked_at(bodies: Iterable[int]) -> list[Paper]:
    """Released as public, but not yet looked through for personal data; what was taken from the public is left out."""
    rows = _of(bodies, PaperState.RELEASED).filter(is_public=True, public_seq=None, depublished_at=None)
    return rows.order_by("pk")[:AT_MOST]


def _of(bodies: Iterable[int], state: PaperState) -> Any:
    found: QuerySet[Paper] = Paper.objects.filter(body__in=bodies, state=state)
    return found.select_related("type", "body")
