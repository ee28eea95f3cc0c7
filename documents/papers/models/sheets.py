"""The paper's own PDF, kept for packs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.papers.models.versions import PaperVersion
from documents.storage import random_place


class PaperSheet(models.Model):
    """A version as PDF in the house's form (Vorlage als PDF), for the public or for members.

    `key` is the digest of all that stands on it: where a body is added to the way, another one is made.
    """

    key = models.CharField(max_length=64, unique=True)
    version = models.ForeignKey(PaperVersion, models.CASCADE, related_name="sheets")
    stored = models.FileField(upload_to=random_place, max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        app_label = "documents"
        verbose_name = _("paper as PDF")
        verbose_name_plural = _("papers as PDF")

    def __str__(self) -> str:
        return f"{self.version_id}: {self.key[:8]}"
