"""Reads of motions and amendments: their order, what they change, and the words that hold after an amendment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agenda.differences import Piece, differences
from agenda.enums import MotionState
from agenda.models import AgendaItem, Motion
from agenda.registry import motions_at_the_vote
from agenda.selectors.items import item_or_404, open_item
from agenda.selectors.parts import is_withheld, seen_by
from agenda.selectors.rules import rules_of
from meetings.enums import Audience
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import is_shut_out, sees_non_public
from meetings.typed import words_of


@remembered
def motions_of(meeting: Meeting, item: AgendaItem) -> list[Motion]:
    """Everything that was moved on an item, the most far-reaching first. Two queries."""
    rows = list(
        Motion.objects.filter(item=item)
        .select_related("mover", "faction")
        .prefetch_related("supports")
        .order_by("reach", "pk")
    )
    item.meeting = meeting
    for row in rows:
        row.item = item
    return _linked(rows)


def _linked(rows: list[Motion]) -> list[Motion]:
    known = {row.pk: row for row in rows}
    for row in rows:
        row.amends = known.get(row.amends_id) if row.amends_id else None
    return rows


def motions_seen(meeting: Meeting, item: AgendaItem, audience: Audience) -> list[Motion]:
    """What of that an audience may see; an amendment is seen with what it amends only, as it shows its words."""
    return _seen(motions_of(meeting, item), audience)


def motions_by_item(meeting: Meeting, audience: Audience) -> dict[int, list[Motion]]:
    """Everything moved in a meeting that an audience may see, by the item's id, in the order of moving. One query."""
    moved = (
        Motion.objects.filter(item__meeting=meeting)
        .select_related("mover", "faction", "item")
        .order_by("moved_at", "pk")
    )
    found: dict[int, list[Motion]] = {}
    for row in _seen(_linked(list(moved)), audience):
        found.setdefault(row.item_id, []).append(row)
    return found


def _seen(every: list[Motion], audience: Audience) -> list[Motion]:
    found: dict[int, Motion] = {}
    rows = seen_by(every, audience)
    while fresh := [row for row in rows if row.pk not in found and (row.amends_id is None or row.amends_id in found)]:
        found |= {row.pk: row for row in fresh}
    return [row for row in rows if row.pk in found]


def undecided(rows: Sequence[Motion]) -> list[Motion]:
    """Those that still wait for a decision, in their order."""
    return [row for row in rows if row.state == MotionState.MOVED]


def motion_in(meeting: Meeting, pk: int) -> Motion:
    """A motion of this meeting, read anew; 404."""
    row = (
        Motion.objects.select_related("item", "mover", "faction", "amends").filter(item__meeting=meeting, pk=pk).first()
    )
    if row is None:
        raise not_found()
    row.item.meeting = meeting
    return row


def motion_or_404(user: Any, pk: int) -> tuple[Actor, Motion]:
    """A motion and what this user is in its meeting; 404 alike for hidden and absent."""
    row = Motion.objects.select_related("mover", "faction").filter(pk=pk).first()
    if row is None:
        raise not_found()
    actor, row.item = item_or_404(user, row.item_id)
    return actor, row


def item_shown(meeting: Meeting, audience: Audience) -> AgendaItem | None:
    """The open item, unless this audience may not know of it."""
    item = open_item(meeting)
    hidden = item is not None and not item.is_public and not sees_non_public(audience)
    return None if item is None or hidden or is_shut_out(meeting, audience) else item


def mover_of(motion: Motion) -> str:
    """Who moved it, with the faction."""
    return f"{motion.mover.name} ({motion.faction.short_name})" if motion.faction else motion.mover.name


def original_of(item: AgendaItem, target: Motion | None) -> str:
    """The words of a motion, or without one of the item's draft resolution, as they were before any amendment."""
    return target.text if target else item.draft_resolution


def accepted_on(rows: Sequence[Motion], target: Motion | None) -> list[Motion]:
    """The accepted amendments to a motion, or to the draft resolution, in the order of the decisions."""
    key = target.pk if target else None
    found = [row for row in rows if row.is_amendment and row.amends_id == key and row.state == MotionState.ACCEPTED]
    return sorted(found, key=lambda row: (row.decided_at, row.pk))


