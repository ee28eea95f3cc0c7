"""Every change of state in the agenda room goes through one of these."""

from agenda.services.changes import Resolution
from agenda.services.copying import copy_meeting
from agenda.services.course import close_item, open_item, postpone_item, reopen_item, take_back_item, withdraw_item
from agenda.services.matters import release_matter
from agenda.services.motion_course import (
    decide_motion,
    order_motions,
    set_motion_back,
    settle_motion,
    withdraw_motion,
)
from agenda.services.motions import (
    edit_motion,
    move_amendment,
    move_motion,
    support_motion,
    take_support_back,
)
from agenda.services.notes import write_note
from agenda.services.notices import MINUTES, ask_notice, cancel_notice, check_notice, confirm_notice, forget_notices
from agenda.services.order import move_item
from agenda.services.planning import add_item, edit_item, remove_item, split_item
from agenda.services.presenters import add_presenter, edit_presenter, remove_presenter, renew_presenter_link
from agenda.services.procedure import (
    enter_procedural,
    move_procedural,
    oppose_procedural,
    support_procedural,
    withdraw_procedural,
)
from agenda.services.reconvening import reconvene_meeting
from agenda.services.recusals import declare_recusal, enter_recusal, take_back_recusal
from agenda.services.rounds import tell_notices
from agenda.services.speakers import (
    ask_for_floor,
    call_speaker,
    confirm_media,
    enter_request,
    strike_request,
    withdraw_request,
)
from agenda.services.speeches import (
    close_debate,
    close_list,
    continue_speech,
    end_speech,
    interrupt_speech,
    open_list,
    pause_speech,
    set_speaking_time,
)

__all__ = [
    "MINUTES",
    "Resolution",
    "add_item",
    "add_presenter",
    "ask_for_floor",
    "ask_notice",
    "call_speaker",
    "cancel_notice",
    "check_notice",
    "close_debate",
    "close_item",
    "close_list",
    "confirm_media",
    "confirm_notice",
    "continue_speech",
    "copy_meeting",
    "decide_motion",
    "declare_recusal",
    "edit_item",
    "edit_motion",
    "edit_presenter",
    "end_speech",
    "enter_procedural",
    "enter_recusal",
    "enter_request",
    "forget_notices",
    "interrupt_speech",
    "move_amendment",
    "move_item",
    "move_motion",
    "move_procedural",
    "open_item",
    "open_list",
    "oppose_procedural",
    "order_motions",
    "pause_speech",
    "postpone_item",
    "reconvene_meeting",
    "release_matter",
    "remove_item",
    "remove_presenter",
    "renew_presenter_link",
    "reopen_item",
    "set_motion_back",
    "set_speaking_time",
    "settle_motion",
    "split_item",
    "strike_request",
    "support_motion",
    "support_procedural",
    "take_back_item",
    "take_back_recusal",
    "take_support_back",
    "tell_notices",
    "withdraw_item",
    "withdraw_motion",
    "withdraw_procedural",
    "withdraw_request",
    "write_note",
]
