"""The course of an item: called, closed, postponed, withdrawn; and the corrections of wrong clicks."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda import events, selectors
from agenda.enums import ChangeKind, ItemState
from agenda.models import AgendaItem
from agenda.registry import follow_leaving, run_leave_checks
from agenda.services.base import lock_item, tell
from agenda.services.changes import CUSTOMARY, Resolution, note_change
from agenda.services.guests import enter_presenters
from agenda.services.notes import turn_note
from agenda.services.pending import settle_pending
from agenda.services.recusals import begin_recusals, end_recusals
from meetings.enums import Publicity
from meetings.errors import DomainError
from meetings.journal.kinds import EventKind
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import closures_of
from meetings.services import check_nothing_to_repeat, item_left

CHANGES = {ItemState.POSTPONED: ChangeKind.POSTPONED, ItemState.WITHDRAWN: ChangeKind.REMOVED}
ASIDE = {ItemState.POSTPONED: events.ITEM_POSTPONED, ItemState.WITHDRAWN: events.ITEM_WITHDRAWN}


def _go(item: AgendaItem, actor: Actor, state: ItemState, kind: EventKind, **times: Any) -> AgendaItem:
    was_open, item.state = item.state == ItemState.OPEN, state
    for name, value in times.items():
        setattr(item, name, value)
    item.save(update_fields=["state", *times])
    turn_note(item)
    if was_open and state != ItemState.OPEN:
        follow_leaving.ask(item, actor)
    tell(item, kind, actor)
    if state == ItemState.OPEN:
        begin_recusals(item, actor)
    elif was_open:
        settle_pending(item)
        end_recusals(item, actor)
    if state != ItemState.OPEN:
        item_left(item.meeting, item.pk, actor, is_public=item.is_public)
    return item


@transaction.atomic
def open_item(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Call an item of a running meeting (TOP aufrufen); 409 `item.another_open` names the one that is still open.

    409 `publicity.not_closed` for a non-public item as long as a public way has not answered "closed", naming it, and
    `publicity.not_readmitted` for a public one while the public is out; `recusal.presiding`. The presenters of a
    presentation or report are entered on the list of speakers.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.open_item", item)
    _check_none_open(item)
    _check_publicity(item)
    check_nothing_to_repeat(item.meeting)
    _go(item, actor, ItemState.OPEN, events.ITEM_OPENED, opened_at=timezone.now(), closed_at=None)
    enter_presenters(item, actor)
    return item


def _check_publicity(item: AgendaItem) -> None:
    meeting = item.meeting
    if item.is_public and meeting.publicity != Publicity.PUBLIC:
        raise DomainError("publicity.not_readmitted", _("The public is still excluded. Readmit it first."))
    if item.is_public or meeting.publicity == Publicity.NON_PUBLIC:
        return
    waiting = [str(way["label"]) for way in closures_of(meeting) if not way["closed"]]
    if not waiting:
        raise DomainError("publicity.not_closed", _("This item is not public. Exclude the public first."))
    raise DomainError("publicity.not_closed", _("Not closed to the public yet: {ways}").format(ways=", ".join(waiting)))


def _check_none_open(item: AgendaItem) -> None:
    other = selectors.open_item(item.meeting)
    if other is not None:
        other.meeting = item.meeting
        number = selectors.number_of(other)
        raise DomainError("item.another_open", _("Item {number} is still open. Close it first.").format(number=number))


@transaction.atomic
def close_item(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Close the open item (TOP schließen); 409 when a room above objects (`registry.check_before_leaving`)."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.close_item", item)
    run_leave_checks(item)
    return _go(item, actor, ItemState.CLOSED, events.ITEM_CLOSED, closed_at=timezone.now())


@transaction.atomic
def take_back_item(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Undo a wrong call (Aufruf berichtigen): the open item waits again; both events stay visible."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.take_back_item", item)
    run_leave_checks(item)
    return _go(item, actor, ItemState.PENDING, events.ITEM_TAKEN_BACK, opened_at=None)


@transaction.atomic
def postpone_item(*, item: AgendaItem, resolution: Resolution = CUSTOMARY, actor: Actor) -> AgendaItem:
    """Put an item off to a later meeting (TOP vertagen), with its pending sub-items; also while it is open."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.postpone_item", item)
    return take_off(item, ItemState.POSTPONED, resolution, actor)


@transaction.atomic
def withdraw_item(*, item: AgendaItem, resolution: Resolution = CUSTOMARY, actor: Actor) -> AgendaItem:
    """Take an item off the agenda (TOP absetzen), with its pending sub-items; it keeps its number and stays visible."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.withdraw_item", item)
    return take_off(item, ItemState.WITHDRAWN, resolution, actor)


def take_off(
    item: AgendaItem, state: ItemState, resolution: Resolution, actor: Actor, kind: ChangeKind | None = None
) -> AgendaItem:
    """Postpone or withdraw a locked item by resolution; `kind` where it is more than that."""
    before = selectors.numbers_of(item.meeting)
    set_aside(item, state, actor)
    note_change(item, kind or CHANGES[state], before, resolution, actor)
    return item


def set_aside(item: AgendaItem, state: ItemState, actor: Actor) -> AgendaItem:
    """Postpone or withdraw a locked item and what waits below it; one event each."""
    if item.state == ItemState.OPEN:
        run_leave_checks(item)
        item.closed_at = timezone.now()
    for row in selectors.subtree_of(item)[1:]:
        if row.state == ItemState.PENDING:
            row.meeting = item.meeting
            _go(row, actor, state, ASIDE[state])
    return _go(item, actor, state, ASIDE[state], closed_at=item.closed_at)


@transaction.atomic
def reopen_item(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Correct a wrong click (Berichtigung): a closed item is open again, one put off or withdrawn waits again.

    409 `item.another_open` when another item has been called meanwhile.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.reopen_item", item)
    if item.state == ItemState.CLOSED:
        _check_none_open(item)
        _check_publicity(item)
        return _go(item, actor, ItemState.OPEN, events.ITEM_REOPENED, closed_at=None)
    return _go(item, actor, ItemState.PENDING, events.ITEM_REOPENED, opened_at=None, closed_at=None)


def postpone_rest(meeting: Meeting, by: Actor) -> int:
    """Put off every item that still waits, for a meeting that is adjourned; answers how many. The meeting must be
    locked.
    """
    waiting = [item for item in selectors.items_in_order(meeting) if item.state == ItemState.PENDING]
    for item in waiting:
        _go(item, by, ItemState.POSTPONED, events.ITEM_POSTPONED)
    return len(waiting)
