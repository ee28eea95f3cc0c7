"""The journal's rows. Write through `meetings.journal.record` only; triggers refuse everything but INSERT."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.models.meeting import Meeting


class MeetingEvent(models.Model):
    """One numbered fact of a meeting (Eintrag im Verlauf); append only, each chained to the one before."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    audience = models.CharField(max_length=20, choices=Audience.choices)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering: ClassVar = ["meeting", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "seq"], name="event_seq_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.seq} {self.name}"


class SignedHead(models.Model):
    """The head of a journal after a result, an annulment, a recount or the close, signed by the installation; append only.

    It vouches for every event up to `seq`: whoever changes one of them later would need the key. `key` is the public half.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="signed_heads")
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signed head")
        verbose_name_plural = _("signed heads")
        ordering: ClassVar = ["meeting", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "seq"], name="head_signed_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.seq}"


class SigningKey(models.Model):
    """A key with which the installation signs, from when on, and who changed to it and why; append only.

    Each row ends the one before. Only the public half is here; the private one lies in `SIGNING_KEY_FILE` as long as it counts.
    """

    number = models.PositiveIntegerField(unique=True)
    key = models.CharField(max_length=64)
    since = models.DateTimeField()
    by = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("key of the installation")
        verbose_name_plural = _("keys of the installation")
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.key[:16]}"


class EventSecret(models.Model):
    """The value and the salt behind a commitment in an event; the one part that may be erased later."""

    event = models.ForeignKey(MeetingEvent, models.PROTECT, related_name="secrets")
    key = models.CharField(max_length=40)
    value = models.JSONField()
    salt = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "key"], name="secret_key_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"
