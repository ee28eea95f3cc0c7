"""What was moved and not decided when an item is left."""

from __future__ import annotations

from django.utils import timezone

from agenda import selectors
from agenda.enums import MotionState
from agenda.models import AgendaItem, ProceduralMotion


def settle_pending(item: AgendaItem) -> None:
    """What was moved on the procedure of an item that is being left is settled by that; the meeting is locked."""
    pending = selectors.pending_procedural(item.meeting)
    if pending is not None and pending.item_id == item.pk:
        settle_motion(pending, MotionState.SETTLED)


def settle_motion(row: ProceduralMotion, state: MotionState) -> None:
    """Note what has become of a motion on procedure."""
    row.state, row.decided_at = state, timezone.now()
    row.save(update_fields=["state", "decided_at"])
