"""Who may do what in the meetings room."""

from django.utils.translation import gettext_lazy as _

from meetings.permissions.engine import Rule, always, register
from meetings.permissions.predicates import (
    administrator,
    clerk,
    desk,
    mail_may_go_again,
    meeting_has_begun,
    meeting_is_closed,
    meeting_is_convened,
    meeting_is_draft,
    meeting_is_interrupted,
    meeting_is_live,
    meeting_is_open,
    meeting_is_planned,
    meeting_is_running,
    meeting_is_unfinished,
    participant,
    present,
    public_is_in,
    public_is_out,
)

only_desk = _("Only the chair or the clerk may do this.")
only_clerk = _("Only the clerk may do this.")
only_administrator = _("Only the administrator may do this.")

# fmt: off
register(
    #    action, who may do it, while this holds, what others are told
    Rule("meetings.see_room", participant, always, _("The room is open to members only.")),
    Rule("meetings.see_desk", desk, always, only_desk),
    Rule("meetings.see_video", participant, meeting_is_live, _("The video conference is open to members only.")),
    Rule("meetings.create_meeting", desk, always, only_desk),
    Rule("meetings.edit_meeting", desk, meeting_is_unfinished, only_desk),
    Rule("meetings.convene_meeting", desk, meeting_is_draft, only_desk),
    Rule("meetings.cancel_meeting", desk, meeting_is_planned, only_desk),
    Rule("meetings.open_meeting", desk, meeting_is_convened, only_desk),
    Rule("meetings.note_formality", desk, meeting_is_running, only_desk),
    Rule("meetings.take_back_formality", desk, meeting_is_running, only_desk),
    Rule("meetings.put_off_news", desk, meeting_is_open, only_desk),
    Rule("meetings.interrupt_meeting", desk, meeting_is_running, only_desk),
    Rule("meetings.resume_meeting", desk, meeting_is_interrupted, only_desk),
    Rule("meetings.close_meeting", desk, meeting_is_running, only_desk),
    Rule("meetings.adjourn_meeting", desk, meeting_is_running, only_desk),
    Rule("meetings.reopen_meeting", desk, meeting_is_closed, only_desk),
    Rule("meetings.record_arrival", desk, meeting_is_live, only_desk),
    Rule("meetings.record_all_arrivals", desk, meeting_is_live, only_desk),
    Rule("meetings.record_departure", desk, meeting_is_live, only_desk),
    Rule("meetings.join_meeting", participant, meeting_is_live, _("Only members of the body can take part.")),
    Rule("meetings.leave_meeting", participant, meeting_is_live, _("Only members of the body can take part.")),
    Rule("meetings.correct_attendance", desk, meeting_has_begun, only_desk),
    Rule("meetings.strike_attendance", desk, meeting_has_begun, only_desk),
    Rule("meetings.import_roll", desk, meeting_is_live, only_desk),
    Rule("meetings.renew_display_link", desk, meeting_is_unfinished, only_desk),
    Rule("meetings.make_display_code", desk, meeting_is_live, only_desk),
    Rule("meetings.revoke_display_code", desk, meeting_is_live, only_desk),
    Rule("meetings.name_display", desk, meeting_is_unfinished, only_desk),
    Rule("meetings.point_out_display", desk, meeting_is_unfinished, only_desk),
    Rule("meetings.disconnect_display", desk, meeting_is_unfinished, only_desk),
    Rule("meetings.exclude_public", desk, meeting_is_running & public_is_in, only_desk),
    Rule("meetings.close_channels", desk, meeting_is_open & public_is_out, only_desk),
    Rule("meetings.readmit_public", desk, meeting_is_running & public_is_out, only_desk),
    Rule("meetings.confirm_confidentiality", participant, public_is_out & present, _("Only members can take part.")),
    Rule("meetings.take_seat", desk, meeting_is_open, only_desk),
    Rule("meetings.hand_back_seat", desk, meeting_is_open, only_desk),
    Rule("meetings.release_seat", desk, meeting_is_open, only_desk),
    Rule("meetings.check_quorum", desk, meeting_is_open, only_desk),
    Rule("meetings.request_quorum_check", participant, meeting_is_open & present, _("Only members of the "
    "body can take part.")),
    Rule("meetings.see_body_history", desk | administrator, always, only_desk),
    Rule("meetings.invite_person", clerk | administrator, always, only_clerk),
    Rule("meetings.set_appearance", administrator, always, only_administrator),
    Rule("meetings.revoke_invitation", clerk | administrator, always, only_clerk),
    Rule("meetings.see_people", clerk | administrator, always, only_clerk),
    Rule("meetings.add_person", clerk | administrator, always, only_clerk),
    Rule("meetings.edit_person", clerk | administrator, always, only_clerk),
    Rule("meetings.import_people", clerk | administrator, always, only_clerk),
    Rule("meetings.add_membership", clerk | administrator, always, only_clerk),
    Rule("meetings.change_membership", clerk | administrator, always, only_clerk),
    Rule("meetings.end_membership", clerk | administrator, always, only_clerk),
    Rule("meetings.add_body", administrator, always, only_administrator),
    Rule("meetings.rename_body", administrator, always, only_administrator),
    Rule("meetings.end_body", administrator, always, only_administrator),
    Rule("meetings.unlock_account", clerk | administrator, always, only_clerk),
    Rule("meetings.see_mails", clerk | administrator, always, only_clerk),
    Rule("meetings.send_mail_again", clerk | administrator, mail_may_go_again, only_clerk),

    Rule("meetings.report_disruption", participant, meeting_is_live, _("Only members of the body can take part.")),
    Rule("meetings.record_disruption", desk, meeting_is_live, only_desk),
    Rule("meetings.settle_disruption", desk, meeting_is_live, only_desk),
    Rule("meetings.mark_repeated", desk, meeting_is_open, only_desk),

    Rule("meetings.call_to_matter", desk, meeting_is_open, only_desk),
    Rule("meetings.call_to_order", desk, meeting_is_open, only_desk),
    Rule("meetings.withdraw_floor", desk, meeting_is_open, only_desk),
    Rule("meetings.exclude_person", desk, meeting_is_open, only_desk),
    Rule("meetings.record_refusal", desk, meeting_is_open, only_desk),
    Rule("meetings.revoke_measure", desk, always, only_desk),

    Rule("meetings.hand_over_presiding", desk, meeting_is_open, only_desk),
    Rule("meetings.resume_presiding", desk, meeting_is_open, only_desk),
)
# fmt: on
