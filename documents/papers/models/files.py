"""Annexes of papers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.files.enums import CopyState, Purpose
from documents.files.models import FileCopy
from documents.papers.models.papers import Paper
from documents.storage import PDF, random_place


class PaperFileQuerySet(models.QuerySet["PaperFile"]):
    """Annexes by what is left of them."""

    def kept(self) -> PaperFileQuerySet:
        """Those that have not been removed."""
        return self.filter(removed_at__isnull=True)

    def with_copies(self) -> PaperFileQuerySet:
        """With whether there is a copy to read in the page."""
        made = FileCopy.objects.filter(source=OuterRef("sha256"), purpose=Purpose.READING, state=CopyState.MADE)
        return self.annotate(has_reading_copy=Exists(made))


class PaperFile(models.Model):
    """An annex (Anlage), in order; a removed one keeps row and content, for an earlier version may hold it.

    `confidential` keeps it from the public; `stands_for` is the annex whose redacted form it is: the public gets this
    one instead.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="annexes")
    stands_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="redacted_forms")
    position = models.PositiveSmallIntegerField(default=0)
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

    objects = PaperFileQuerySet.as_manager()

    class Meta:
        app_label = "documents"
        verbose_name = _("annex")
        verbose_name_plural = _("annexes")
        ordering: ClassVar = ["paper", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="annex_not_empty"),
            models.CheckConstraint(
                condition=Q(stands_for__isnull=True) | ~Q(stands_for=F("id")), name="annex_not_its_own_form"
            ),
            models.UniqueConstraint(
                fields=["paper", "sha256"], condition=Q(removed_at__isnull=True), name="annex_once_per_paper"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:annex", args=[self.pk, self.name])

    @property
    def opens_in_page(self) -> bool:
        """Whether browsers have a reader for it that we let them use."""
        return self.media_type == PDF

    @property
    def is_public(self) -> bool:
        """Whether everybody may have it, as far as paper and annex say; the agendas are asked elsewhere."""
        return not self.confidential and self.paper.is_public and self.paper.public_seq is not None

    @property
    def ending(self) -> str:
        """What its name ends in: pdf, docx ..."""
        return self.name.rpartition(".")[2]
