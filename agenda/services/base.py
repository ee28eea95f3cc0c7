"""What all services of the room share: the lock, checking data, and the event about one item."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from agenda.events import audience_for
from agenda.models import AgendaItem
from agenda.selectors import item_in, number_of
from meetings.errors import DomainError
from meetings.event_kinds import EventKind
from meetings.journal import record
from meetings.permissions import Actor
from meetings.services import lock_meeting


def lock_item(item: AgendaItem, actor: Actor) -> tuple[AgendaItem, Actor]:
    """Lock the item's meeting and read item and rights anew; 409 `item.gone` when it has been removed."""
    meeting, actor = lock_meeting(item.meeting_id, actor)
    return item_in(meeting, item.pk), actor


def clean(row: Model, exclude: list[str]) -> None:
    """Refuse with 400 what does not fit the fields: too long, empty, not in the list."""
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        raise DomainError("data.invalid", _first(error), status=400) from None


def _first(error: ValidationError) -> str:
    return next(iter(error.message_dict.values()))[0]


def apply(row: Model, data: Any) -> list[str]:
    """Set what differs and return the names of the changed fields."""
    changed = [name for name, value in data.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, data[name])
    return changed


def tell(item: AgendaItem, kind: EventKind, actor: Actor, **data: Any) -> None:
    """Record an event about an item with its number, and its title where the kind has one."""
    secrets = {"title": item.title} if "title" in kind.secrets else {}
    data.setdefault("number", number_of(item))
    record(item.meeting, kind, actor=actor, audience=audience_for(item), secrets=secrets, item=item.pk, **data)
