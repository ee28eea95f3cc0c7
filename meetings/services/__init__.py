"""Every change of state in the meetings room goes through one of these."""

from meetings.services.accounts import accept_invitation, invite_person, open_invitation
from meetings.services.attendance import join_meeting, leave_meeting, record_arrival, record_departure
from meetings.services.course import (
    cancel_meeting,
    close_meeting,
    convene_meeting,
    interrupt_meeting,
    open_meeting,
    reopen_meeting,
    resume_meeting,
)
from meetings.services.locking import lock_meeting
from meetings.services.planning import create_meeting, edit_meeting

__all__ = [
    "accept_invitation",
    "cancel_meeting",
    "close_meeting",
    "convene_meeting",
    "create_meeting",
    "edit_meeting",
    "interrupt_meeting",
    "invite_person",
    "join_meeting",
    "leave_meeting",
    "lock_meeting",
    "open_invitation",
    "open_meeting",
    "record_arrival",
    "record_departure",
    "reopen_meeting",
    "resume_meeting",
]
