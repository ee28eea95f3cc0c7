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

__all__ = [
    "accept_invitation",
    "cancel_meeting",
    "close_channels",
    "close_meeting",
    "confirm_confidentiality",
    "convene_meeting",
    "create_meeting",
    "edit_meeting",
    "exclude_public",
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
    "reopen_meeting",
    "resume_meeting",
]
