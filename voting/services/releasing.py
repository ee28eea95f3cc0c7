"""What arose in the non-public part is not put to the vote in public before it is released."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agenda.enums import Part
from agenda.selectors import motions_of, withheld_motion
from meetings.enums import Publicity
from meetings.errors import DomainError
from voting.models import Poll


def part_of(poll: Poll) -> str:
    """What is voted while the public is out stays there, such as a motion to exclude it that is debated within a
    public item.
    """
    return poll.item.part if poll.meeting.publicity == Publicity.PUBLIC else Part.NON_PUBLIC


def check_released(poll: Poll) -> None:
    """Refuse a vote in public on what everybody would read for the first time: 409 `poll.not_released`."""
    if part_of(poll) != Part.PUBLIC:
        return
    subject = poll.motion or poll.procedural_motion or poll.recusal
    hidden = poll.part != Part.PUBLIC or (subject is not None and subject.part != Part.PUBLIC)
    if hidden or withheld_motion(poll.item, motions_of(poll.meeting, poll.item), poll.question):
        says = _(
            "What is put to the vote arose in the non-public part. Release it first, prepare the vote anew, or "
            "exclude the public."
        )
        raise DomainError("poll.not_released", says)
