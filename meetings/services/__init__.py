"""Every change of state in the meetings room goes through one of these."""

from meetings.services.accounts import accept_invitation, invite_person, open_invitation
from meetings.services.appearance import set_appearance
from meetings.services.attendance import (
    end_presence,
    join_meeting,
    leave_meeting,
    record_all_arrivals,
    record_arrival,
    record_departure,
)
from meetings.services.bodies import add_body, end_body, rename_body
from meetings.services.connections import watch_over
from meetings.services.corrections import correct_attendance, strike_attendance
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
from meetings.services.displays import (
    connect_display,
    disconnect_display,
    make_display_code,
    name_display,
    point_out_display,
    renew_display_link,
    revoke_display_code,
)
from meetings.services.disruptions import (
    check_nothing_to_repeat,
    mark_repeated,
    note_detected,
    record_disruption,
    report_disruption,
    settle_disruption,
)
from meetings.services.feedback import send_feedback
from meetings.services.formalities import note_formality, take_back_formality
from meetings.services.letters import AUTOMATIC, contacts_of, letter, signature
from meetings.services.locking import lock, lock_meeting, lock_meeting_for
from meetings.services.locks import lift_locks, note_lock, unlock_account
from meetings.services.mails import send_mail_again
from meetings.services.memberships import add_membership, change_membership, end_membership
from meetings.services.news import put_off_news
from meetings.services.order import (
    call_to_matter,
    call_to_order,
    exclude_person,
    record_refusal,
    revoke_measure,
    withdraw_floor,
)
from meetings.services.people import add_person, edit_person, revoke_invitation
from meetings.services.people_import import import_people
from meetings.services.planning import create_meeting, edit_meeting
from meetings.services.presiding import hand_over_presiding, item_left, resume_presiding
from meetings.services.publicity import close_channels, confirm_confidentiality, exclude_public, readmit_public
from meetings.services.quorum import check_quorum, request_quorum_check
from meetings.services.readings import record_command, record_reading
from meetings.services.records import tell_changes
from meetings.services.rolls import import_roll
from meetings.services.seats import hand_back_seat, release_seat, take_seat

__all__ = [
    "AUTOMATIC",
    "accept_invitation",
    "add_body",
    "add_membership",
    "add_person",
    "adjourn_meeting",
    "call_to_matter",
    "call_to_order",
    "cancel_meeting",
    "change_membership",
    "check_nothing_to_repeat",
    "check_quorum",
    "close_channels",
    "close_meeting",
    "confirm_confidentiality",
    "connect_display",
    "contacts_of",
    "convene_meeting",
    "correct_attendance",
    "create_meeting",
    "disconnect_display",
    "edit_meeting",
    "edit_person",
    "end_body",
    "end_membership",
    "end_presence",
    "exclude_person",
    "exclude_public",
    "hand_back_seat",
    "hand_over_presiding",
    "import_people",
    "import_roll",
    "interrupt_meeting",
    "invite_person",
    "item_left",
    "join_meeting",
    "leave_meeting",
    "letter",
    "lift_locks",
    "lock",
    "lock_meeting",
    "lock_meeting_for",
    "make_display_code",
    "mark_repeated",
    "name_display",
    "note_detected",
    "note_formality",
    "note_lock",
    "open_invitation",
    "open_meeting",
    "point_out_display",
    "put_off_news",
    "readmit_public",
    "record_all_arrivals",
    "record_arrival",
    "record_command",
    "record_departure",
    "record_disruption",
    "record_reading",
    "record_refusal",
    "release_seat",
    "rename_body",
    "renew_display_link",
    "reopen_meeting",
    "report_disruption",
    "request_quorum_check",
    "resume_meeting",
    "resume_presiding",
    "revoke_display_code",
    "revoke_invitation",
    "revoke_measure",
    "send_feedback",
    "send_mail_again",
    "set_appearance",
    "settle_disruption",
    "signature",
    "strike_attendance",
    "take_back_formality",
    "take_seat",
    "tell_changes",
    "unlock_account",
    "watch_over",
    "withdraw_floor",
]
