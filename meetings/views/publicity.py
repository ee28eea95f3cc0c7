"""POST for the public out and in again, and for a member's word that nobody listens."""

from __future__ import annotations

from meetings import services
from meetings.acts import MEETING, act
from meetings.fields import text
from meetings.models import Meeting
from meetings.permissions import Actor


def _exclude_public(*, meeting: Meeting, actor: Actor, **ground: str) -> Meeting:
    """Exclude the public, and ask all its ways to close: two transactions, for a way that is slow must not keep the
    public in.
    """
    excluded = services.exclude_public(meeting=meeting, actor=actor, **ground)
    return services.close_channels(meeting=excluded.meeting, actor=actor)


_exclude_public.__name__ = services.exclude_public.__name__
exclude_public = act(MEETING, _exclude_public, category=text, motion=text)
close_channels = act(MEETING, services.close_channels)
readmit_public = act(MEETING, services.readmit_public)
confirm_confidentiality = act(MEETING, services.confirm_confidentiality, "room")
