"""Measures of order of the presiding person (GO NRW section 51): counted per person and item, and enforced."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings import events
from meetings.enums import Audience, GapReason, MeasureKind, MeetingState, RecessCause, Role
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Meeting, Membership, OrderMeasure, Person
from meetings.permissions import Actor, require
from meetings.registry import current_item, follow_withdrawal, is_public_now
from meetings.selectors import conduct_of, is_excluded, is_present, people_to_admit, presiding_person, rules_of
from meetings.services.attendance import end_presence
from meetings.services.course import interrupt
from meetings.services.locking import lock_meeting


@transaction.atomic
def call_to_matter(
    *, meeting: Meeting, person: Person, warned: bool | None = None, offered: int | None = None, actor: Actor
) -> OrderMeasure:
    """Call somebody to the matter (Ruf zur Sache); counts like a call to order, and has the same errors."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.call_to_matter", meeting)
    return _call(meeting, person, MeasureKind.TO_MATTER, warned, offered, actor)


@transaction.atomic
def call_to_order(
    *, meeting: Meeting, person: Person, warned: bool | None = None, offered: int | None = None, actor: Actor
) -> OrderMeasure:
    """Call somebody to order (Ordnungsruf).

    From the call before the last on, `warned` must say whether the consequences were pointed out: 409
    `order.warning_undecided`. `offered` is the number of calls that the person saw: 409 `order.changed_meanwhile`.
    404 for somebody not of this body; 409 `order.not_present`, `order.presiding`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.call_to_order", meeting)
    return _call(meeting, person, MeasureKind.TO_ORDER, warned, offered, actor)


def _call(
    meeting: Meeting, person: Person, kind: MeasureKind, warned: bool | None, offered: int | None, actor: Actor
) -> OrderMeasure:
    _check_person(meeting, person)
    _check_present(meeting, person)
    before = conduct_of(meeting, person)
    _check_offered(before.calls, offered)
    if warned is None and before.asks:
        raise DomainError(
            "order.warning_undecided", _("Say whether the consequences of a further call were pointed out.")
        )
    measure = _take(meeting, person, kind, warned=bool(warned))
    told = events.CALLED_TO_MATTER if kind == MeasureKind.TO_MATTER else events.CALLED_TO_ORDER
    _tell(measure, told, actor, count=before.calls + 1)
    if measure.warned:
        _tell(measure, events.CONSEQUENCES_POINTED_OUT, actor)
    return measure


@transaction.atomic
def withdraw_floor(*, meeting: Meeting, person: Person, actor: Actor) -> OrderMeasure:
    """Withdraw the floor from somebody for the item (Wortentzug), after the calls and the warning only.

    409 `order.too_few_calls`, `order.not_warned`, `order.floor_withdrawn_already`; and what `call_to_order` says.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.withdraw_floor", meeting)
    _check_person(meeting, person)
    _check_present(meeting, person)
    _check_withdrawal(meeting, person)
    measure = _take(meeting, person, MeasureKind.FLOOR_WITHDRAWN)
    _tell(measure, events.FLOOR_WITHDRAWN, actor)
    follow_withdrawal.ask(meeting, person.pk, actor)
    return measure


def _check_withdrawal(meeting: Meeting, person: Person) -> None:
    now = conduct_of(meeting, person)
    if now.withdrawn:
        raise DomainError("order.floor_withdrawn_already", _("The floor has been withdrawn from this person already."))
    if now.calls < now.limit:
        says = _("The floor can be withdrawn after {limit} calls on this item; so far there were {calls}.")
        raise DomainError("order.too_few_calls", says.format(limit=now.limit, calls=now.calls))
    if not now.warned_before_last:
        says = _("The floor cannot be withdrawn: the consequences were not pointed out at an earlier call.")
        raise DomainError("order.not_warned", says)


