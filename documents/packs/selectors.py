"""Which pack is there for somebody, and how far it has come."""

from __future__ import annotations

from documents.packs.content import Contents
from documents.packs.models import Pack, PackFetch
from meetings.models import Meeting
from meetings.permissions import Actor


def pack_with(contents: Contents) -> Pack | None:
    """The pack that has exactly these contents, where somebody has asked for it already."""
    return Pack.objects.filter(meeting=contents.meeting, digest=contents.digest()).first()


def pack_again(pack: Pack) -> Pack | None:
    """How it stands now; None when it was thrown away meanwhile."""
    return Pack.objects.filter(pk=pack.pk).first()


def last_fetch(meeting: Meeting, actor: Actor) -> PackFetch | None:
    """When this person fetched papers of the meeting last, and what they had then."""
    return PackFetch.objects.filter(meeting=meeting, user=actor.user).first() if actor.user is not None else None
