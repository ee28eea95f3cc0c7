"""The chain of those who sign a paper off: whose turn it is, who could sign, what stands on the page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from documents.papers.enums import PaperState, SignOffState
from documents.papers.models import Paper, SignOff
from documents.papers.selectors.access import Access, access_to, in_running_round
from meetings.errors import not_found
from meetings.models import Membership, Person
from meetings.names import by_name
from meetings.permissions import Actor
from meetings.selectors import actor_for

IN_SIGN_OFF = (PaperState.SIGN_OFF, PaperState.CLEARED)


def signing_or_404(user: Any, pk: int) -> tuple[Actor, Paper, Access]:
    """A paper for whoever signs it off: as `paper_or_404`, and also for somebody of its last round whose right has
    ended, or when that round is over; they are told so.
    """
    paper = Paper.objects.select_related("journal", "institution", "body", "type").filter(pk=pk).first()
    if paper is None:
        raise not_found()
    actor = actor_for(user, body_id=paper.body_id)
    access = access_to(paper, actor)
    if access == Access.NONE and row_for(paper, actor.person_id) is None:
        raise not_found()
    return actor, paper, access


def row_for(paper: Paper, person_id: int | None) -> SignOff | None:
    """The row of the last round which this person may decide, the one that waits first; None for somebody else."""
    if person_id is None:
        return None
    rows = in_running_round().filter(Q(person=person_id) | Q(deputy=person_id), paper=paper)
    found = list(rows.select_related("person", "deputy").order_by("step", "pk"))
    return min(found, key=lambda row: (row.state != SignOffState.WAITING, row.due_on is None), default=None)


def may_sign(paper: Paper, people: Collection[int]) -> dict[int, tuple[Person, bool]]:
    """Of these people those known to the paper's institution, by their ids, each with whether they may sign: they have
    an account and belong to a body of the institution today. Whoever was never in one is left out.
    """
    known = _of_institution(paper)
    today = known & Q(pk__in=Membership.objects.on(timezone.localdate()).values("pk"))
    rows = Person.objects.filter(Exists(Membership.objects.filter(known, person=OuterRef("pk"))), pk__in=people)
    now = rows.annotate(belongs=Exists(Membership.objects.filter(today, person=OuterRef("pk")))).select_related("user")
    return {row.pk: (row, bool(row.belongs and row.user and row.user.is_active)) for row in now}


def people_to_ask(paper: Paper) -> list[Person]:
    """Who could sign this paper, in the order of names."""
    held = Membership.objects.on(timezone.localdate()).filter(_of_institution(paper)).values("person")
    return sorted(Person.objects.filter(pk__in=held, user__is_active=True), key=by_name)


def _of_institution(paper: Paper) -> Q:
    """The memberships of bodies to which a paper of this one could go: rehearsals keep to themselves."""
    return Q(body__institution=paper.institution_id, body__rehearsal_of=paper.body.rehearsal_of_id)


@dataclass(frozen=True, slots=True)
class Round:
    """One round of sign-off as it stands on the page: its steps in order, each with those who sign side by side."""

    number: int
    steps: list[list[SignOff]]


def rounds_of(paper: Paper, access: Access) -> list[Round]:
    """The rounds of sign-off, the newest first: all of them for who works on the paper, the last for who signs it,
    none for others.
    """
    if access < Access.SHOWN or (access == Access.SHOWN and paper.state not in IN_SIGN_OFF):
        return []
    rows = SignOff.objects.filter(paper=paper) if access == Access.WORK else in_running_round().filter(paper=paper)
    found = rows.select_related("person", "deputy", "decided_by__person").order_by("-round", "step", "pk")
    return [Round(number, _steps(chain)) for number, chain in groupby(found, key=lambda row: row.round)]


def _steps(chain: Any) -> list[list[SignOff]]:
    return [list(rows) for _step, rows in groupby(chain, key=lambda row: row.step)]


def waiting_for(person_id: int) -> QuerySet[SignOff]:
    """What waits for the signature of this person, or of them as a deputy, what is due first before."""
    rows = SignOff.objects.filter(
        Q(person=person_id) | Q(deputy=person_id),
        paper__state=PaperState.SIGN_OFF,
        state=SignOffState.WAITING,
        due_on__isnull=False,
    )
    return rows.select_related("paper__type", "person").order_by("due_on", "pk")


def refused_in_round_of(person_id: int) -> QuerySet[SignOff]:
    """Refusals in a paper's last round in which this person was to sign, while nothing new has been done about it."""
    mine = SignOff.objects.filter(
        Q(person=person_id) | Q(deputy=person_id), paper=OuterRef("paper"), round=OuterRef("round")
    )
    rows = in_running_round().filter(Exists(mine), state=SignOffState.REFUSED, paper__state=PaperState.DRAFT)
    return rows.select_related("paper__type", "person", "decided_by__person").order_by("-decided_at")
