"""The kinds of papers as those see them who keep them, and which number would come next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from documents.papers.models import PaperSeries, PaperType
from documents.papers.numbering import number_in, series_of
from meetings.enums import Role
from meetings.errors import not_found
from meetings.models import Institution, Membership, Term
from meetings.permissions import Actor
from meetings.selectors import actor_for

OFFICE = "20"
"""The sign of an office with which a number is shown before there is a paper."""


def keeper_of_kinds(user: Any, institution: Institution) -> Actor:
    """What somebody is in the first body of the institution whose clerk they are, else in none."""
    held = Membership.objects.none()
    if getattr(user, "is_authenticated", False):
        held = Membership.objects.on(timezone.localdate()).filter(person__user=user, role=Role.CLERK)
    bodies = held.filter(body__institution=institution, body__rehearsal_of=None).order_by("body")
    return actor_for(user, body_id=bodies.values_list("body", flat=True).first())


def institution_or_404(user: Any, pk: int) -> tuple[Actor, Institution]:
    """An institution, and what somebody is who keeps its kinds of papers."""
    found = Institution.objects.filter(pk=pk).first()
    if found is None:
        raise not_found()
    return keeper_of_kinds(user, found), found


def kind_or_404(user: Any, pk: int) -> tuple[Actor, PaperType]:
    """A kind of paper, and what somebody is who keeps it."""
    found = PaperType.objects.select_related("institution").filter(pk=pk).first()
    if found is None:
        raise not_found()
    return keeper_of_kinds(user, found.institution), found


def kept_institutions(user: Any) -> list[Institution]:
    """The institutions whose kinds of papers this user keeps."""
    if not user.is_authenticated:
        return []
    if user.is_superuser:
        return list(Institution.objects.order_by("name"))
    held = Membership.objects.on(timezone.localdate()).filter(
        person__user=user, role=Role.CLERK, body__rehearsal_of=None
    )
    return list(Institution.objects.filter(bodies__in=held.values("body")).distinct().order_by("name"))


def parts_of_numbers(kind: PaperType, office: str) -> dict[str, str]:
    """What is put into the pattern of a kind today."""
    return _parts(kind, office, _term_of(kind.institution_id))


def next_number(kind: PaperType) -> str:
    """The number that the next paper of this kind would have; nothing is taken."""
    return next_numbers(kind.institution_id, [kind])[0]


def next_numbers(institution: int, kinds: Sequence[PaperType]) -> list[str]:
    """The next numbers of these kinds, of an office with the sign 20 where the pattern names one; two queries."""
    term = _term_of(institution)
    series = [series_of(kind.pattern, _parts(kind, OFFICE, term)) for kind in kinds]
    last = dict(PaperSeries.objects.filter(institution=institution, key__in=series).values_list("key", "last"))
    return [number_in(key, last.get(key, 0) + 1) for key in series]


def _term_of(institution: int) -> str:
    """The name of the term that runs; empty where there is none."""
    begun = Term.objects.filter(institution=institution, starts_on__lte=timezone.localdate())
    return begun.order_by("-starts_on").values_list("name", flat=True).first() or ""


def _parts(kind: PaperType, office: str, term: str) -> dict[str, str]:
    today = timezone.localdate()
    return {
        "term": term,
        "year": f"{today.year}",
        "yy": f"{today.year % 100:02}",
        "office": office,
        "kind": kind.kind,
    }