def wording_of(rows: Sequence[Motion], item: AgendaItem, target: Motion | None = None) -> str:
    """The words that are put to the vote now: those of the last accepted amendment, else the original ones.

    Nothing is overwritten: the original stays. Where several amendments were accepted the clerk joins the texts
    (`accepted_on`).
    """
    accepted = accepted_on(rows, target)
    return accepted[-1].text if accepted else original_of(item, target)


def base_of(rows: Sequence[Motion], motion: Motion) -> str:
    """What an amendment was moved against: the words that held at that time."""
    earlier = [row for row in accepted_on(rows, motion.amends) if row.decided_at and row.decided_at <= motion.moved_at]
    return earlier[-1].text if earlier else original_of(motion.item, motion.amends)


def supporters_needed(meeting: Meeting) -> int:
    """How many members besides the mover must support a motion before it can be put to the vote."""
    return rules_of(meeting).supporters_for_motion


def more_far_reaching(rows: Sequence[Motion], motion: Motion | None, needed: int) -> list[Motion]:
    """What is due before a motion, or without one before the item's own draft: undecided, supported by enough,
    further up.
    """
    waiting = [row for row in undecided(rows) if len(row.supports.all()) >= needed]
    return [row for row in waiting if motion is None or (row.reach, row.pk) < (motion.reach, motion.pk)]


@dataclass(frozen=True, slots=True)
class MotionLine:
    """One motion as screens show it; `pieces` is what an amendment changes, `over` and `under` are its undecided
    neighbours.
    """

    motion: Motion
    mover: str
    supporters: int
    needed: int
    words: str
    pieces: tuple[Piece, ...]
    is_joined: bool
    at_the_vote: bool
    over: int = 0
    under: int = 0

    @property
    def heading(self) -> str:
        """What it is and who moved it, in the active language."""
        words = _("Amendment of %(mover)s") if self.motion.is_amendment else _("Motion of %(mover)s")
        return words % {"mover": self.mover}

    @property
    def is_withheld(self) -> bool:
        """Whether the public does not see it although the item is dealt with in public."""
        return is_withheld(self.motion, self.motion.item)

    @property
    def is_undecided(self) -> bool:
        """Whether it still waits for a decision."""
        return self.motion.state == MotionState.MOVED

    @property
    def lacks(self) -> int:
        """How many supporters are missing."""
        return max(0, self.needed - self.supporters)

    @property
    def amending(self) -> str:
        """The key of the form that amends it; the form that rewords it has the plain id."""
        return f"to-{self.motion.pk}"

    @property
    def may_change(self) -> bool:
        """Whether it can still be reworded or taken back."""
        return self.is_undecided and not self.at_the_vote


@remembered
def motion_lines(meeting: Meeting, item: AgendaItem, audience: Audience = Audience.DESK) -> list[MotionLine]:
    """Every motion of an item as the screens of an audience show it, in order; all words follow from what it may
    see.
    """
    rows = motions_seen(meeting, item, audience)
    if not rows:
        return []
    needed, busy = supporters_needed(meeting), motions_at_the_vote(meeting)
    waiting = [row.pk for row in undecided(rows)]
    return [_line(row, rows, needed, busy, waiting) for row in rows]


def _line(row: Motion, rows: list[Motion], needed: int, busy: set[int], waiting: list[int]) -> MotionLine:
    place = waiting.index(row.pk) if row.pk in waiting else None
    words, joined = wording_of(rows, row.item, row), bool(accepted_on(rows, row))
    return MotionLine(
        motion=row,
        mover=mover_of(row),
        supporters=len(row.supports.all()),
        needed=needed,
        words=words,
        pieces=differences(words_of(base_of(rows, row)), words_of(row.text)) if row.is_amendment else (),
        is_joined=joined,
        at_the_vote=row.pk in busy,
        over=waiting[place - 1] if place else 0,
        under=waiting[place + 1] if place is not None and place + 1 < len(waiting) else 0,
    )
