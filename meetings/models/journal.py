"""The journal's rows. Write through `meetings.journal.record` only; triggers refuse everything but INSERT."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience
from meetings.journal.chain import GENESIS

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Journal(models.Model):
    """How far something's journal has got: the number and the hash of its last event. It is locked together with
    what it is about.
    """

    last_seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")

    def __str__(self) -> str:
        return f"{self.pk}/{self.last_seq}"


class JournaledManager(models.Manager[Row]):
    """Reads and locks such a row together with its journal, in one question."""

    def get_queryset(self) -> QuerySet[Row]:
        return super().get_queryset().select_related("journal")


class Journaled(models.Model):
    """What has a journal of its own; it is made with the row.

    Its events name it by its model and number (`named`), in what is hashed, signed and exported.
    """

    journal = models.OneToOneField(Journal, models.PROTECT, related_name="%(class)s", editable=False, blank=True)

    objects: ClassVar[JournaledManager[Any]] = JournaledManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Begin the journal of a new row."""
        if self.journal_id is None:
            self.journal = Journal.objects.create()
        super().save(*args, **kwargs)

    @property
    def named(self) -> dict[str, Any]:
        """What it is called where it is hashed and signed."""
        return {str(self._meta.model_name): self.pk}

    @property
    def last_seq(self) -> int:
        """The number of the last event."""
        return self.journal.last_seq

    @property
    def head(self) -> str:
        """The hash of the last event."""
        return self.journal.head

    @property
    def events(self) -> QuerySet[MeetingEvent]:
        """What stands in its journal."""
        return MeetingEvent.objects.filter(journal=self.journal_id)

    @property
    def signed_heads(self) -> QuerySet[SignedHead]:
        """The states of its journal that were signed."""
        return SignedHead.objects.filter(journal=self.journal_id)


class MeetingEvent(models.Model):
    """One numbered fact of a journal (Eintrag im Verlauf); append only, each chained to the one before."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="events")
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
        ordering: ClassVar = ["journal", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["journal", "seq"], name="event_seq_once")]

    def __str__(self) -> str:
        return f"{self.journal_id}/{self.seq} {self.name}"


class SignedHead(models.Model):
    """The head of a journal after a result, an annulment, a recount or the close, signed by the installation; append
    only.

    It vouches for every event up to `seq`: whoever changes one of them later would need the key. `key` is the public
    half.
    """

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="signed_heads")
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("signed head")
        verbose_name_plural = _("signed heads")
        ordering: ClassVar = ["journal", "seq"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["journal", "seq"], name="head_signed_once")]

    def __str__(self) -> str:
        return f"{self.journal_id}/{self.seq}"


class SigningKey(models.Model):
    """A key with which the installation signs, from when on, and who changed to it and why; append only.

    Each row ends the one before. Only the public half is here; the private one lies in `SIGNING_KEY_FILE` as long as it
    counts.
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
