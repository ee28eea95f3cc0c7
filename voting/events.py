"""The event kinds of the voting room.

Everything that says how somebody or the body voted stands as a commitment: the open chain of a meeting with a
non-public part may leave the house.
"""

from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.journal.kinds import EventKind, declare
from voting.enums import Choice, Method, RemarkKind, Way
from voting.models import Poll

POLL = ("poll", "item", "number")
QUESTION = ("question",)
FROZEN = ("electors", "method", "rule", "abstentions", "casting_vote", "present", "members", "roll", "repeats")
"""What is fixed when a poll opens; `roll` is the electorate: [{"elector", "way", "weight"}], their names stand in
`names`.
"""

OF_A_VOTE = ("voting.poll.opened", "poll")
"""What counts a public vote anew stays in public exports, where no choice is opened that was not."""


def audience_for(poll: Poll) -> Audience:
    """Who may see what happens in this poll."""
    return Audience.PUBLIC if poll.is_public else Audience.PARTICIPANT


POLL_CREATED = declare(
    EventKind(
        "voting.poll.created",
        _("A vote on item {number} was prepared: {question}"),
        POLL,
        QUESTION,
        audience=Audience.DESK,
    )
)
POLL_DISCARDED = declare(
    EventKind(
        "voting.poll.discarded",
        _("A prepared vote on item {number} was discarded: {question}"),
        POLL,
        QUESTION,
        audience=Audience.DESK,
    )
)
POLL_OPENED = declare(
    EventKind(
        "voting.poll.opened",
        _("The vote on item {number} was opened for {electors} electors ({method}): {question}"),
        (*POLL, *FROZEN),
        ("question", "names"),
        choices=(("method", Method),),
    )
)
ELECTOR_ADMITTED = declare(
    EventKind(
        "voting.elector.admitted",
        _("By decision of the chair {name}, who came after the opening, takes part in the vote on item {number}."),
        (*POLL, "elector", "way", "weight"),
        ("name",),
        in_minutes=True,
    )
)
WAY_CHANGED = declare(
    EventKind(
        "voting.elector.moved",
        _("In the vote on item {number} the way of {name} is now: {way}."),
        (*POLL, "elector", "way"),
        ("name",),
        audience=Audience.PARTICIPANT,
        choices=(("way", Way),),
        kept_with=OF_A_VOTE,
    )
)
ELECTOR_CALLED = declare(
    EventKind(
        "voting.elector.called",
        _("In the roll call on item {number} {name} was called."),
        (*POLL, "elector"),
        ("name",),
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
        kept_with=OF_A_VOTE,
    )
)
BALLOT_ENTERED = declare(
    EventKind(
        "voting.ballot.entered",
        _("A vote that was seen or heard was entered: {choice} (version {version})."),
        ("poll", "elector", "version"),
        ("choice",),
        audience=Audience.PARTICIPANT,
        choices=(("choice", Choice),),
        kept_with=OF_A_VOTE,
    )
)
HANDS_COUNTED = declare(
    EventKind(
        "voting.hands.counted",
        _("The hands in the vote on item {number} were counted (version {version})."),
        (*POLL, "version"),
        ("counts", "casting"),
        audience=Audience.DESK,
        kept_with=OF_A_VOTE,
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
POLL_CLOSED = declare(
    EventKind(
        "voting.poll.closed",
        _("The vote on item {number} was closed."),
        POLL,
        ("counts", "hands", "choices", "casting", "outcome"),
    )
)
"""`choices` says how each elector voted, by number, where the rules show it; `hands` what was counted of hands,
empty when none were.
"""
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
        _("Result of the vote on item {number}: “{result}”"),
        POLL,
        ("counts", "outcome", "result"),
        in_minutes=True,
        signed=True,
    )
)
POLL_ANNULLED = declare(
    EventKind(
        "voting.poll.annulled",
        _("The vote on item {number} was annulled: {ground}"),
        POLL,
        ("ground",),
        in_minutes=True,
        kept_with=OF_A_VOTE,
        signed=True,
    )
)
POLL_REPEATED = declare(
    EventKind(
        "voting.poll.repeated",
        _("The annulled vote on item {number} was held again; the new result is valid."),
        (*POLL, "repetition"),
        in_minutes=True,
        kept_with=OF_A_VOTE,
    )
)
OBJECTION_RAISED = declare(
    EventKind(
        "voting.result.objected",
        _("{name} objects to the result of the vote on item {number}: {text}"),
        POLL,
        ("name", "text"),
        in_minutes=True,
    )
)
RESULT_RECOUNTED = declare(
    EventKind(
        "voting.result.recounted",
        _("{purpose} of the vote on item {number}: “{result}” Ground: {ground}"),
        (*POLL, "purpose"),
        ("counts", "hands", "casting", "outcome", "result", "ground"),
        in_minutes=True,
        choices=(("purpose", RemarkKind),),
        kept_with=OF_A_VOTE,
        signed=True,
    )
)
APPROVAL_OVERRIDDEN = declare(
    EventKind(
        "voting.approval.overridden",
        _("Votes are cast electronically in this meeting although the program has no approval. Ground: {reason}"),
        (),
        ("reason",),
        in_minutes=True,
    )
)
