"""What all services of the room share: the lock, and the event about one poll."""

from __future__ import annotations

from typing import Any

from agenda.selectors import number_of
from meetings.enums import Audience
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.permissions import Actor
from meetings.services import lock_meeting
from voting.events import audience_for
from voting.models import Poll
from voting.selectors import poll_in


def lock_poll(poll: Poll, actor: Actor) -> tuple[Poll, Actor]:
    """Lock the poll's meeting and read poll and rights anew; 409 `poll.gone` when it has been discarded."""
    meeting, actor = lock_meeting(poll.meeting_id, actor)
    return poll_in(meeting, poll.pk), actor


def tell(
    poll: Poll, kind: EventKind, actor: Actor, secrets: dict[str, Any], *, hidden: bool = False, **data: Any
) -> None:
    """Record an event about a poll with its item and number; a `hidden` one tells of something non-public besides."""
    audience = Audience.DESK if kind.audience == Audience.DESK else audience_for(poll)
    if hidden and audience == Audience.PUBLIC:
        audience = Audience.PARTICIPANT
    data |= {"poll": poll.pk, "item": poll.item_id, "number": number_of(poll.item)}
    record(poll.meeting, kind, actor=actor, audience=audience, secrets=secrets, **data)
