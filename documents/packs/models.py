"""Packs that were put together, the pieces they are made of, and what somebody has fetched already."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.packs.enums import PackKind, PackState
from documents.storage import random_place
from meetings.models import Meeting


def pack_place(instance: object, filename: str) -> str:
    """Where a pack or a piece lies: like any file of the house, in a folder of its own."""
    return random_place(instance, filename).replace("papers/", "packs/", 1)


class Pack(models.Model):
    """One pack of a meeting (Sitzungsmappe), known by the digest of what is in it; everybody whose rights give the same
    contents gets this file.

    `spec` is what is in it, in the words that stand on its pages. One that is not public has no end (`body`): who
    fetches it gets the file with their own mark, table and trailer. It can be thrown away at any time and is made anew.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="packs")
    kind = models.CharField(max_length=20, choices=PackKind.choices)
    digest = models.CharField(max_length=64)
    is_public = models.BooleanField(_("for everybody"))
    spec = models.JSONField()
    state = models.CharField(max_length=20, choices=PackState.choices, default=PackState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True)
    built_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField()
    stored = models.FileField(upload_to=pack_place, max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    body = models.PositiveBigIntegerField(default=0)
    trailer = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)

    media_type = "application/pdf"

    class Meta:
        app_label = "documents"
        verbose_name = _("meeting pack")
        verbose_name_plural = _("meeting packs")
        ordering: ClassVar = ["meeting", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "digest"], name="pack_once"),
            models.CheckConstraint(condition=Q(state__in=PackState.values), name="pack_state_known"),
            models.CheckConstraint(condition=Q(kind__in=PackKind.values), name="pack_kind_known"),
            models.CheckConstraint(condition=~Q(state=PackState.READY) | ~Q(stored=""), name="pack_ready_has_a_file"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "asked_at"], name="packs_to_build")]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.kind}"

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return self.state == PackState.READY

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it by itself."""
        return self.state in {PackState.READY, PackState.FAILED}


class PackPiece(models.Model):
    """A file as it goes into packs, made once for the same content; or the reason why it cannot."""

    digest = models.CharField(max_length=64, unique=True)
    stored = models.FileField(upload_to=pack_place, max_length=100, blank=True)
    pages = models.PositiveIntegerField(default=0)
    damaged = models.BooleanField(default=False)
    problem = models.CharField(max_length=20, blank=True)
    used_at = models.DateTimeField()

    class Meta:
        app_label = "documents"
        verbose_name = _("piece of packs")
        verbose_name_plural = _("pieces of packs")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(stored="", problem=""), name="piece_or_problem"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class PackFetch(models.Model):
    """What somebody had of a meeting's papers before they fetched something last, and after it (for the supplement)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=PackKind.choices)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        app_label = "documents"
        verbose_name = _("fetched pack")
        verbose_name_plural = _("fetched packs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "user"], name="fetched_once"),
            models.CheckConstraint(condition=Q(kind__in=PackKind.values), name="fetched_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.user_id}"
