"""Who may vote (Stimmberechtigte): taken from the seats when a poll opens, and who is let in, or votes another way,
afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.selectors import recused_people
from meetings.enums import AttendanceMode
from meetings.errors import DomainError, not_found
from meetings.models import Meeting, Membership, Person
from meetings.names import by_name, key_of
from meetings.permissions import Actor, require
from meetings.selectors import holdings, present_people, presiding_person, roll, seats_of
from voting import events
from voting.enums import CallOrder, Method, Way
from voting.models import Elector, Poll
from voting.selectors import elector_in, electronic_votes_are_allowed, rules_of
from voting.services.base import lock_poll, tell

Sorting = Callable[[Elector], tuple[Any, ...]]


def electorate_of(poll: Poll) -> list[Elector]:
    """Who holds which seat, without the recused, not yet saved; a substitute with their own faction, in the order of a
    roll call.

    409 `poll.no_electorate` when nobody is there.
    """
    found = _seated(poll)
    if not found:
        raise DomainError("poll.no_electorate", _("Nobody with a vote is on the list of those present."))
    for position, elector in enumerate(sorted(found, key=_order(poll.meeting)), 1):
        elector.position = position
    return found


def _seated(poll: Poll) -> list[Elector]:
    meeting, out = poll.meeting, recused_people(poll.meeting) | {poll.recusal.person_id if poll.recusal else None}
    held = {pk: row for pk, row in holdings(meeting).items() if row.person_id not in out}
    own = {row.person_id: row for row in roll(meeting)}
    return [_elector(poll, held[seat.pk].person, seat, own) for seat in seats_of(meeting) if seat.pk in held]


def _elector(poll: Poll, person: Person, seat: Membership, own: dict[int, Membership]) -> Elector:
    faction = seat.faction if person.pk == seat.person_id else own[person.pk].faction
    return Elector(
        poll=poll, person=person, seat=seat, faction=faction, weight=seat.vote_weight, way=_way(poll, person.pk)
    )


def _way(poll: Poll, person_id: int) -> Way:
    """Those in the hall raise their hands, those at home use their device; a roll call may be answered both ways
    where that is allowed.
    """
    if poll.method == Method.OPEN:
        return Way.DEVICE
    if poll.method == Method.ROLL_CALL:
        return Way.DEVICE if electronic_votes_are_allowed(poll.meeting) else Way.HANDS
    attendance = present_people(poll.meeting).get(person_id) if poll.method == Method.MIXED else None
    return Way.DEVICE if attendance and attendance.mode == AttendanceMode.REMOTE else Way.HANDS


def _order(meeting: Meeting) -> Sorting:
    leading = presiding_person(meeting)
    order = rules_of(meeting).roll_call_order

    def place(elector: Elector) -> tuple[Any, ...]:
        name = by_name(elector.person)
        if order == CallOrder.FACTION:
            return (elector.faction is None, key_of(elector.faction.name) if elector.faction else "", *name)
        return (order == CallOrder.CHAIR_LAST and elector.person == leading, *name)

    return place


def votes_by_law(meeting: Meeting) -> int:
    """How many votes the body has by law: its seats, or their weights where seats have several votes."""
    weights = [seat.vote_weight for seat in seats_of(meeting)]
    return sum(weights) if any(weight > 1 for weight in weights) else meeting.body.statutory_seats or len(weights)


@transaction.atomic
def admit_elector(*, poll: Poll, person: int, actor: Actor) -> Elector:
    """Let somebody who came after the opening take part in an open vote: the chair's recorded decision (REQ-70).

    404 for whoever holds no seat; 409 `elector.admitted_already`, `elector.recused`.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.admit_elector", poll)
    _check_newcomer(poll, person)
    elector = next((row for row in _seated(poll) if row.person_id == person), None)
    if elector is None or poll.electors.filter(seat=elector.seat).exists():
        raise not_found()
    elector.position, elector.admitted_at = poll.electors.count() + 1, timezone.now()
    elector.save(force_insert=True)
    poll.present_count = (poll.present_count or 0) + elector.weight
    poll.members_count = max(poll.members_count or 0, poll.present_count)
    poll.save(update_fields=["present_count", "members_count"])
    facts: dict[str, Any] = {"elector": elector.pk, "way": str(elector.way), "weight": elector.weight}
    tell(poll, events.ELECTOR_ADMITTED, actor, {"name": elector.person.name}, **facts)
    return elector


def _check_newcomer(poll: Poll, person: int) -> None:
    if poll.electors.filter(person=person).exists():
        raise DomainError("elector.admitted_already", _("This person takes part in the vote already."))
    if person in recused_people(poll.meeting):
        raise DomainError("elector.recused", _("Whoever has a conflict of interest does not take part in the vote."))


@transaction.atomic
def change_way(*, poll: Poll, elector: int, way: str, actor: Actor) -> Elector:
    """Let one elector vote another way, as when a device fails: seen or heard and entered at the desk, or on the own
    device.

    404; 400 `elector.way_unknown`; 409 `elector.has_voted`, `poll.not_approved`.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.change_way", poll)
    row = elector_in(poll, elector)
    if way not in Way.values:
        raise DomainError("elector.way_unknown", _("Choose how this person votes."), status=400)
    if row.ballots.exists():
        raise DomainError("elector.has_voted", _("{name} has voted already.").format(name=row.person.name))
    if way == Way.DEVICE and not electronic_votes_are_allowed(poll.meeting):
        raise DomainError("poll.not_approved", _("The program has no approval for electronic votes in this meeting."))
    row.way = way
    row.save(update_fields=["way"])
    tell(poll, events.WAY_CHANGED, actor, {"name": row.person.name}, elector=row.pk, way=way)
    return row
