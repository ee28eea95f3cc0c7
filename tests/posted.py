"""The postman of the tests: what stands in the outbox is carried when the test says so."""

from __future__ import annotations

from django.utils import timezone

from meetings import post
from meetings.models import Outgoing


def deliver() -> int:
    """Carry what is due; answers how many mails were taken."""
    return post.walk()[post.Handover.SENT]


def rested() -> None:
    """Let what was not taken have rested long enough."""
    Outgoing.objects.exclude(next_attempt_at=None).update(next_attempt_at=timezone.now())
