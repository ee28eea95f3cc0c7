"""What follows from a declared result: a dispute about a conflict of interest is settled."""

from __future__ import annotations

from agenda.selectors import recusal_in
from agenda.services.recusals import settle_recusal
from meetings.permissions import Actor
from voting.enums import Outcome
from voting.models import Poll


def take_effect(poll: Poll, actor: Actor) -> None:
    """Let the declared result of a locked poll work on what it was about."""
    if poll.recusal_id is not None:
        row = recusal_in(poll.meeting, poll.recusal_id)
        row.item = poll.item
        settle_recusal(row, actor, found=poll.declared_outcome == Outcome.ADOPTED)
