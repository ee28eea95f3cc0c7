"""The files that belong to agenda items."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from documents.enums import Version
from documents.names import meeting_stem, minutes_name
from documents.profiles import NRW
from documents.storage import random_place
from meetings.models import DatedRules, Meeting, Person


def stem_of_meeting(meeting: Meeting) -> str:
    """What the files of a meeting begin with; its day is the day in the house's time zone."""
    return meeting_stem(timezone.localdate(meeting.starts_at), meeting.body.name, meeting.title)


class FileQuerySet(models.QuerySet["File"]):
    """Files by what is left of them."""

    def kept(self) -> FileQuerySet:
        """Those that have not been removed."""
        return self.filter(removed_at__isnull=True)


class File(models.Model):
    """A paper on an agenda item (Sitzungsunterlage, Anlage): a file with a title and a speaking name.

    `confidential` keeps a file of a public item from the public; files of non-public items always are. A removed file
    keeps its row, because the journal names it, and its content, because the minutes may have to answer for it.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="files")
    title = models.CharField(_("title"), max_length=500)
    stored = models.FileField(upload_to=random_place, max_length=100)
    name = models.CharField(_("name for downloads"), max_length=150)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    confidential = models.BooleanField(_("not for the public"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering: ClassVar = ["item", "uploaded_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.UniqueConstraint(fields=["item", "sha256"], condition=Q(removed_at__isnull=True), name="file_once_per_item"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:file", args=[self.pk, self.name])

    @property
    def ending(self) -> str:
        """What its name ends in: pdf, docx ..."""
        return self.name.rpartition(".")[2]

    @property
    def meeting(self) -> Meeting:
        """The meeting it belongs to; permission predicates ask for it."""
        return self.item.meeting

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it."""
        return self.item.is_public and not self.confidential


class CalendarStamp(models.Model):
    """The how manieth content of a meeting's calendar entry was handed out last (SEQUENCE, RFC 5545 section 3.8.7.4)."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="calendar_stamp")
    digest = models.CharField(max_length=64)
    sequence = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("calendar stamp")
        verbose_name_plural = _("calendar stamps")

    def __str__(self) -> str:
        return f"{self.meeting_id}/{self.sequence}"


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
    """One version of released minutes as a file that never changes (trigger); `person` is for whom an abridged one is."""

    release = models.ForeignKey(MinutesRelease, models.PROTECT, related_name="copies")
    version = models.CharField(max_length=20, choices=Version.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    stored = models.FileField(upload_to=random_place, max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)

    media_type = "application/pdf"

    class Meta:
        verbose_name = _("copy of minutes")
        verbose_name_plural = _("copies of minutes")
        ordering: ClassVar = ["release", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(version__in=Version.values), name="minutes_version_known"),
            models.CheckConstraint(condition=Q(version=Version.ABRIDGED) ^ Q(person=None), name="abridged_minutes_are_for_somebody"),
            models.UniqueConstraint(fields=["release", "version"], condition=Q(person=None), name="minutes_version_once"),
            models.UniqueConstraint(fields=["release", "person"], condition=Q(person__isnull=False), name="abridged_minutes_once"),
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
        return self.version == Version.PUBLIC


class DocumentRules(DatedRules):
    """Who gets what of a meeting's documents (Geschäftsordnung: Niederschrift), as data."""

    members_see_draft_minutes = models.BooleanField(
        _("members get the draft of the minutes before it is released"), default=NRW["members_see_draft_minutes"]
    )

    class Meta(DatedRules.Meta):
        verbose_name = _("rules about documents")
        verbose_name_plural = _("rules about documents")
