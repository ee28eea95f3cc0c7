"""Who may do what in the voting room."""

from django.utils.translation import gettext_lazy as _

from meetings.permissions import Actor, Rule, desk, meeting_is_open, meeting_is_running, register, seat_holder, state
from voting.enums import PollState
from voting.models import Poll


@state(_("This poll has already been opened."))
def poll_is_draft(actor: Actor, poll: Poll) -> bool:
    return poll.state == PollState.DRAFT


@state(_("This poll is not open."))
def poll_is_open(actor: Actor, poll: Poll) -> bool:
    return poll.state == PollState.OPEN


@state(_("Only a closed poll has a result to be declared."))
def poll_is_closed(actor: Actor, poll: Poll) -> bool:
    return poll.state == PollState.CLOSED


only_desk = _("Only the chair or the clerk may do this.")

# fmt: off
register(
    #    action                   who may do it  while this holds                      what others are told
    Rule("voting.create_poll",    desk,          meeting_is_open,                      only_desk),
    Rule("voting.discard_poll",   desk,          poll_is_draft,                        only_desk),
    Rule("voting.open_poll",      desk,          meeting_is_running & poll_is_draft,   only_desk),
    Rule("voting.close_poll",     desk,          meeting_is_running & poll_is_open,    only_desk),
    Rule("voting.declare_result", desk,          meeting_is_open & poll_is_closed,     only_desk),
    Rule("voting.cast_ballot",    seat_holder,   meeting_is_running,                   _("You have no vote in this body.")),
)
# fmt: on
