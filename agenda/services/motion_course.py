"""What becomes of motions: ordered, taken back, settled, decided (Reihenfolge, Erledigung, Beschluss).

Source: REQ-69, the most far-reaching motion first; in doubt the chair decides.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda import events, selectors
from agenda.enums import MotionState
from agenda.models import Motion
from agenda.services.motions import check_not_at_the_vote, lock_motion, number_motions, part_of_change, tell_motion
from meetings.errors import DomainError
from meetings.permissions import Actor, require

ENDS = {MotionState.WITHDRAWN: events.MOTION_WITHDRAWN, MotionState.SETTLED: events.MOTION_SETTLED}
DECISIONS = {MotionState.ACCEPTED: events.MOTION_ACCEPTED, MotionState.REJECTED: events.MOTION_REJECTED}


@transaction.atomic
def withdraw_motion(*, motion: Motion, actor: Actor) -> Motion:
    """Take a motion back (Antrag zurückziehen), until it is put to the vote: 409 `motion.at_the_vote`.

    Amendments to it that nobody has voted on are settled with it.
    """
    return _end(motion, "agenda.withdraw_motion", MotionState.WITHDRAWN, actor)


@transaction.atomic
def settle_motion(*, motion: Motion, actor: Actor) -> Motion:
    """Note that a motion needs no vote any more, such as after a more far-reaching one (Antrag für erledigt
    erklären).
    """
    return _end(motion, "agenda.settle_motion", MotionState.SETTLED, actor)


def _end(motion: Motion, action: str, state: MotionState, actor: Actor) -> Motion:
    row, actor = lock_motion(motion, actor)
    require(actor, action, row)
    below = _waiting_below(row)
    for one in (row, *below):
        check_not_at_the_vote(one)
    _conclude(row, state, actor)
    for one in below:
        _conclude(one, MotionState.SETTLED, actor)
    return row


def _conclude(row: Motion, state: MotionState, by: Actor) -> None:
    row.state, row.decided_at, row.part = state, timezone.now(), part_of_change(row)
    row.save(update_fields=["state", "decided_at", "part"])
    if state in ENDS:
        tell_motion(row, ENDS[state], by)
    else:
        tell_motion(row, DECISIONS[state], by, text=row.text)


def _waiting_below(row: Motion) -> list[Motion]:
    """The undecided amendments to a motion, and those to them."""
    found = list(
        Motion.objects.filter(amends=row, state=MotionState.MOVED)
        .select_related("mover", "faction")
        .order_by("reach", "pk")
    )
    for one in found:
        one.item, one.amends = row.item, row
    return [deeper for one in found for deeper in (*_waiting_below(one), one)]


def decide_motion(motion: Motion, by: Actor, *, accepted: bool) -> None:
    """The body has decided on a motion; its open amendments are settled with it. The meeting must be locked."""
    _conclude(motion, MotionState.ACCEPTED if accepted else MotionState.REJECTED, by)
    for one in _waiting_below(motion):
        _conclude(one, MotionState.SETTLED, by)


def set_motion_back(motion: Motion, by: Actor) -> None:
    """The vote on a motion does not count and is held again. The meeting must be locked."""
    motion.state, motion.decided_at, motion.part = MotionState.MOVED, None, part_of_change(motion)
    motion.save(update_fields=["state", "decided_at", "part"])
    tell_motion(motion, events.MOTION_SET_BACK, by)


@transaction.atomic
def order_motions(*, motion: Motion, over: int, actor: Actor) -> Motion:
    """Move a motion past its neighbour `over` in the order of voting (Reihenfolge); in doubt the chair decides
    (REQ-69).

    409 `motion.order_changed` when the two do not stand side by side any more, because somebody was faster.
    """
    row, actor = lock_motion(motion, actor)
    require(actor, "agenda.order_motions", row)
    check_not_at_the_vote(row)
    rows = selectors.motions_of(row.item.meeting, row.item)
    first, second = _neighbours(selectors.undecided(rows), row.pk, over)
    rest = [one for one in rows if one.pk != second.pk]
    place = next(index for index, one in enumerate(rest) if one.pk == first.pk)
    number_motions([*rest[:place], second, *rest[place:]])
    tell_motion(second, events.MOTIONS_ORDERED, actor, first, before=first.pk, other=selectors.mover_of(first))
    return row


def _neighbours(waiting: list[Motion], *keys: int) -> list[Motion]:
    """The two as they stand now, side by side."""
    places = [index for index, one in enumerate(waiting) if one.pk in keys]
    if len(places) != 2 or places[1] - places[0] != 1:
        raise DomainError(
            "motion.order_changed", _("The order was changed meanwhile. Look at it again and repeat the move.")
        )
    return [waiting[place] for place in places]
