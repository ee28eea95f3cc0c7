"""What follows from a declared result: a dispute is settled, a motion on procedure takes effect."""

from __future__ import annotations

from agenda.selectors import procedural_in, recusal_in
from agenda.services.procedure import decide_procedural
from agenda.services.recusals import settle_recusal
from meetings.permissions import Actor
from voting.enums import Outcome
from voting.models import Poll
from voting.selectors import standing_of
from voting.services.motions import decide_motion_of


def take_effect(poll: Poll, actor: Actor) -> None:
    """Let the declared result of a locked poll work on what it was about."""
    decide_motion_of(poll, actor)
    adopted = standing_of(poll).outcome == Outcome.ADOPTED
    if poll.recusal_id is not None:
        row = recusal_in(poll.meeting, poll.recusal_id)
        row.item = poll.item
        settle_recusal(row, actor, found=adopted)
    if poll.procedural_motion_id is not None:
        decide_procedural(procedural_in(poll.meeting, poll.procedural_motion_id), actor, accepted=adopted)
