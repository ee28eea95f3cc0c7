"""The releases of minutes, and what was given out with them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.minutes.enums import Edition
from documents.minutes.names import minutes_name
from documents.minutes.profiles import NRW
from documents.names import stem_of_meeting
from documents.storage import random_place
from meetings.models import DatedRules, Meeting, Person


class MinutesReleaseQuerySet(models.QuerySet["MinutesRelease"]):
    """Releases by what became of them."""

    def standing(self) -> MinutesReleaseQuerySet:
        """Those that were not taken back; at most one of a meeting."""
        return self.filter(taken_back_at__isnull=True)


class MinutesRelease(models.Model):
    """Minutes that somebody gave out (Freigabe der Niederschrift), with the state of the journal that went into them.

    One that is taken back keeps its row and its files; only the fields of taking back are ever written, once (trigger).
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes_releases")
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ground = models.CharField(_("ground"), max_length=1000, blank=True)

    objects = MinutesReleaseQuerySet.as_manager()

    class Meta:
        app_label = "documents"
        verbose_name = _("release of minutes")
        verbose_name_plural = _("releases of minutes")
        ordering: ClassVar = ["meeting", "released_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(taken_back_at=None), name="minutes_released_once"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, ground="") | (Q(taken_back_at__isnull=False) & ~Q(ground="")),
                name="minutes_taken_back_with_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.seq}"


class MinutesCopy(models.Model):
    """One edition of released minutes as a file that never changes (trigger); `person` is for whom an abridged one
    is.
    """

    release = models.ForeignKey(MinutesRelease, models.PROTECT, related_name="copies")
    version = models.CharField(max_length=20, choices=Edition.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    stored = models.FileField(upload_to=random_place, max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)

    media_type = "application/pdf"

    class Meta:
        app_label = "documents"
        verbose_name = _("copy of minutes")
        verbose_name_plural = _("copies of minutes")
        ordering: ClassVar = ["release", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(version__in=Edition.values), name="minutes_version_known"),
            models.CheckConstraint(
                condition=Q(version=Edition.ABRIDGED) ^ Q(person=None), name="abridged_minutes_are_for_somebody"
            ),
            models.UniqueConstraint(
                fields=["release", "version"], condition=Q(person=None), name="minutes_version_once"
            ),
            models.UniqueConstraint(
                fields=["release", "person"], condition=Q(person__isnull=False), name="abridged_minutes_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}/{self.version}"

    @property
    def name(self) -> str:
        """Its name for downloads."""
        return minutes_name(stem_of_meeting(self.release.meeting), self.version)

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it."""
        return self.version == Edition.PUBLIC


class DocumentRules(DatedRules):
    """Who gets what of a meeting's documents (Geschäftsordnung: Niederschrift), as data."""

    members_see_draft_minutes = models.BooleanField(
        _("members get the draft of the minutes before it is released"), default=NRW["members_see_draft_minutes"]
    )

    class Meta(DatedRules.Meta):
        app_label = "documents"
        verbose_name = _("rules about documents")
        verbose_name_plural = _("rules about documents")
