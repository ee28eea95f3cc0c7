"""What all services of the room share: the lock, checking data, and the event about one item."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model, TextField

from agenda.events import audience_for
from agenda.models import AgendaItem
from agenda.selectors import item_in, number_of
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models.tidy import Tidy
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
        _check_lengths(row)
    except ValidationError as error:
        raise DomainError("data.invalid", _first(error), status=400) from None


def _check_lengths(row: Model) -> None:
    """Django leaves the length of long texts to its forms."""
    for field in row._meta.fields:
        if isinstance(field, TextField) and field.max_length:
            MaxLengthValidator(field.max_length)(getattr(row, field.attname))


def _first(error: ValidationError) -> str:
    return error.messages[0]


def apply(row: Tidy, data: Any) -> list[str]:
    """Set what differs from what is stored and return the names of the changed fields."""
    data = row.tidied(data)
    changed = [name for name, value in data.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, data[name])
    return changed


def tell(item: AgendaItem, kind: EventKind, actor: Actor, **data: Any) -> None:
    """Record an event about an item with its number, and its title where the kind has one."""
    secrets = {"title": item.title} if "title" in kind.secrets else {}
    if "number" not in data:
        data["number"] = number_of(item)
    audience = Audience.DESK if kind.audience == Audience.DESK else audience_for(item)
    record(item.meeting, kind, actor=actor, audience=audience, secrets=secrets, item=item.pk, **data)
