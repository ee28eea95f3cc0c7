"""Voting seats: a member holds their own while they are there, a substitute the one of somebody who is not.

The holding is part of the same transaction as the presence it follows: `on_arrival` and `on_departure` are called by
whatever begins or ends somebody's presence, under the meeting's lock.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import events, selectors
from meetings.errors import DomainError
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Meeting, Membership, Person, SeatHolding
from meetings.permissions import Actor, require
from meetings.registry import check_before_seat_change, follow_departure
from meetings.services.locking import lock_meeting


def on_arrival(meeting: Meeting, person: Person, at: datetime) -> None:
    """A voting member who comes takes their own seat, unless a substitute still holds it: then the desk hands it
    back.
    """
    seat = _own_seat(meeting, person.pk)
    if seat is not None and _holder(meeting, seat) is None and not selectors.holds_seat(meeting, person.pk):
        _sit(meeting, seat, person, at)


def on_departure(meeting: Meeting, person: Person, at: datetime, actor: Actor) -> None:
    """Whoever goes gives their seat up, and the floor; a member who waits for the seat because a substitute held it,
    sits down again.
    """
    follow_departure.ask(meeting, person.pk, at, actor)
    holding = (
        meeting.seat_holdings.filter(person=person, until__isnull=True).select_related("seat__person", "person").first()
    )
    if holding is None:
        return
    moment = _stand_up(holding, at)
    member = holding.seat.person
    if holding.is_substitution and selectors.is_present(meeting, member.pk):
        _sit(meeting, holding.seat, member, moment)
        _tell(meeting, events.SEAT_RESUMED, holding, actor)


@transaction.atomic
def take_seat(*, meeting: Meeting, seat: Membership, person: Person, actor: Actor) -> SeatHolding:
    """Let a present substitute take the free seat of an absent member (Vertretung, GO NRW section 58(1)).

    The body's order decides who is next. 404 for no seat or no substitute of this body; 409 `seat.substitute_absent`,
    `seat.member_present`, `seat.taken`, `seat.has_another`, and `seat.not_next`, which names who is.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.take_seat", meeting)
    seat = selectors.seat_in(meeting, seat.pk)
    selectors.substitute_in(meeting, person.pk)
    _check_free(meeting, seat)
    _check_turn(meeting, seat, person)
    holding = _sit(meeting, seat, person, timezone.now())
    _tell(meeting, events.SEAT_TAKEN, holding, actor)
    return holding


def _check_free(meeting: Meeting, seat: Membership) -> None:
    holder = _holder(meeting, seat)
    if holder is not None and holder.is_substitution:
        raise DomainError("seat.taken", _("{name} holds this seat already.").format(name=holder.person.name))
    if selectors.is_present(meeting, seat.person_id):
        raise DomainError(
            "seat.member_present", _("{name} is present and needs no substitute.").format(name=seat.person.name)
        )


def _check_turn(meeting: Meeting, seat: Membership, person: Person) -> None:
    if not selectors.is_present(meeting, person.pk):
        raise DomainError(
            "seat.substitute_absent", _("{name} is not on the list of those present.").format(name=person.name)
        )
    if selectors.holds_seat(meeting, person.pk):
        raise DomainError("seat.has_another", _("{name} holds another seat already.").format(name=person.name))
    following = selectors.next_substitutes(meeting, seat)
    if person.pk not in {row.person_id for row in following}:
        names = ", ".join(row.person.name for row in following)
        raise DomainError(
            "seat.not_next", _("By the order of substitutes it is the turn of {name}.").format(name=names)
        )


@transaction.atomic
def hand_back_seat(*, meeting: Meeting, seat: Membership, actor: Actor) -> SeatHolding:
    """Give a seat back to its member who has come (Ende der Vertretung): one out, one in, one event.

    409 `seat.not_substituted`, `seat.member_absent`; `seat.poll_open` while a vote runs, whose electorate is frozen.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.hand_back_seat", meeting)
    before = _substitution(meeting, seat)
    member = before.seat.person
    if not selectors.is_present(meeting, member.pk):
        raise DomainError(
            "seat.member_absent", _("{name} is not on the list of those present.").format(name=member.name)
        )
    check_before_seat_change.ask(meeting)
    moment = _stand_up(before, timezone.now())
    _tell(meeting, events.SEAT_HANDED_BACK, before, actor)
    return _sit(meeting, before.seat, member, moment)


@transaction.atomic
def release_seat(*, meeting: Meeting, seat: Membership, actor: Actor) -> SeatHolding:
    """Take a substitute off a seat whose member is not there (Vertretung aufheben); the seat is free again.

    409 `seat.not_substituted`, `seat.member_present`, `seat.poll_open`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.release_seat", meeting)
    holding = _substitution(meeting, seat)
    if selectors.is_present(meeting, holding.seat.person_id):
        name = holding.seat.person.name
        raise DomainError("seat.member_present", _("{name} is present; hand the seat back instead.").format(name=name))
    check_before_seat_change.ask(meeting)
    _stand_up(holding, timezone.now())
    _tell(meeting, events.SEAT_RELEASED, holding, actor)
    return holding


def _own_seat(meeting: Meeting, person_id: int) -> Membership | None:
    return next((row for row in selectors.seats_of(meeting) if row.person_id == person_id), None)


def _holder(meeting: Meeting, seat: Membership) -> SeatHolding | None:
    rows = meeting.seat_holdings.filter(seat=seat, until__isnull=True)
    return rows.select_related("seat__person", "person").first()


def _substitution(meeting: Meeting, seat: Membership) -> SeatHolding:
    holding = _holder(meeting, selectors.seat_in(meeting, seat.pk))
    if holding is None or not holding.is_substitution:
        raise DomainError("seat.not_substituted", _("No substitute holds this seat."))
    return holding


def _sit(meeting: Meeting, seat: Membership, person: Person, since: datetime) -> SeatHolding:
    return SeatHolding.objects.create(meeting=meeting, seat=seat, person=person, since=since)


def _stand_up(holding: SeatHolding, at: datetime) -> datetime:
    """End a holding; one whose presence ends with a moment before the seat was taken has lasted no time."""
    moment = holding.until = max(at, holding.since)
    holding.save(update_fields=["until"])
    return moment


def _tell(meeting: Meeting, kind: EventKind, holding: SeatHolding, actor: Actor) -> None:
    names = {"name": holding.person.name, "member": holding.seat.person.name}
    record(meeting, kind, actor=actor, seat=holding.seat_id, person=holding.person_id, secrets=names)
