"""Who may do what in the voting room."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agenda.enums import ItemState
from agenda.permissions import item_is_open, item_is_unfinished
from meetings.permissions import (
    Actor,
    Rule,
    desk,
    meeting_is_open,
    meeting_is_running,
    meeting_is_unfinished,
    participant,
    present,
    register,
    state,
)
from voting.enums import PollState

no_vote = _("You have no vote in this poll.")
only_desk = _("Only the chair or the clerk may do this.")


@state(_("This poll has been opened already."))
def poll_is_draft(actor: Actor, poll: Any) -> bool:
    return poll.state == PollState.DRAFT


@state(_("This poll is not open."))
def poll_is_open(actor: Actor, poll: Any) -> bool:
    return poll.state == PollState.OPEN


@state(_("There is no counted result that waits to be declared."))
def poll_is_closed(actor: Actor, poll: Any) -> bool:
    return poll.state == PollState.CLOSED


@state(_("The vote has no result yet."))
def poll_is_counted(actor: Actor, poll: Any) -> bool:
    return poll.state in {PollState.CLOSED, PollState.DECLARED}


@state(_("This vote has been annulled already, or was never opened."))
def poll_may_be_annulled(actor: Actor, poll: Any) -> bool:
    return poll.state in {PollState.OPEN, PollState.CLOSED, PollState.DECLARED}


@state(_("The item is not being dealt with right now; call it first."))
def its_item_is_open(actor: Actor, poll: Any) -> bool:
    return poll.item.state == ItemState.OPEN


# fmt: off
register(
    #    action, who may do it, while this holds, what others are told
    Rule("voting.create_poll",            desk, meeting_is_unfinished & item_is_unfinished, only_desk),
    Rule("voting.put_recusal_to_vote",    desk, meeting_is_running & item_is_open, only_desk),
    Rule("voting.put_procedural_to_vote", desk, meeting_is_running & item_is_open, only_desk),
    Rule("voting.take_by_acclamation",    desk, meeting_is_running & item_is_open, only_desk),
    Rule("voting.override_approval",      desk, meeting_is_unfinished, only_desk),
    Rule("voting.discard_poll",           desk, poll_is_draft, only_desk),
    Rule("voting.open_poll",              desk, meeting_is_running & poll_is_draft & its_item_is_open, only_desk),
    Rule("voting.cast_ballot",            participant, meeting_is_running & present, no_vote),
    Rule("voting.enter_hands",            desk, meeting_is_running & poll_is_open, only_desk),
    Rule("voting.enter_votes",            desk, meeting_is_running & poll_is_open, only_desk),
    Rule("voting.call_elector",           desk, meeting_is_running & poll_is_open, only_desk),
    Rule("voting.admit_elector",          desk, meeting_is_running & poll_is_open, only_desk),
    Rule("voting.change_way",             desk, meeting_is_running & poll_is_open, only_desk),
    Rule("voting.close_poll",             desk, meeting_is_running & poll_is_open, only_desk),
    Rule("voting.declare_result",         desk, meeting_is_open & poll_is_closed, only_desk),
    Rule("voting.annul_poll",             desk, meeting_is_open & poll_may_be_annulled, only_desk),
    Rule("voting.repeat_poll",            desk, meeting_is_running & its_item_is_open, only_desk),
    Rule("voting.object_to_result",       desk, meeting_is_open & poll_is_counted, only_desk),
    Rule("voting.recount_result",         desk, meeting_is_open & poll_is_counted, only_desk),
    Rule("voting.see_recomputed",         desk, poll_is_counted, only_desk),
)
# fmt: on
