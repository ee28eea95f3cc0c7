"""Motions put to the vote: their words are taken over and frozen, their order is kept, and the result decides them
(REQ-69).
"""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from agenda import selectors as agenda
from agenda.enums import MotionState, Part
from agenda.models import AgendaItem, Motion
from agenda.services import decide_motion
from meetings.errors import DomainError, not_found
from meetings.permissions import Actor
from meetings.typed import paragraphs
from voting import events
from voting.enums import Outcome
from voting.models import Poll
from voting.selectors import due_before, motions_put, standing_of
from voting.services.base import tell

DECIDED = (MotionState.ACCEPTED, MotionState.REJECTED)


def words_of(item: AgendaItem) -> str:
    """The draft resolution as it reads after the amendments that were accepted."""
    return agenda.wording_of(agenda.motions_of(item.meeting, item), item)


def take_motion(poll: Poll, key: int, question: str) -> str:
    """Bind a new poll to a motion of its item and answer the words that are put to the vote."""
    motion = agenda.motion_in(poll.meeting, key)
    if motion.item_id != poll.item.pk:
        raise not_found()
    _check_ready(motion)
    if motion.pk in motions_put(poll.meeting):
        raise DomainError("poll.motion_has_poll", _("A vote on this motion is already prepared or in progress."))
    poll.motion = motion
    return _words(motion, question)


def _words(motion: Motion, question: str) -> str:
    """The mover's own words; only where amendments were accepted the clerk may join the texts."""
    rows = agenda.motions_of(motion.item.meeting, motion.item)
    if not agenda.accepted_on(rows, motion):
        return motion.text
    return paragraphs(question).strip() or agenda.wording_of(rows, motion.item, motion)


def _check_ready(motion: Motion) -> None:
    if motion.state != MotionState.MOVED:
        raise DomainError("motion.decided", _("This motion has been decided, settled or withdrawn."))
    lacking = agenda.supporters_needed(motion.item.meeting) - motion.supports.count()
    if lacking > 0:
        says = _("This motion lacks supporters ({number}); it cannot be put to the vote.")
        raise DomainError("motion.lacks_supporters", says.format(number=lacking))


def check_order(poll: Poll, decided: Collection[int]) -> list[Motion]:
    """The more far-reaching motions that are passed over; 409 unless the chair has decided so about each (REQ-69)."""
    if poll.procedural_motion_id or poll.recusal_id:
        return []
    if poll.motion_id:
        _check_ready(agenda.motion_in(poll.meeting, poll.motion_id))
    due = due_before(poll)
    if any(row.pk not in decided for row in due):
        says = _("More far-reaching and not decided yet: {names}. The chair may decide to vote on this first.")
        raise DomainError("poll.order_not_kept", says.format(names=_names(due)))
    return due


def _names(rows: list[Motion]) -> str:
    return ", ".join(agenda.mover_of(row) for row in rows)


def tell_order(poll: Poll, passed: list[Motion], by: Actor) -> None:
    """The chair's decision stands in the journal."""
    if passed:
        hidden = any(row.part != Part.PUBLIC for row in passed)
        tell(
            poll, events.OUT_OF_ORDER, by, {"names": _names(passed)}, motions=[row.pk for row in passed], hidden=hidden
        )


def decide_motion_of(poll: Poll, by: Actor) -> None:
    """What was declared decides the motion too, in the same transaction."""
    if poll.motion_id:
        motion = agenda.motion_in(poll.meeting, poll.motion_id)
        decide_motion(motion, by, accepted=standing_of(poll).outcome == Outcome.ADOPTED)
