"""What a process tells the database of itself: that it lives, and that its sockets of the public have been shut."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from meetings.live.database import in_database_thread
from meetings.models import ChannelClosure, LiveServer
from meetings.services.publicity import SILENT, answer_for_channel


@in_database_thread
def renew(key: UUID) -> None:
    """Say that this process serves sockets."""
    LiveServer.objects.update_or_create(key=key, defaults={"seen_at": timezone.now()})


@in_database_thread
def asked_to_close(key: UUID) -> list[int]:
    """The meetings whose public this process has to shut out and has not confirmed yet; usually one query.

    For a process that has stopped this one answers: its sockets ended with it.
    """
    waiting = ChannelClosure.objects.filter(
        channel__startswith="live:", closed_at__isnull=True, part__readmitted_at__isnull=True
    )
    asked = list(waiting.values_list("part__meeting", "channel"))
    own = LiveServer(key=key).channel
    for meeting_id, channel in asked:
        if channel != own and _is_gone(channel):
            answer_for_channel(meeting_id=meeting_id, channel=channel)
    return [meeting_id for meeting_id, channel in asked if channel == own]


def _is_gone(channel: str) -> bool:
    key = channel.removeprefix("live:")
    return not LiveServer.objects.filter(key=key, seen_at__gte=timezone.now() - SILENT).exists()


@in_database_thread
def confirm_closed(key: UUID, meeting_id: int) -> None:
    """All sockets of the public in this process show the notice, or have been cut."""
    answer_for_channel(meeting_id=meeting_id, channel=LiveServer(key=key).channel)
