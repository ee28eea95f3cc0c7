"""Motions and inquiries of members: for whom, who stands behind them, until when, and what they led to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.papers.claims import has_to_be_included
from documents.papers.deadlines import last_day_before
from documents.papers.enums import Origin, PaperState
from documents.papers.models import Paper, PaperType, Supporter
from documents.papers.selectors.access import Access, paper_or_404, papers_for
from documents.papers.selectors.pages import PaperRow, row_of
from meetings.enums import VOTING_ROLES, MeetingState, Role
from meetings.models import Body, Faction, Meeting, Membership, Person
from meetings.names import by_name
from meetings.permissions import Actor
from meetings.selectors.core import visible_meetings

UNSIGNED = (PaperState.DRAFT, PaperState.HANDED_IN)
NEXT = 2


def supporter_or_404(user: Any, pk: int) -> tuple[Actor, Supporter, Access]:
    """One who was asked to support a paper, with the rights in the paper."""
    found = Supporter.objects.filter(pk=pk).first()
    actor, paper, access = paper_or_404(user, found.paper_id if found else 0)
    assert found is not None
    found.paper = paper
    return actor, found, access


def factions_for(actor: Actor, body: Body) -> QuerySet[Faction]:
    """On behalf of which factions somebody may write: their own of today; the clerk for each of the institution."""
    if Role.CLERK in actor.roles:
        return Faction.objects.filter(term__institution=body.institution_id)
    held = Membership.objects.on(timezone.localdate()).filter(
        person=actor.person_id or 0, body__institution=body.institution_id, faction__isnull=False
    )
    return Faction.objects.filter(pk__in=held.values("faction"))


def members_to_ask(paper: Paper, *, everybody: bool = False) -> list[Person]:
    """Who holds a voting seat in the paper's body, in the order of names, but for its author and those who are asked
    already.
    """
    held = Membership.objects.on(timezone.localdate()).filter(body=paper.body_id, role__in=VOTING_ROLES)
    people = Person.objects.filter(pk__in=held.values("person"))
    if not everybody:
        people = people.exclude(pk__in=paper.supporters.values("person")).exclude(user=paper.author_id)
    return sorted(people, key=by_name)


@dataclass(frozen=True, slots=True)
class Backing:
    """Who stands behind a motion: those who were asked, how many confirmed, and whether the chair has to put it on the
    agenda (GO NRW section 48(1)).
    """

    supporters: list[Supporter]
    confirmed: int
    is_binding: bool


def backing_of(paper: Paper) -> Backing | None:
    """What stands on the page of a motion or an inquiry; None for papers of the office."""
    if paper.type.origin != Origin.MEMBERS:
        return None
    rows = list(paper.supporters.select_related("person"))
    held = Membership.objects.on(timezone.localdate()).filter(body=paper.body_id, role__in=VOTING_ROLES)
    seated = set(held.values_list("person", flat=True))
    author = getattr(paper.author, "person", None)
    confirmed = {row.person_id for row in rows if row.confirmed_at}
    backers = len(seated & (confirmed | ({author.pk} if author else set())))
    by_faction = paper.faction_id is not None
    binds = has_to_be_included(backers, paper.body.statutory_seats, by_faction=by_faction)
    return Backing(rows, len(confirmed), binds)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when something has to be handed in for a coming meeting, and whether this is over, or was when it was."""

    meeting: Meeting
    day: date
    is_over: bool


def deadlines_of(user: Any, body: Body, kind: PaperType, handed_in: Any = None) -> list[Deadline]:
    """The last days for the next meetings of a body that this user may know of; none where the kind has no such
    period.
    """
    if not kind.hand_in_days:
        return []
    coming = visible_meetings(user).filter(
        body=body, starts_at__gt=timezone.now(), state__in=[MeetingState.DRAFT, MeetingState.CONVENED]
    )
    by = timezone.localtime(handed_in).date() if handed_in else timezone.localdate()
    return [_deadline(meeting, kind, by) for meeting in coming.order_by("starts_at", "pk")[:NEXT]]


def _deadline(meeting: Meeting, kind: PaperType, by: date) -> Deadline:
    day = last_day_before(timezone.localtime(meeting.starts_at).date(), kind.hand_in_days)
    return Deadline(meeting, day, by > day)


def relatives_of(paper: Paper, user: Any) -> tuple[list[PaperRow], list[PaperRow]]:
    """To which paper this one belongs, and what belongs to it (answers, supplements), as far as this user reads
    them.
    """
    near = Q(parent=paper.pk) | Q(pk=paper.parent_id or 0)
    found = list(papers_for(user).filter(near).prefetch_related("versions").order_by("created_at", "pk"))
    above = [row_of(one) for one in found if one.pk == paper.parent_id]
    return above, [row_of(one) for one in found if one.pk != paper.parent_id]


def answering_kinds(paper: Paper, kinds: Iterable[PaperType]) -> list[PaperType]:
    """The kinds with which one goes on from a paper: answers and supplements; from one with a number only."""
    return [kind for kind in kinds if kind.depends] if paper.number else []


def asked_of(person_id: int) -> QuerySet[Supporter]:
    """The papers that this person is asked to support and has not confirmed yet."""
    rows = Supporter.objects.filter(person=person_id, confirmed_at=None, paper__state__in=UNSIGNED)
    return rows.select_related("paper__type", "paper__author__person").order_by("asked_at", "pk")
