"""The event kinds of the quorum: somebody asked for a check, and what a check found."""

from django.utils.translation import gettext_lazy as _

from meetings.enums import QuorumFinding
from meetings.journal.kinds import EventKind, declare

QUORUM_REQUESTED = declare(
    EventKind(
        "meetings.quorum.requested",
        _("{name} asks for the quorum to be checked."),
        keys=("person",),
        secrets=("name",),
        in_minutes=True,
    )
)
QUORUM_CHECKED = declare(
    EventKind(
        "meetings.quorum.checked",
        _(
            "The quorum was checked: {present} of {members} voting seats are present, {required} are required"
            " (council members: {council}, expert citizens: {experts}). {finding}"
        ),
        keys=("present", "members", "required", "council", "experts", "finding"),
        choices=(("finding", QuorumFinding),),
        in_minutes=True,
    )
)
