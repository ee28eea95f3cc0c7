"""Every read of the agenda room; each returns only what the audience or person may see."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from agenda.enums import Part
from agenda.models import AgendaItem
from meetings.enums import Audience
from meetings.errors import not_found
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import audience_of, meeting_or_404, sees_non_public


def items_for(meeting: Meeting, audience: Audience) -> QuerySet[AgendaItem]:
    """The items whose content this audience may see, without order; non-public ones only for participants."""
    items = AgendaItem.objects.filter(meeting=meeting)
    return items if sees_non_public(audience) else items.filter(part=Part.PUBLIC)


def item_or_404(user: Any, pk: int) -> tuple[Actor, AgendaItem]:
    """An item and what this user is in its meeting; 404 alike for hidden and absent."""
    item = AgendaItem.objects.select_related("meeting__body__institution").filter(pk=pk).first()
    if item is None:
        raise not_found()
    actor, _meeting = meeting_or_404(user, item.meeting_id)
    if not item.is_public and not sees_non_public(audience_of(actor)):
        raise not_found()
    return actor, item
