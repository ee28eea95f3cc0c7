"""Planning the agenda: items are added, edited, removed."""

from __future__ import annotations

from typing import TypedDict, Unpack

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from agenda import events
from agenda.enums import ItemState
from agenda.models import AgendaItem
from agenda.selectors import item_in, number_of
from agenda.services.base import apply, clean, lock_item, tell
from agenda.services.course import set_aside
from agenda.services.order import check_depth
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
def add_item(*, meeting: Meeting, actor: Actor, part: str, parent: AgendaItem | None = None, **data: Unpack[ItemData]) -> AgendaItem:
    """Put an item at the end of a part or below another item (TOP aufnehmen); below another, its part counts.

    400 `data.invalid`; 409 `item.gone` when the parent has been removed, `item.too_deep`.
    """
    meeting, actor = lock_meeting(meeting, actor)
    require(actor, "agenda.add_item", meeting)
    above = item_in(meeting, parent.pk) if parent else None
    item = AgendaItem(meeting=meeting, parent=above, part=above.part if above else part, **data)
    clean(item, exclude=["meeting", "parent"])
    check_depth(item, above)
    item.position = _end(item)
    item.save(force_insert=True)
    tell(item, events.ITEM_ADDED, actor)
    return item


def _end(item: AgendaItem) -> int:
    beside = AgendaItem.objects.filter(meeting=item.meeting, parent=item.parent, part=item.part)
    last = beside.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def edit_item(*, item: AgendaItem, actor: Actor, version: int, **data: Unpack[ItemData]) -> AgendaItem:
    """Change the words of an item (TOP bearbeiten); in the journal stand the names of the fields, not their content.

    `version` is the one the person saw: 409 `item.changed_meanwhile` when somebody was faster. 400 `data.invalid`. The title
    of an item that needs no quorum names the matter that was put off: 409 `item.title_is_fixed`.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.edit_item", item)
    if item.version != version:
        raise DomainError("item.changed_meanwhile", _("Somebody else has changed this item meanwhile. Nothing was saved."))
    changed = apply(item, data)
    if item.quorum_waived and "title" in changed:
        words = _("This item was put off for want of a quorum and needs none now; for another matter add an item of its own.")
        raise DomainError("item.title_is_fixed", words)
    if changed:
        clean(item, exclude=["meeting", "parent"])
        item.version += 1
        item.save(update_fields=[*changed, "version"])
        tell(item, events.ITEM_EDITED, actor, fields=sorted(changed))
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, actor: Actor) -> AgendaItem:
    """Take a pending item off: from a draft it disappears, from a convened agenda it is withdrawn and stays visible.

    409 `item.has_children`; 409 `item.in_use` when a paper or a poll hangs on it.
    """
    item, actor = lock_item(item, actor)
    require(actor, "agenda.remove_item", item)
    if item.meeting.state != MeetingState.DRAFT:
        return set_aside(item, ItemState.WITHDRAWN, actor)
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
