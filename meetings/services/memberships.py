"""Memberships as the clerk keeps them: begun, ended and changed from a day on, never deleted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from meetings.enums import VOTING_ROLES, Role
from meetings.errors import DomainError
from meetings.models import Attendance, Body, Faction, Membership, Person, SeatHolding
from meetings.permissions import Actor, require
from meetings.selectors.people import membership_kept_or_404, person_to_add_or_404
from meetings.services.kept import check_fields, done_by, lock_body


class MembershipData(TypedDict, total=False):
    """What can be said of a membership."""

    role: str
    faction: Faction | None
    voting_right: bool
    rank: int | None
    council_member: bool
    starts_on: date
    ends_on: date | None


@transaction.atomic
def add_membership(*, body: Body, person: int, actor: Actor, **data: Unpack[MembershipData]) -> Membership:
    """Let a known person belong to the body from a day on (Mitgliedschaft eintragen); the history says who did it.

    404 for somebody whom the actor may not know. 400 `data.invalid`, `membership.rank_missing`,
    `membership.ends_before_start`, `membership.no_vote`; 403 `membership.own`, `membership.clerk`; 409
    `membership.overlaps`, `body.ended`.
    """
    body, actor = lock_body(body, actor)
    require(actor, "meetings.add_membership")
    found = person_to_add_or_404(actor.user, body, person)
    return begin(body, found, actor, data)


def begin(body: Body, person: Person, actor: Actor, data: MembershipData) -> Membership:
    """What `add_membership` does once the rights are known, for whatever else brings somebody into a body."""
    if body.ended_on is not None:
        raise DomainError("body.ended", _("This body has ended; nobody can be entered into it."))
    row = Membership(body=body, person=person, **data)
    check_role(row.role, actor)
    check_membership(row)
    with done_by(actor):
        row.save(force_insert=True)
    return row


def check_role(role: str, actor: Actor) -> None:
    """Clerks are entered by the administration: nobody multiplies the rights that they have themselves."""
    if role == Role.CLERK and not actor.administrator:
        says = _("Clerks are entered, and put out, by the administration.")
        raise DomainError("membership.clerk", says, status=403)


def check_membership(row: Membership) -> None:
    """Say in words what the database would refuse anyway."""
    check_fields(row, ["person", "body", "faction"])
    if row.ends_on is not None and row.ends_on < row.starts_on:
        raise _ends_before()
    if (row.role == Role.SUBSTITUTE) != (row.rank is not None):
        says = _("A substitute has a rank, and nobody else has one.")
        raise DomainError("membership.rank_missing", says, status=400)
    if row.voting_right and row.role not in VOTING_ROLES:
        raise DomainError("membership.no_vote", _("With this role nobody holds a voting seat."), status=400)
    if row.faction and row.faction.term.institution_id != row.body.institution_id:
        raise DomainError("data.invalid", _("This faction belongs to another institution."), status=400)


def _ends_before() -> DomainError:
    return DomainError("membership.ends_before_start", _("The membership would end before it begins."), status=400)


@transaction.atomic
def end_membership(*, body: Body, membership: int, ends_on: date, actor: Actor) -> Membership:
    """Let a membership end with a day, which still counts (Mitgliedschaft beenden); the row stays.

    In a meeting that runs nothing changes before that day is over. 409 `membership.took_part` when the person, or
    whoever sat on the seat, took part in a meeting after that day; `membership.over` when it has ended before today.
    400 `membership.ends_before_start`; 403 `membership.own`, `membership.clerk`.
    """
    row, actor = _lock(body, membership, actor)
    require(actor, "meetings.end_membership")
    check_role(row.role, actor)
    if ends_on < row.starts_on:
        raise _ends_before()
    _check_not_over(row)
    check_took_no_part(row, ends_on, covered=())
    row.ends_on = ends_on
    check_membership(row)
    with done_by(actor):
        row.save(update_fields=["ends_on"])
    return row


def _lock(body: Body, membership: int, actor: Actor) -> tuple[Membership, Actor]:
    body, actor = lock_body(body, actor)
    row = membership_kept_or_404(body, membership)
    row.body = body
    return row, actor


def _check_not_over(row: Membership) -> None:
    if row.ends_on is not None and row.ends_on < timezone.localdate():
        raise DomainError("membership.over", _("This membership has ended already. Enter a new one instead."))


def check_took_no_part(row: Membership, last: date, covered: tuple[Membership, ...]) -> None:
    """Nobody loses a membership for a day on which they took part in a meeting by it, or their seat was held."""
    held = SeatHolding.objects.filter(seat=row).values_list("since", "meeting__title")
    days = [(timezone.localtime(at).date(), title) for at, title in held]
    others = [*covered, *Membership.objects.filter(body=row.body_id, person=row.person_id).exclude(pk=row.pk)]
    came = Attendance.objects.filter(meeting__body=row.body_id, person=row.person_id)
    for at, left, title in came.values_list("arrived_at", "left_at", "meeting__title"):
        day = timezone.localtime(left or timezone.now()).date() if left != at else last
        days += [(day, title)] if not any(_covers(other, day) for other in others) else []
    late = [(day, title) for day, title in days if day > last and day <= timezone.localdate()]
    if late:
        day, title = max(late)
        says = _("The person, or a substitute on the seat, took part in “{title}” on {day}. Choose a later day.")
        told = says.format(title=title, day=date_format(day, "SHORT_DATE_FORMAT"))
        raise DomainError("membership.took_part", told)


def _covers(row: Membership, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on >= day)


@transaction.atomic
def change_membership(
    *, body: Body, membership: int, since: date, faction: Faction | None, rank: int | None, actor: Actor
) -> Membership:
    """Let somebody belong to another faction, or have another rank, from a day on (Fraktionswechsel).

    What was until the day before stays as it was, in a row of its own; from the first day of the membership on it is
    corrected in place. 400 `membership.not_then`; 409 `membership.took_part` when the seat was held on or after that
    day, `membership.over`, `membership.unchanged`; else as `add_membership`.
    """
    row, actor = _lock(body, membership, actor)
    require(actor, "meetings.change_membership")
    check_role(row.role, actor)
    _check_not_over(row)
    if since < row.starts_on or (row.ends_on is not None and since > row.ends_on):
        says = _("On that day the membership does not hold. Choose a day within it.")
        raise DomainError("membership.not_then", says, status=400)
    if (row.faction_id, row.rank) == (faction.pk if faction else None, rank):
        raise DomainError("membership.unchanged", _("Faction and rank are that already."))
    return _in_place(row, faction, rank, actor) if since == row.starts_on else _from(row, since, faction, rank, actor)


def _in_place(row: Membership, faction: Faction | None, rank: int | None, actor: Actor) -> Membership:
    row.faction, row.rank = faction, rank
    check_membership(row)
    with done_by(actor):
        row.save(update_fields=["faction", "rank"])
    return row


def _from(row: Membership, since: date, faction: Faction | None, rank: int | None, actor: Actor) -> Membership:
    kept = ("person", "body", "role", "voting_right", "vote_weight", "council_member", "ends_on")
    values = {name: getattr(row, name) for name in kept}
    new = Membership(**values, starts_on=since, faction=faction, rank=rank)
    check_membership(new)
    last = since - timedelta(days=1)
    check_took_no_part(row, last, covered=(new,))
    with done_by(actor):
        Membership.objects.filter(Q(pk=row.pk)).update(ends_on=last)
        new.save(force_insert=True)
    return new
