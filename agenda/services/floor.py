"""What all services of the floor share: who may ask and be called, and the event about one request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import ItemState, Part, RequestKind, RequestState
from agenda.models import AgendaItem, SpeakingRequest
from agenda.selectors import number_of
from agenda.selectors.parts import Arisen
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Person
from meetings.permissions import Actor
from meetings.registry import is_public_now
from meetings.selectors import conduct_of, is_excluded, is_present


def tell_request(row: SpeakingRequest, kind: EventKind, actor: Actor, **data: Any) -> None:
    """Record an event about one request; while the public is out, or in a non-public item, for participants alone."""
    keys = {"item": row.item_id, "number": number_of(row.item), "request": row.pk, **data}
    record(
        row.meeting,
        kind,
        actor=actor,
        audience=audience_now(row.item, row),
        secrets={"name": row.name},
        only_for=_concerned(row, kind),
        **keys,
    )


def _concerned(row: SpeakingRequest, kind: EventKind) -> int | None:
    """The one person whose own place an event changes: whoever asks last changes nobody else's."""
    at_the_end = kind == events.FLOOR_ASKED and row.kind != RequestKind.POINT_OF_ORDER
    return row.person_id if at_the_end or kind == events.MEDIA_CONFIRMED else None


def tell_list(item: AgendaItem, kind: EventKind, actor: Actor) -> None:
    """Record an event about an item's list."""
    record(item.meeting, kind, actor=actor, audience=audience_now(item), item=item.pk, number=number_of(item))


def audience_now(item: AgendaItem, *rows: Arisen) -> Audience:
    """Who may see what happens on the floor now; with what arose in the non-public part, participants alone."""
    public = item.is_public and is_public_now(item.meeting) and all(row.part == Part.PUBLIC for row in rows)
    return Audience.PUBLIC if public else Audience.PARTICIPANT


def check_may_ask(item: AgendaItem, person: Person, kind: RequestKind, *, by_desk: bool = False) -> None:
    """Refuse with 409 whoever cannot ask: list closed (points of order always), absent, asked already, limit,
    withdrawn floor.
    """
    _check_list(item, kind)
    check_here(item, person)
    rows = item.speaking_requests.filter(
        person=person, kind=kind, state__in=[RequestState.WAITING, RequestState.SPEAKING]
    )
    if rows.exists():
        raise DomainError("floor.asked_already", _("This person is on the list already."))
    most = selectors.times_on(item).contributions
    if (
        kind == RequestKind.CONTRIBUTION
        and not by_desk
        and most
        and selectors.contributions_of(item, person.pk) >= most
    ):
        says = _("The rules allow {number} contributions each on this item. The desk can enter another one.")
        raise DomainError("floor.limit_reached", says.format(number=most))


def _check_list(item: AgendaItem, kind: RequestKind) -> None:
    if item.state != ItemState.OPEN:
        raise DomainError("floor.item_not_open", _("This item is not being dealt with right now."))
    found = selectors.list_of(item)
    if kind != RequestKind.POINT_OF_ORDER and (found is None or not found.is_open):
        raise DomainError("floor.list_closed", _("The list of speakers is closed."))


def check_here(item: AgendaItem, person: Person) -> None:
    """Refuse whoever is not present, shut out, recused (section 31), or has lost the floor on this item (GO NRW
    section 51(2)).
    """
    if not is_present(item.meeting, person.pk) or is_excluded(item.meeting, person.pk):
        raise DomainError("floor.absent", _("{name} is not on the list of those present.").format(name=person.name))
    if person.pk in selectors.recused_people(item.meeting):
        raise DomainError(
            "floor.recused", _("{name} has a conflict of interest in this item.").format(name=person.name)
        )
    if conduct_of(item.meeting, person).withdrawn:
        raise DomainError(
            "floor.withdrawn", _("The floor was withdrawn from {name} on this item.").format(name=person.name)
        )


def check_may_be_called(row: SpeakingRequest, rows: list[SpeakingRequest]) -> None:
    """Refuse while somebody speaks, on another item than the open one, and whoever cannot speak now."""
    speaking = selectors.speaker_of(rows)
    if speaking is not None:
        raise DomainError("floor.taken", _("{name} has the floor. End that first.").format(name=speaking.name))
    if row.item.state != ItemState.OPEN:
        raise DomainError("floor.item_not_open", _("This item is not being dealt with right now."))
    if row.person is not None:
        check_here(row.item, row.person)
