"""Who holds which voting seat, and who may stand in for whom."""

from __future__ import annotations

from meetings.enums import Role, SubstituteOrder
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Meeting, Membership, Person, SeatHolding
from meetings.names import by_name
from meetings.selectors.core import memberships_of, present_people, roll
from meetings.selectors.exclusion import excluded_people, outside_now
from meetings.selectors.rules import rules_of


def seats_of(meeting: Meeting) -> list[Membership]:
    """The voting seats of the body on the meeting's day, each under the name of its member, in the order of the
    roll.
    """
    return [row for row in roll(meeting) if row.voting_right]


def seat_in(meeting: Meeting, pk: int) -> Membership:
    """A voting seat of this very meeting, by its number; 404 for anything else."""
    seat = next((row for row in seats_of(meeting) if row.pk == pk), None)
    if seat is None:
        raise not_found()
    return seat


@remembered
def holdings(meeting: Meeting) -> dict[int, SeatHolding]:
    """Who holds a seat right now, by the seat's number. One query."""
    rows = SeatHolding.objects.filter(meeting=meeting, until__isnull=True)
    return {row.seat_id: row for row in rows.select_related("seat__person", "person")}


def holding_of(meeting: Meeting, person_id: int) -> SeatHolding | None:
    """The seat that this person holds right now, their own or another one."""
    return next((row for row in holdings(meeting).values() if row.person_id == person_id), None)


@remembered
def substitutes_of(meeting: Meeting) -> list[Membership]:
    """The substitutes of the body on the meeting's day, by rank; nobody who has a voting seat of their own."""
    seated = {row.person_id for row in seats_of(meeting)}
    found = [row for row in memberships_of(meeting) if row.role == Role.SUBSTITUTE and row.person_id not in seated]
    return sorted(found, key=lambda row: (row.rank or 0, *by_name(row.person), row.pk))


def substitute_in(meeting: Meeting, person_id: int) -> Membership:
    """The substitute of this body with that person's number; 404 for anybody else."""
    found = next((row for row in substitutes_of(meeting) if row.person_id == person_id), None)
    if found is None:
        raise not_found()
    return found


def next_substitutes(meeting: Meeting, seat: Membership) -> list[Membership]:
    """Who may take this free seat now: those present without a seat; the first of the body's order, or any of them.

    By rank the lowest number comes first; by faction the one of the member's own faction with the lowest number, and
    when none is there the lowest number of all. Equal ranks are the desk's choice.
    """
    order = substitute_order(meeting)
    waiting = waiting_substitutes(meeting)
    if order == SubstituteOrder.FREE or not waiting:
        return waiting
    own = [row for row in waiting if row.faction_id is not None and row.faction_id == seat.faction_id]
    first = own if order == SubstituteOrder.FACTION and own else waiting
    return [row for row in first if row.rank == first[0].rank]


def waiting_substitutes(meeting: Meeting) -> list[Membership]:
    """The substitutes who are present and hold no seat, by rank."""
    present = present_people(meeting)
    busy = {row.person_id for row in holdings(meeting).values()}
    return [row for row in substitutes_of(meeting) if row.person_id in present and row.person_id not in busy]


@remembered
def substitute_order(meeting: Meeting) -> str:
    """The order of substitutes that the body's rules fix for the meeting's day."""
    return rules_of(meeting).substitute_order


def substitutions_of(meeting: Meeting) -> list[SeatHolding]:
    """Every time somebody else than the member held a seat, past ones too, in their order."""
    rows = SeatHolding.objects.filter(meeting=meeting).select_related("seat__person", "person")
    return [row for row in rows.order_by("since", "pk") if row.is_substitution]


def still_missing(meeting: Meeting) -> list[Person]:
    """Who has not been there yet and is expected: no substitutes, nobody excluded or outside, nobody whose seat a
    substitute has.
    """
    been = set(meeting.attendances.values_list("person_id", flat=True))
    replaced = {row.seat.person_id for row in holdings(meeting).values() if row.is_substitution}
    away = been | replaced | excluded_people(meeting).keys() | outside_now(meeting)
    return [row.person for row in roll(meeting) if row.person_id not in away and row.role != Role.SUBSTITUTE]
