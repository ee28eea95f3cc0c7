"""Bringing a meeting into its non-public part, as the desk does it."""

from typing import Any

from agenda.models import AgendaItem
from agenda.services import open_item
from meetings import services
from meetings.models import Meeting
from meetings.permissions import Actor


def leave_public(meeting: Meeting, actor: Actor) -> Meeting:
    """Exclude the public and let every way answer."""
    services.exclude_public(meeting=meeting, category="Auftragsvergaben", motion="", actor=actor)
    return services.close_channels(meeting=meeting, actor=actor)


def open_secret(*, item: AgendaItem, actor: Actor) -> Any:
    """Call a non-public item with the public out."""
    leave_public(item.meeting, actor)
    return open_item(item=item, actor=actor)
