"""Who leads the meeting: handed over for an item or for good, and back (Sitzungsleitung)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import record
from meetings.models import Meeting, Person
from meetings.permissions import Actor, require
from meetings.registry import CurrentItem, current_item, is_public_now, recused_now
from meetings.selectors import chair_of, deputies_of, is_present, may_preside_from_there, presiding_person
from meetings.services.locking import lock_meeting


@transaction.atomic
def hand_over_presiding(
    *, meeting: Meeting, person: Person, for_item: bool, offered: int | None = None, actor: Actor
) -> Meeting:
    """Hand presiding over to a deputy who is present (Leitung übergeben), for the open item or for good.

    Where no deputy is present, to any present member with a vote. `offered` is who led on the screen, by id: 409
    `presiding.changed_meanwhile`. 409 `presiding.already`, `presiding.not_present`, `presiding.not_in_hall`,
    `presiding.not_a_deputy`, `presiding.recused`, `presiding.no_item`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.hand_over_presiding", meeting)
    leading = presiding_person(meeting)
    _check_offered(leading, offered)
    if person == leading:
        raise DomainError("presiding.already", _("This person already presides."))
    _check_place(meeting, person)
    _check_not_recused(meeting, person)
    _check_office(meeting, person)
    return _hand_over(meeting, person, _item_for(meeting) if for_item else None, actor)


@transaction.atomic
def resume_presiding(*, meeting: Meeting, offered: int | None = None, actor: Actor) -> Meeting:
    """Let the chair preside again (Leitung zurückgeben).

    409 `presiding.nothing_to_resume`, `presiding.not_present`, `presiding.not_in_hall`, `presiding.recused`,
    `presiding.changed_meanwhile`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.resume_presiding", meeting)
    _check_offered(presiding_person(meeting), offered)
    chair = chair_of(meeting)
    if meeting.presiding_id is None or chair is None:
        raise DomainError("presiding.nothing_to_resume", _("The chair presides already."))
    _check_place(meeting, chair)
    _check_not_recused(meeting, chair)
    return _give_back(meeting, actor, _audience_now(meeting))


def item_left(meeting: Meeting, item: int, by: Actor, *, is_public: bool) -> None:
    """An item has been left: whoever presided for it only gives back to the chair. The meeting must be locked."""
    if meeting.presiding_item == item:
        _give_back(meeting, by, Audience.PUBLIC if is_public else Audience.PARTICIPANT)


def _hand_over(meeting: Meeting, person: Person, item: CurrentItem | None, actor: Actor) -> Meeting:
    _set(meeting, person, item.key if item else None)
    secrets = {"name": person.name}
    if item is None:
        record(
            meeting,
            events.PRESIDING_HANDED_OVER,
            actor=actor,
            audience=_audience_now(meeting),
            secrets=secrets,
            person=person.pk,
        )
    else:
        audience = Audience.PUBLIC if item.is_public else Audience.PARTICIPANT
        keys: dict[str, Any] = {"person": person.pk, "item": item.key, "number": item.number}
        record(meeting, events.PRESIDING_HANDED_OVER_FOR_ITEM, actor=actor, audience=audience, secrets=secrets, **keys)
    return meeting


def _audience_now(meeting: Meeting) -> Audience:
    return Audience.PUBLIC if is_public_now(meeting) else Audience.PARTICIPANT


def _give_back(meeting: Meeting, actor: Actor, audience: Audience) -> Meeting:
    _set(meeting, None, None)
    record(meeting, events.PRESIDING_RESUMED, actor=actor, audience=audience)
    return meeting


def _set(meeting: Meeting, person: Person | None, item: int | None) -> None:
    meeting.presiding, meeting.presiding_item = person, item
    meeting.save(update_fields=["presiding", "presiding_item"])


def _check_offered(leading: Person | None, offered: int | None) -> None:
    if offered is not None and offered != (leading.pk if leading else 0):
        raise DomainError(
            "presiding.changed_meanwhile", _("Somebody else presides meanwhile. Nothing was done; look again.")
        )


def _check_place(meeting: Meeting, person: Person) -> None:
    """Whoever presides must be present, and where there is a hall, in it."""
    if not is_present(meeting, person.pk):
        raise DomainError("presiding.not_present", _("Only somebody who is present can preside."))
    if not may_preside_from_there(meeting, person):
        raise DomainError("presiding.not_in_hall", _("Whoever presides must sit in the hall."))


def _check_not_recused(meeting: Meeting, person: Person) -> None:
    """Whoever takes no part in the item cannot lead it (GO NRW section 31)."""
    if person.pk in recused_now(meeting):
        raise DomainError(
            "presiding.recused", _("This person has a conflict of interest in the item that is being dealt with.")
        )


def _check_office(meeting: Meeting, person: Person) -> None:
    chair = chair_of(meeting)
    if person != chair and person.pk not in {row.person_id for row in deputies_of(meeting)}:
        raise DomainError(
            "presiding.not_a_deputy",
            _("Presiding passes to a deputy chair who is present; if there is none, to a voting member."),
        )


def _item_for(meeting: Meeting) -> CurrentItem:
    item = current_item(meeting)
    if item is None:
        raise DomainError("presiding.no_item", _("No item is being dealt with; hand over without an end."))
    return item
