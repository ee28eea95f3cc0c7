"""What a meeting's page says of its packs."""

from __future__ import annotations

from meetings import registry
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.registry import PagePart


@registry.tell_meeting_parts
def pack_of_meeting(meeting: Meeting, actor: Actor, audience: Audience) -> list[PagePart]:
    """Where all papers are fetched at once."""
    return [PagePart("documents/pack_part.html", {"signed_in": actor.user is not None})]
