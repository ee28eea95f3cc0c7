"""The event kinds of the voting room; `agenda.events.audience_for` says who may see them."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.event_kinds import EventKind, declare
from voting.enums import Outcome

POLL = ("item", "poll")
POLL_CREATED = declare(EventKind("voting.poll.created", _("A poll was prepared."), POLL, audience=Audience.DESK))
POLL_DISCARDED = declare(EventKind("voting.poll.discarded", _("A prepared poll was discarded."), POLL, audience=Audience.DESK))
POLL_OPENED = declare(
    EventKind("voting.poll.opened", _("The vote was opened: {question}"), (*POLL, "rule", "electors"), ("question",), in_minutes=True)
)
BALLOT_CAST = declare(EventKind("voting.ballot.cast", _("A ballot was cast."), (*POLL, "person", "version"), ("choice",)))
POLL_CLOSED = declare(
    EventKind(
        "voting.poll.closed",
        _("The vote was closed: {yes} Yes, {no} No, {abstain} abstentions, {not_voted} did not vote."),
        (*POLL, "yes", "no", "abstain", "not_voted", "outcome"),
        in_minutes=True,
        choices=(("outcome", Outcome),),
    )
)
RESULT_DECLARED = declare(
    EventKind(
        "voting.result.declared", _("The chair declared: {outcome}."), (*POLL, "outcome"), in_minutes=True, choices=(("outcome", Outcome),)
    )
)
