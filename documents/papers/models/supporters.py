"""Members who stand behind a motion or an inquiry."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from documents.papers.models.papers import Paper
from meetings.models import Person


class Supporter(models.Model):
    """A member whom the author has asked to support a motion (unterstützendes Mitglied), and when they confirmed it.

    `supported_version` is the state of the words that they confirmed; withdrawn, the row goes, the journal keeps it.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="supporters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    supported_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("supporter of a paper")
        verbose_name_plural = _("supporters of papers")
        ordering: ClassVar = ["paper", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "person"], name="supporter_once_a_paper"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, supported_version__isnull=True)
                | Q(confirmed_at__isnull=False, supported_version__isnull=False),
                name="supporter_confirmed_some_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.person}"
