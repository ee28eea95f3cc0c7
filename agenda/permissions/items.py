"""Who may do what in the agenda room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.enums import ItemState
from meetings.enums import MeetingState
from meetings.permissions import (
    Actor,
    Rule,
    desk,
    meeting_is_open,
    meeting_is_running,
    meeting_is_unfinished,
    register,
    state,
)
from meetings.permissions.predicates import meeting_of

only_desk = _("Only the chair or the clerk may do this.")


@state(_("This item is being dealt with or has been dealt with; its place is fixed."))
def item_has_not_begun(actor: Actor, item: Any) -> bool:
    return item.state not in {ItemState.OPEN, ItemState.CLOSED}


@state(_("This item is not being dealt with right now."))
def item_is_open(actor: Actor, item: Any) -> bool:
    return item.state == ItemState.OPEN


@state(_("This item is not waiting to be called."))
def item_is_pending(actor: Actor, item: Any) -> bool:
    return item.state == ItemState.PENDING


@state(_("This item has already been dealt with or taken off the agenda."))
def item_is_unfinished(actor: Actor, item: Any) -> bool:
    return item.state in {ItemState.PENDING, ItemState.OPEN}


@state(
    _("An item that was dealt with can come back only in a running meeting, one taken off the agenda until its end.")
)
def item_may_come_back(actor: Actor, item: Any) -> bool:
    running = item.meeting.state == MeetingState.RUNNING
    return item.state in {ItemState.POSTPONED, ItemState.WITHDRAWN} or (item.state == ItemState.CLOSED and running)


@state(_("Only a meeting that was closed for want of a quorum can be convened again."))
def ended_without_quorum(actor: Actor, target: Any) -> bool:
    meeting = meeting_of(target)
    return meeting.state == MeetingState.CLOSED and meeting.lacks_quorum


@state(_("This item is not public itself; nothing of it can be released."))
def item_is_public(actor: Actor, item: Any) -> bool:
    return bool(item.is_public)


# fmt: off
register(
    #    action                         who may do it  while this holds                            what others are told
    Rule("agenda.see_agenda",           desk,          told=only_desk),
    Rule("agenda.see_item",             desk,          told=only_desk),
    Rule("agenda.add_item",             desk,          meeting_is_unfinished,                      only_desk),
    Rule("agenda.edit_item",            desk,          meeting_is_unfinished,                      only_desk),
    Rule("agenda.move_item",            desk,          meeting_is_unfinished & item_has_not_begun, only_desk),
    Rule("agenda.split_item",           desk,          meeting_is_unfinished & item_is_pending,    only_desk),
    Rule("agenda.remove_item",          desk,          meeting_is_unfinished & item_is_pending,    only_desk),
    Rule("agenda.open_item",            desk,          meeting_is_running & item_is_pending,       only_desk),
    Rule("agenda.close_item",           desk,          meeting_is_open & item_is_open,             only_desk),
    Rule("agenda.take_back_item",       desk,          meeting_is_open & item_is_open,             only_desk),
    Rule("agenda.postpone_item",        desk,          meeting_is_unfinished & item_is_unfinished, only_desk),
    Rule("agenda.withdraw_item",        desk,          meeting_is_unfinished & item_is_unfinished, only_desk),
    Rule("agenda.reopen_item",          desk,          meeting_is_unfinished & item_may_come_back, only_desk),
    Rule("agenda.reconvene_meeting",    desk,          ended_without_quorum,                       only_desk),
    Rule("agenda.copy_meeting",         desk,          told=only_desk),
    Rule("agenda.write_note",           desk,          told=only_desk),
    Rule("agenda.see_matters",          desk,          told=only_desk),
    Rule("agenda.release_matter",       desk,          item_is_public,                             only_desk),
    Rule("agenda.add_presenter",        desk,          meeting_is_unfinished,                      only_desk),
    Rule("agenda.edit_presenter",       desk,          meeting_is_unfinished,                      only_desk),
    Rule("agenda.remove_presenter",     desk,          meeting_is_unfinished,                      only_desk),
    Rule("agenda.renew_presenter_link", desk,          meeting_is_unfinished,                      only_desk),
)
# fmt: on
