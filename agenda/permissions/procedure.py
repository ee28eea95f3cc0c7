"""Who may do what about motions on procedure."""

from django.utils.translation import gettext_lazy as _

from agenda.permissions.items import item_is_open, only_desk
from agenda.permissions.motions import own_motion
from meetings.permissions import Rule, desk, meeting_is_open, meeting_is_running, participant, present, register

only_members = _("Only members can move something.")


# fmt: off
register(
    #    action, who may do it, while this holds, what others are told
    Rule("agenda.move_procedural",     participant,        meeting_is_running & item_is_open & present, only_members),
    Rule("agenda.enter_procedural",    desk,               meeting_is_running & item_is_open,           only_desk),
    Rule("agenda.oppose_procedural",   participant,        meeting_is_running & present,                only_members),
    Rule("agenda.support_procedural",  participant,        meeting_is_running & present,                only_members),
    Rule("agenda.withdraw_procedural", desk | own_motion,  meeting_is_open,                             only_desk),
)
# fmt: on
