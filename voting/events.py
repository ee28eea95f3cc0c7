"""The event kinds of the voting room.

Everything that says how somebody or the body voted stands as a commitment: the open chain of a meeting with a
non-public part may leave the house.
"""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.event_kinds import EventKind, declare
from voting.enums import Choice
from voting.models import Poll

POLL = ("poll", "item", "number")
QUESTION = ("question",)


def audience_for(poll: Poll) -> Audience:
    """Who may see what happens in this poll."""
    return Audience.PUBLIC if poll.is_public else Audience.PARTICIPANT


POLL_CREATED = declare(
    EventKind("voting.poll.created", _("A vote on item {number} was prepared: {question}"), POLL, QUESTION, audience=Audience.DESK)
)
POLL_DISCARDED = declare(
    EventKind(
        "voting.poll.discarded", _("A prepared vote on item {number} was discarded: {question}"), POLL, QUESTION, audience=Audience.DESK
    )
)
POLL_OPENED = declare(
    EventKind(
        "voting.poll.opened", _("The vote on item {number} was opened for {electors} electors: {question}"), (*POLL, "electors"), QUESTION
    )
)
BALLOT_CAST = declare(
    EventKind(
        "voting.ballot.cast",
        _("A vote was cast: {choice} (version {version})."),
        ("poll", "elector", "version"),
        ("choice",),
        audience=Audience.PARTICIPANT,
        in_bursts=True,
        choices=(("choice", Choice),),
    )
)
OUT_OF_ORDER = declare(
    EventKind(
        "voting.poll.out_of_order",
        _("By decision of the chair this vote on item {number} is held before the vote on what was moved by {names}."),
        (*POLL, "motions"),
        ("names",),
        in_minutes=True,
    )
)
POLL_CLOSED = declare(EventKind("voting.poll.closed", _("The vote on item {number} was closed."), POLL, ("counts",)))
CLOSED_DESPITE_UNREACHABLE = declare(
    EventKind(
        "voting.poll.closed_despite",
        _("The vote on item {number} was closed although these could not be reached: {names}"),
        (*POLL, "people"),
        ("names",),
        in_minutes=True,
    )
)
RESULT_DECLARED = declare(
    EventKind(
        "voting.poll.declared",
        _('Result of the vote on item {number}: "{result}"'),
        POLL,
        ("counts", "outcome", "result"),
        in_minutes=True,
    )
)
