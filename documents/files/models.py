"""The files that belong to agenda items."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from documents.storage import PDF, random_place
from meetings.models import Meeting


class FileQuerySet(models.QuerySet["File"]):
    """Files by what is left of them."""

    def kept(self) -> FileQuerySet:
        """Those that have not been removed."""
        return self.filter(removed_at__isnull=True)


class File(models.Model):
    """A file on an agenda item (Unterlage, Anlage), with a title and a speaking name.

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
        app_label = "documents"
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering: ClassVar = ["item", "uploaded_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_not_empty"),
            models.UniqueConstraint(
                fields=["item", "sha256"], condition=Q(removed_at__isnull=True), name="file_once_per_item"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:file", args=[self.pk, self.name])

    @property
    def opens_in_page(self) -> bool:
        """Whether browsers have a reader for it that we let them use."""
        return self.media_type == PDF

    @property
    def page_url(self) -> str:
        """Where it is read in the page, or, where it cannot be, fetched."""
        return (
            reverse("documents:read_file", args=[self.pk, self.name]) if self.opens_in_page else self.get_absolute_url()
        )

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
