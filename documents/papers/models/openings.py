"""Who has opened which version of a paper, for as long as it stands on a coming agenda."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.papers.models.versions import PaperVersion
from meetings.models import Person


class PaperOpening(models.Model):
    """Somebody has opened a version (Fassung geöffnet); for the desk alone, so that the chair knows before a vote
    whether a late paper has reached people. Goes when the meeting is closed.
    """

    version = models.ForeignKey(PaperVersion, models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "documents"
        verbose_name = _("opening of a paper")
        verbose_name_plural = _("openings of papers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "person"], name="paper_opened_once")]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.person_id}"
