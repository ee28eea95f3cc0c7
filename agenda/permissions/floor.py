"""Who may do what on the list of speakers."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.permissions.items import item_is_open, only_desk
from meetings.permissions import Actor, Rule, desk, meeting_is_open, meeting_is_running, participant, present, register
from meetings.permissions.engine import predicate

only_members = _("Only members can ask for the floor.")


@predicate
def own_request(actor: Actor, request: Any) -> bool:
    return request is not None and actor.person_id is not None and request.person_id == actor.person_id


own = _("This request is somebody else's.")
# fmt: off
register(
    #    action, who may do it, while this holds, what others are told
    Rule("agenda.ask_for_floor",     participant, meeting_is_running & item_is_open & present, only_members),
    Rule("agenda.withdraw_request",  own_request, meeting_is_open,                             own),
    Rule("agenda.confirm_media",     own_request, meeting_is_open & present,                   own),
    Rule("agenda.enter_request",     desk,        meeting_is_running & item_is_open,           only_desk),
    Rule("agenda.strike_request",    desk,        meeting_is_open,                             only_desk),
    Rule("agenda.call_speaker",      desk,        meeting_is_running,                          only_desk),
    Rule("agenda.pause_speech",      desk,        meeting_is_open,                             only_desk),
    Rule("agenda.continue_speech",   desk,        meeting_is_running,                          only_desk),
    Rule("agenda.interrupt_speech",  desk,        meeting_is_open,                             only_desk),
    Rule("agenda.end_speech",        desk,        meeting_is_open,                             only_desk),
    Rule("agenda.open_list",         desk,        meeting_is_running & item_is_open,           only_desk),
    Rule("agenda.close_list",        desk,        meeting_is_open & item_is_open,              only_desk),
    Rule("agenda.close_debate",      desk,        meeting_is_running & item_is_open,           only_desk),
    Rule("agenda.set_speaking_time", desk,        meeting_is_running & item_is_open,           only_desk),
)
# fmt: on