@transaction.atomic
def exclude_person(*, meeting: Meeting, person: Person, actor: Actor) -> OrderMeasure:
    """Exclude somebody for gross disorder (Ausschluss); from this moment they have the rights of the public.

    Presence, vote and the way back end at once. 404; 409 `order.presiding`, `order.clerk`, `order.excluded_already`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.exclude_person", meeting)
    _check_person(meeting, person)
    if Membership.objects.filter(person=person, body=meeting.body_id, role=Role.CLERK).exists():
        raise DomainError("order.clerk", _("The clerk of the meeting cannot be excluded."))
    if is_excluded(meeting, person.pk):
        raise DomainError("order.excluded_already", _("This person is already excluded from the meeting."))
    measure = _take(meeting, person, MeasureKind.EXCLUDED)
    _tell(measure, events.PERSON_EXCLUDED, actor)
    if is_present(meeting, person.pk):
        end_presence(meeting, person, GapReason.EXCLUSION, actor, _audience(measure))
    return measure


@transaction.atomic
def record_refusal(*, meeting: Meeting, measure: int, actor: Actor) -> OrderMeasure:
    """Record that an excluded person refuses to leave: the meeting is interrupted, and the next ones are barred to
    them.

    404; 409 `order.not_excluded`, `order.refusal_recorded_already`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.record_refusal", meeting)
    row = _measure(meeting, measure)
    if row.kind != MeasureKind.EXCLUDED or row.revoked_at:
        raise DomainError("order.not_excluded", _("This person is not excluded from the meeting."))
    if row.refused_to_leave:
        raise DomainError("order.refusal_recorded_already", _("The refusal has been recorded already."))
    row.refused_to_leave = True
    row.save(update_fields=["refused_to_leave"])
    _tell(row, events.REFUSAL_RECORDED, actor, meetings=rules_of(meeting).meetings_barred_after_refusal)
    if meeting.state == MeetingState.RUNNING:
        interrupt(meeting, RecessCause.DISORDER, actor)
    return row


@transaction.atomic
def revoke_measure(*, meeting: Meeting, measure: int, actor: Actor) -> OrderMeasure:
    """Take back a measure taken by mistake (Maßnahme aufheben); it stays visible. 404; 409 `order.revoked_already`."""
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "meetings.revoke_measure", meeting)
    row = _measure(meeting, measure)
    if row.revoked_at:
        raise DomainError("order.revoked_already", _("This measure has been revoked already."))
    row.revoked_at = timezone.now()
    row.save(update_fields=["revoked_at"])
    _tell(row, events.MEASURE_REVOKED, actor, revoked=str(row.kind))
    return row


def _measure(meeting: Meeting, pk: int) -> OrderMeasure:
    row = meeting.order_measures.select_related("person").filter(pk=pk).first()
    if row is None:
        raise not_found()
    row.meeting = meeting
    return row


def _check_person(meeting: Meeting, person: Person) -> None:
    if not people_to_admit(meeting).filter(pk=person.pk).exists():
        raise not_found()
    if person == presiding_person(meeting):
        raise DomainError("order.presiding", _("No measure is possible against whoever presides."))


def _check_present(meeting: Meeting, person: Person) -> None:
    if not is_present(meeting, person.pk):
        raise DomainError("order.not_present", _("This person is not on the list of those present."))


def _check_offered(calls: int, offered: int | None) -> None:
    if offered is not None and offered != calls:
        raise DomainError(
            "order.changed_meanwhile", _("Another call was entered meanwhile. Nothing was done; look again.")
        )


def _take(meeting: Meeting, person: Person, kind: MeasureKind, **fields: Any) -> OrderMeasure:
    item = current_item(meeting)
    place = {"item": item.key, "number": item.number} if item else {}
    public = is_public_now(meeting)
    return OrderMeasure.objects.create(
        meeting=meeting, person=person, kind=kind, at=timezone.now(), is_public=public, **place, **fields
    )


def _tell(measure: OrderMeasure, kind: EventKind, actor: Actor, **more: Any) -> None:
    keys = {"measure": measure.pk, "person": measure.person_id, "item": measure.item, **more}
    record(
        measure.meeting, kind, actor=actor, audience=_audience(measure), secrets={"name": measure.person.name}, **keys
    )


def _audience(measure: OrderMeasure) -> Audience:
    return Audience.PUBLIC if measure.is_public else Audience.PARTICIPANT
