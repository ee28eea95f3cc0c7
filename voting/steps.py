"""What the voting room hangs into the desk: next steps, and checks before an item or a meeting is left."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.enums import Treatment
from agenda.models import AgendaItem
from agenda.registry import check_before_leaving
from agenda.selectors import open_item
from meetings import registry
from meetings.enums import MeetingState
from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.registry import Step
from voting.enums import PollState
from voting.models import Poll

DECIDES = frozenset({Treatment.DECISION, Treatment.RECOMMENDATION, Treatment.MOTION})


def _refuse_unfinished(polls: list[Poll]) -> None:
    states = {poll.state for poll in polls}
    if PollState.OPEN in states:
        raise DomainError("poll.still_open", _("A vote is still open. Close it first."))
    if PollState.CLOSED in states:
        raise DomainError("poll.not_declared", _("The result of a vote has not been declared yet."))


@check_before_leaving
def _check_item(item: AgendaItem) -> None:
    _refuse_unfinished(list(Poll.objects.filter(item=item)))


@registry.check_before_close
def _check_meeting(meeting: Meeting) -> None:
    _refuse_unfinished(list(Poll.objects.filter(meeting=meeting)))


def _finish_poll(meeting: Meeting) -> Step | None:
    poll = Poll.objects.filter(meeting=meeting, state__in=[PollState.OPEN, PollState.CLOSED]).first()
    if poll is None or meeting.state != MeetingState.RUNNING:
        return None
    if poll.state == PollState.OPEN:
        return Step(_("Close the vote"), reverse("voting:close_poll", args=[poll.pk]), confirm=_("Press again to close the vote"))
    return Step(_("Declare the result"), reverse("voting:declare_result", args=[poll.pk]))


def _put_to_vote(meeting: Meeting) -> Step | None:
    item = open_item(meeting) if meeting.state == MeetingState.RUNNING else None
    if item is None or not item.draft_resolution or item.treatment not in DECIDES:
        return None
    prepared = Poll.objects.filter(item=item).first()
    if prepared is None:
        fields = (("question", item.draft_resolution), ("open", "1"))
        return Step(_("Put to the vote"), reverse("voting:create_poll", args=[item.pk]), fields=fields)
    if prepared.state == PollState.DRAFT:
        return Step(_("Put to the vote"), reverse("voting:open_poll", args=[prepared.pk]))
    return None


registry.offer_step(15, _finish_poll)
registry.offer_step(19, _put_to_vote)
