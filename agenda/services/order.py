"""The order of the agenda: items are moved."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agenda import events
from agenda.enums import ChangeKind, ItemState, Part
from agenda.models import AgendaItem
from agenda.places import MAX_LEVELS, Place
from agenda.registry import follow_part_change
from agenda.selectors import item_in, number_of, numbers_of, outline_of, reveal_stamp, siblings, subtree_of
from agenda.services.base import lock_item
from agenda.services.changes import CUSTOMARY, Resolution, check_category, note_change
from agenda.services.notes import turn_note
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import record
from meetings.permissions import Actor, require


@transaction.atomic
def move_item(
    *, item: AgendaItem, place: Place, resolution: Resolution = CUSTOMARY, revealed: str = "", actor: Actor
) -> AgendaItem:
    """Move an item with all below it to a place beside others (TOP verschieben); sub-items follow into its part.

    The place is relative, so concurrent moves do not overwrite each other. 409: `item.into_itself`, `item.too_deep`,
    `item.place_gone` when the neighbour it names is no longer there, `item.child_open`. No event when nothing moves.
    Once the meeting has begun it is a change by `resolution`, kept with both orders: 409 `agenda.category_missing`
    (REQ-17, REQ-18).

    What arose in the non-public part stays there. Title, draft resolution and the other words of the item itself become
    public with a move to the public part: `revealed` is the stamp of what the mover was shown of them, 409
    `item.reveals` without it.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.move_item", item)
    below = subtree_of(item)
    parent = item_in(item.meeting, place.parent) if place.parent else None
    _check(item, below, parent)
    check_category(item, parent.part if parent else place.part, resolution)
    _check_revealed(item, below, parent.part if parent else place.part, revealed)
    was_public, old_parent, before = item.is_public, item.parent_id, numbers_of(item.meeting)
    old_number = before[item.pk]
    _put(item, parent, place)
    _take_along(item, below, Part.PUBLIC if was_public else Part.NON_PUBLIC)
    if item.is_public != was_public:
        _let_follow(item, actor)
    number = number_of(item)
    if number != old_number:
        _tell(item, was_public, actor, number=number, old_number=old_number)
        note_change(item, _kind_of_move(item, was_public, old_parent), before, resolution, actor)
    return item


def _take_along(item: AgendaItem, below: list[AgendaItem], was: Part) -> None:
    """The part of an item is that of all below it; their notes stay in the part in which they were written."""
    AgendaItem.objects.filter(pk__in=[row.pk for row in below]).update(part=item.part)
    for row in [item, *(row for row in below if row.pk != item.pk)]:
        row.part, row.meeting = item.part, item.meeting
        turn_note(row, was)


def _let_follow(item: AgendaItem, actor: Actor) -> None:
    for row in subtree_of(item):
        row.meeting = item.meeting
        follow_part_change.ask(item if row.pk == item.pk else row, actor)


def _check_revealed(item: AgendaItem, below: list[AgendaItem], part: str, revealed: str) -> None:
    opens = not item.is_public and part == Part.PUBLIC and item.meeting.is_published
    if opens and revealed != reveal_stamp(below):
        says = _(
            "Everybody will read title and draft resolution of this item. Look at the list of what becomes public, "
            "and move it there."
        )
        raise DomainError("item.reveals", says)


def _kind_of_move(item: AgendaItem, was_public: bool, old_parent: int | None) -> ChangeKind:
    if item.is_public != was_public:
        return ChangeKind.PART_CHANGED
    return ChangeKind.JOINED if item.parent_id not in {None, old_parent} else ChangeKind.REORDERED


def _check(item: AgendaItem, below: list[AgendaItem], parent: AgendaItem | None) -> None:
    if parent in below:
        raise DomainError("item.into_itself", _("An item cannot stand below itself."))
    if any(row.state in {ItemState.OPEN, ItemState.CLOSED} for row in below):
        raise DomainError(
            "item.child_open", _("A sub-item is being dealt with or has been dealt with; its place is fixed.")
        )
    check_depth(item, parent)


def check_depth(item: AgendaItem, parent: AgendaItem | None) -> None:
    """Refuse an agenda of more than four levels with 409 `item.too_deep`; counts what stands below the item."""
    depths = {line.key: line.depth for line in outline_of(item.meeting)}
    height = max(depths[row.pk] for row in subtree_of(item)) - depths[item.pk] if item.pk else 0
    if (depths[parent.pk] + 1 if parent else 0) + height >= MAX_LEVELS:
        raise DomainError("item.too_deep", _("An agenda has four levels at most."))


def _put(item: AgendaItem, parent: AgendaItem | None, place: Place) -> None:
    item.parent, item.part = parent, parent.part if parent else place.part
    row = [other for other in siblings(item.meeting, item.parent_id, item.part) if other.pk != item.pk]
    row.insert(_index(row, place.before), item)
    for position, other in enumerate(row):
        other.position = position
    AgendaItem.objects.bulk_update(row, ["parent", "part", "position"])


def place_after(item: AgendaItem, other: AgendaItem) -> None:
    """Save a new item right behind another one, on the same level."""
    row = siblings(other.meeting, other.parent_id, other.part)
    row.insert([one.pk for one in row].index(other.pk) + 1, item)
    item.save(force_insert=True)
    for position, one in enumerate(row):
        one.position = position
    AgendaItem.objects.bulk_update(row, ["position"])


def _index(row: list[AgendaItem], before: int | None) -> int:
    if before is None:
        return len(row)
    for index, other in enumerate(row):
        if other.pk == before:
            return index
    raise DomainError("item.place_gone", _("The agenda was changed meanwhile. Look at it again and repeat the move."))


def _tell(item: AgendaItem, was_public: bool, actor: Actor, **numbers: Any) -> None:
    audience = events.audience_for(item)
    if audience == Audience.PUBLIC and not was_public:
        audience = Audience.PARTICIPANT  # the old number tells what it was
    secrets = {"title": item.title}
    record(item.meeting, events.ITEM_MOVED, actor=actor, audience=audience, secrets=secrets, item=item.pk, **numbers)
