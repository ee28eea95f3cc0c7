"""Conflicts of interest (Befangenheit, GO NRW section 31; DigiSiVO section 6): declared, disputed, decided, taken
back.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import ItemState, RecusalState
from agenda.models import AgendaItem, Recusal
from agenda.registry import run_vote_checks
from agenda.services.base import clean, lock_item
from agenda.services.floor import audience_now
from agenda.services.speeches import leave_floor
from meetings.enums import Audience, GapReason, Publicity, Role
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Membership, Person
from meetings.permissions import Actor, require
from meetings.selectors import is_present, people_to_admit, person_of, presiding_person
from meetings.services import end_presence, lock_meeting
from meetings.typed import one_line


@transaction.atomic
def declare_recusal(*, item: AgendaItem, ground: str = "", actor: Actor) -> Recusal:
    """Declare one's own conflict of interest (Befangenheit anzeigen); in force as long as the item is being dealt with.

    In a public item the person may stay and listen, from a non-public one they are shut out at once. 409
    `recusal.declared_already`, `recusal.presiding` for whoever leads the open item, `vote.being_taken`; 400
    `data.invalid`.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.declare_recusal", item)
    return _enter(item, person_of(actor), RecusalState.DECLARED, ground, actor)


@transaction.atomic
def enter_recusal(*, item: AgendaItem, person: int, ground: str = "", disputed: bool = False, actor: Actor) -> Recusal:
    """Enter somebody's conflict of interest at the desk; `disputed` puts it to the body. 404; what `declare_recusal`
    says.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.enter_recusal", item)
    found = people_to_admit(item.meeting).filter(pk=person).first()
    if found is None:
        raise not_found()
    return _enter(item, found, RecusalState.DISPUTED if disputed else RecusalState.DECLARED, ground, actor)


def _enter(item: AgendaItem, person: Person, state: RecusalState, ground: str, actor: Actor) -> Recusal:
    _check_person(item, person)
    if item.state == ItemState.OPEN:
        run_vote_checks(item)
        _check_presiding(item, person)
    row = Recusal(item=item, person=person, state=state, ground=one_line(ground), declared_at=timezone.now())
    row.part = selectors.part_now(item)
    clean(row, exclude=["item", "person"])
    row.save(force_insert=True)
    _tell(row, events.RECUSAL_DISPUTED if state == RecusalState.DISPUTED else events.RECUSAL_DECLARED, actor)
    _begin_if_open(row, actor)
    return row


def _check_person(item: AgendaItem, person: Person) -> None:
    if Recusal.objects.filter(item=item, person=person, ended_at__isnull=True).exists():
        raise DomainError("recusal.declared_already", _("This conflict of interest has been entered already."))
    if Membership.objects.filter(person=person, body=item.meeting.body_id, role=Role.CLERK).exists():
        raise DomainError("recusal.clerk", _("The clerk has no vote. Let somebody else keep the minutes of this item."))


def _check_presiding(item: AgendaItem, person: Person) -> None:
    if person == presiding_person(item.meeting):
        says = _("{name} presides. Hand the chair over for this item first.")
        raise DomainError("recusal.presiding", says.format(name=person.name))


@transaction.atomic
def take_back_recusal(*, recusal: Recusal, actor: Actor) -> Recusal:
    """Take a declaration back that was a mistake (Berichtigung); it stays in the journal. 409 `recusal.over`,
    `vote.being_taken`.
    """
    row, actor = lock_recusal(recusal, actor)
    require(actor, "agenda.take_back_recusal", row)
    check_not_over(row)
    if row.item.state == ItemState.OPEN:
        run_vote_checks(row.item)
    _end(row)
    _tell(row, events.RECUSAL_TAKEN_BACK, actor)
    return row


def settle_recusal(row: Recusal, actor: Actor, *, found: bool) -> None:
    """Note what the body has decided about a dispute (GO NRW section 31(4)); the meeting is locked."""
    row.decided_at = timezone.now()
    if not found:
        row.state = RecusalState.REFUTED
        _end(row)
        _tell(row, events.RECUSAL_REFUTED, actor)
        return
    row.state = RecusalState.FOUND
    row.save(update_fields=["state", "decided_at"])
    _tell(row, events.RECUSAL_FOUND, actor)
    _begin_if_open(row, actor)


def _end(row: Recusal) -> None:
    row.ended_at = timezone.now()
    row.save(update_fields=["state", "decided_at", "ended_at"])


def _begin_if_open(row: Recusal, actor: Actor) -> None:
    if row.item.state == ItemState.OPEN and row.state in selectors.RECUSED:
        _begin(row, actor)


def _begin(row: Recusal, actor: Actor) -> None:
    """From now on no floor and no vote; while the public is out they leave (DigiSiVO section 6)."""
    leave_floor(row.item, row.person_id, actor)
    _tell(row, events.RECUSED, actor)
    meeting = row.item.meeting
    if meeting.publicity != Publicity.PUBLIC and is_present(meeting, row.person_id):
        end_presence(meeting, row.person, GapReason.RECUSAL, actor, Audience.PARTICIPANT)


def begin_recusals(item: AgendaItem, actor: Actor) -> None:
    """The item has been called: what was declared before is in force. 409 `recusal.presiding`."""
    for row in selectors.recusals_in(item):
        row.item = item
        _check_presiding(item, row.person)
        _begin(row, actor)


def end_recusals(item: AgendaItem, actor: Actor) -> None:
    """The item has been left: whoever took no part may come back, which is recorded."""
    for row in selectors.recusals_in(item):
        row.item = item
        _tell(row, events.RECUSAL_OVER, actor)


def lock_recusal(recusal: Recusal, actor: Actor) -> tuple[Recusal, Actor]:
    """Lock the meeting and read row and rights anew."""
    meeting, actor = lock_meeting(recusal.item.meeting_id, actor)
    return selectors.recusal_in(meeting, recusal.pk), actor


def check_not_over(row: Recusal) -> None:
    """Refuse with 409 `recusal.over` what was taken back or refuted."""
    if row.ended_at is not None:
        raise DomainError("recusal.over", _("This conflict of interest has already been withdrawn or refuted."))


def _tell(row: Recusal, kind: EventKind, actor: Actor) -> None:
    """Before the item is called a declaration is for those of the body alone."""
    item = row.item
    before = item.state == ItemState.PENDING and kind != events.RECUSAL_OVER
    audience = Audience.PARTICIPANT if before else audience_now(item, row)
    keys: dict[str, Any] = {
        "item": item.pk,
        "number": selectors.number_of(item),
        "recusal": row.pk,
        "person": row.person_id,
    }
    record(item.meeting, kind, actor=actor, audience=audience, secrets={"name": row.person.name}, **keys)
