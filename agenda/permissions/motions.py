"""Who may do what with motions and amendments."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.enums import MotionState
from agenda.permissions.items import item_is_open, only_desk
from meetings.permissions import (
    Actor,
    Rule,
    desk,
    meeting_is_open,
    meeting_is_running,
    present,
    register,
    seat_holder,
    state,
)
from meetings.permissions.engine import predicate

only_seats = _("Only members who are present and hold a seat can do this.")


@predicate
def own_motion(actor: Actor, motion: Any) -> bool:
    return motion is not None and actor.person_id is not None and motion.mover_id == actor.person_id


@state(_("This motion has been decided, settled or withdrawn."))
def motion_is_undecided(actor: Actor, motion: Any) -> bool:
    return motion.state == MotionState.MOVED


others = _("This motion is somebody else's.")
# fmt: off
register(
    #    action, who may do it, while this holds, what others are told
    Rule("agenda.move_motion",       seat_holder | desk, meeting_is_running & item_is_open, only_seats),
    Rule("agenda.move_amendment",    seat_holder | desk, meeting_is_running & item_is_open, only_seats),
    Rule("agenda.support_motion",    seat_holder, meeting_is_running & motion_is_undecided & present, only_seats),
    Rule("agenda.take_support_back", seat_holder, meeting_is_open & motion_is_undecided, only_seats),
    Rule("agenda.edit_motion",       own_motion | desk, meeting_is_open & motion_is_undecided, others),
    Rule("agenda.withdraw_motion",   own_motion | desk, meeting_is_open & motion_is_undecided, others),
    Rule("agenda.order_motions",     desk, meeting_is_open & motion_is_undecided, only_desk),
    Rule("agenda.settle_motion",     desk, meeting_is_open & motion_is_undecided, only_desk),
)
# fmt: on
