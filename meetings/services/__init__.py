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
from meetings.services.publicity import (
    close_channels,
    confirm_confidentiality,
    exclude_public,
    readmit_public,
)
from meetings.services.quorum import check_quorum, request_quorum_check
from meetings.services.seats import hand_back_seat, release_seat, take_seat

__all__ = [
    "accept_invitation",
    "cancel_meeting",
    "check_quorum",
    "close_channels",
    "close_meeting",
    "confirm_confidentiality",
    "convene_meeting",
    "create_meeting",
    "edit_meeting",
    "exclude_public",
    "hand_back_seat",
    "interrupt_meeting",
    "invite_person",
    "join_meeting",
    "leave_meeting",
    "lock_meeting",
    "open_invitation",
    "open_meeting",
    "readmit_public",
    "record_arrival",
    "record_departure",
    "release_seat",
    "reopen_meeting",
    "request_quorum_check",
    "resume_meeting",
    "take_seat",
]
