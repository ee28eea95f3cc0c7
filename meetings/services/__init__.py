"""Every change of state in the meetings room goes through one of these."""

from meetings.services.accounts import accept_invitation, invite_person, open_invitation
from meetings.services.attendance import join_meeting, leave_meeting, record_arrival, record_departure
from meetings.services.course import (
    adjourn_meeting,
    cancel_meeting,
    close_meeting,
    convene_meeting,
    interrupt_meeting,
    open_meeting,
    reopen_meeting,
    resume_meeting,
)
from meetings.services.disruptions import (
    check_nothing_to_repeat,
    mark_repeated,
    note_detected,
    record_disruption,
    report_disruption,
    settle_disruption,
)
from meetings.services.locking import lock_meeting
from meetings.services.order import call_to_matter, call_to_order, exclude_person, record_refusal, revoke_measure, withdraw_floor
from meetings.services.planning import create_meeting, edit_meeting
from meetings.services.presiding import hand_over_presiding, item_left, resume_presiding

__all__ = [
    "accept_invitation",
    "adjourn_meeting",
    "call_to_matter",
    "call_to_order",
    "cancel_meeting",
    "check_nothing_to_repeat",
    "close_meeting",
    "convene_meeting",
    "create_meeting",
    "edit_meeting",
    "exclude_person",
    "hand_over_presiding",
    "interrupt_meeting",
    "invite_person",
    "item_left",
    "join_meeting",
    "leave_meeting",
    "lock_meeting",
    "mark_repeated",
    "note_detected",
    "open_invitation",
    "open_meeting",
    "record_arrival",
    "record_departure",
    "record_disruption",
    "record_refusal",
    "reopen_meeting",
    "report_disruption",
    "resume_meeting",
    "resume_presiding",
    "revoke_measure",
    "settle_disruption",
    "withdraw_floor",
]
