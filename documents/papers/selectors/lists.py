"""Lists of papers, and what can be chosen for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from documents.papers.enums import Origin, PaperState
from documents.papers.models import Consultation, Paper, PaperType, Supporter
from documents.papers.selectors.access import papers_for, with_words
from meetings.enums import Role
from meetings.models import Body, Membership


@dataclass(frozen=True, slots=True)
class PapersSought:
    """What a list of papers is to show."""

    words: str = ""
    kind: int | None = None
    state: str = ""
    body: int | None = None
    mine: bool = False


def papers_sought(user: Any, sought: PapersSought) -> QuerySet[Paper]:
    """The papers that this user gets and seeks, the newest first, with stations and versions; three queries."""
    found = with_words(papers_for(user), sought.words)
    if sought.kind:
        found = found.filter(type=sought.kind)
    if sought.state in PaperState.values:
        found = found.filter(state=sought.state)
    if sought.body:
        found = found.filter(Q(body=sought.body) | Q(consultations__body=sought.body)).distinct()
    if sought.mine:
        found = found.filter(_of_mine(user))
    stations = Consultation.objects.select_related("body", "item__meeting").order_by("position", "pk")
    return found.prefetch_related(Prefetch("consultations", stations, to_attr="stations"), "versions")


def _of_mine(user: Any) -> Q:
    """What this user has written or supports; nothing for the public."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(author=user.pk) | Q(Exists(Supporter.objects.filter(paper=OuterRef("pk"), person__user=user.pk)))


def offices_of(user: Any) -> list[Body]:
    """The bodies whose office this user runs, and those in which they may hand something in."""
    held = Membership.objects.on(timezone.localdate()).filter(person__user=user)
    bodies = Body.objects.filter(pk__in=held.values("body"), ended_on__isnull=True)
    return list(bodies.select_related("institution").order_by("name"))


def kinds_for(user: Any, body: Body) -> list[PaperType]:
    """The kinds of papers that this user may write in a body."""
    kinds = PaperType.objects.filter(institution=body.institution_id, is_used=True)
    roles = set(
        Membership.objects.on(timezone.localdate()).filter(person__user=user, body=body).values_list("role", flat=True)
    )
    return list(kinds if Role.CLERK in roles else kinds.filter(origin=Origin.MEMBERS) if roles else kinds.none())
