"""Planning the agenda: items are added, edited, removed."""

from __future__ import annotations

from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from agenda import events
from agenda.enums import ChangeKind, ItemState
from agenda.models import AgendaItem
from agenda.registry import source_of
from agenda.selectors import item_in, number_of, numbers_of
from agenda.services.base import apply, clean, lock_item, tell
from agenda.services.changes import CUSTOMARY, Resolution, check_extension, note_change
from agenda.services.course import take_off
from agenda.services.order import check_depth, place_after
from meetings.enums import MeetingState
from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.services import lock_meeting


class ItemData(TypedDict, total=False):
    """What can be said about an item."""

    title: str
    subtitle: str
    public_title: str
    treatment: str
    planned_minutes: int
    draft_resolution: str


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    actor: Actor,
    part: str,
    parent: AgendaItem | None = None,
    resolution: Resolution = CUSTOMARY,
    **data: Unpack[ItemData],
) -> AgendaItem:
    """Put an item at the end of a part or below another item (TOP aufnehmen); below another, its part counts.

    Once the meeting has begun it is an extension, by `resolution` with its ground only (Erweiterung der Tagesordnung,
    GO NRW section 48(1)): 409 `agenda.extension_unresolved`. 400 `data.invalid`; 409 `item.gone` when the parent has
    been removed, `item.too_deep`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "agenda.add_item", meeting)
    check_extension(meeting, resolution)
    before = numbers_of(meeting)
    above = item_in(meeting, parent.pk) if parent else None
    item = AgendaItem(meeting=meeting, parent=above, part=above.part if above else part, **data)
    clean(item, exclude=["meeting", "parent"])
    check_depth(item, above)
    item.position = _end(item)
    item.save(force_insert=True)
    tell(item, events.ITEM_ADDED, actor)
    note_change(item, ChangeKind.EXTENDED, before, resolution, actor)
    return item


@transaction.atomic
def split_item(*, item: AgendaItem, title: str, resolution: Resolution = CUSTOMARY, actor: Actor) -> AgendaItem:
    """Take part of a pending item out as an item of its own right after it (TOP teilen, REQ-17). 400 `data.invalid`."""
    item, actor = lock_item(item, actor)
    require(actor, "agenda.split_item", item)
    before = numbers_of(item.meeting)
    other = AgendaItem(meeting=item.meeting, parent=item.parent, part=item.part, title=title, treatment=item.treatment)
    other.planned_minutes, other.public_title = item.planned_minutes, item.public_title
    clean(other, exclude=["meeting", "parent"])
    place_after(other, item)
    tell(other, events.ITEM_ADDED, actor)
    note_change(other, ChangeKind.SPLIT, before, resolution, actor)
    return other


def _end(item: AgendaItem) -> int:
    beside = AgendaItem.objects.filter(meeting=item.meeting, parent=item.parent, part=item.part)
    last = beside.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def edit_item(*, item: AgendaItem, actor: Actor, version: int, **data: Unpack[ItemData]) -> AgendaItem:
    """Change the words of an item (TOP bearbeiten); in the journal stand the names of the fields, not their content.

    `version` is the one the person saw: 409 `item.changed_meanwhile` when somebody was faster. 400 `data.invalid`. The
    title of an item that needs no quorum names the matter that was put off: 409 `item.title_is_fixed`. Title and draft
    resolution that come from a paper are changed there: 409 `item.words_elsewhere`.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.edit_item", item)
    if item.version != version:
        raise DomainError(
            "item.changed_meanwhile", _("Somebody else has changed this item meanwhile. Nothing was saved.")
        )
    changed = apply(item, data)
    if item.quorum_waived and "title" in changed:
        words = _(
            "This item was put off for want of a quorum and needs none now; for another matter add an item of its own."
        )
        raise DomainError("item.title_is_fixed", words)
    _check_source(item, changed)
    if changed:
        clean(item, exclude=["meeting", "parent"])
        item.version += 1
        item.save(update_fields=[*changed, "version"])
        tell(item, events.ITEM_EDITED, actor, fields=sorted(changed))
    return item


def _check_source(item: AgendaItem, changed: list[str]) -> None:
    source = source_of(item) if {"title", "draft_resolution"} & set(changed) else None
    if source is not None:
        says = _("Title and draft resolution come from {source}. Change them there.")
        raise DomainError("item.words_elsewhere", says.format(source=source.name))


@transaction.atomic
def remove_item(*, item: AgendaItem, resolution: Resolution = CUSTOMARY, actor: Actor) -> AgendaItem:
    """Take a pending item off: from a draft it disappears, from a convened agenda it is withdrawn and stays visible.

    409 `item.has_children`; 409 `item.in_use` when a file or a poll hangs on it.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.remove_item", item)
    if item.meeting.state != MeetingState.DRAFT:
        return take_off(item, ItemState.WITHDRAWN, resolution, actor)
    number, pk = number_of(item), item.pk
    _delete(item)
    item.pk = pk
    tell(item, events.ITEM_REMOVED, actor, number=number)
    return item


def _delete(item: AgendaItem) -> None:
    if item.children.exists():
        raise DomainError("item.has_children", _("Remove or move the sub-items first."))
    try:
        item.delete()
    except ProtectedError:
        raise DomainError("item.in_use", _("Something belongs to this item. Withdraw it instead.")) from None
