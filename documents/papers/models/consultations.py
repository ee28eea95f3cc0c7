"""The way of a paper through the bodies."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from documents.papers.enums import ConsultationRole
from documents.papers.models.papers import Paper
from meetings.models import Body


class Consultation(models.Model):
    """One station of a paper's way (Beratungsfolge): a body, what it does, and the item on which it did.

    What came of it is read from the meeting, not kept here. A body that postponed gets a further station of the same
    kind when the paper is put on another agenda.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="consultations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="consultations", verbose_name=_("body"))
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(
        _("what it does"), max_length=20, choices=ConsultationRole.choices, default=ConsultationRole.DECISION
    )
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="consultations")
    is_followed_by_item = models.BooleanField(default=False)

    class Meta:
        app_label = "documents"
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering: ClassVar = ["paper", "position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=ConsultationRole.values), name="consultation_role_known"),
            models.UniqueConstraint(
                fields=["paper", "item"], condition=Q(item__isnull=False), name="paper_once_on_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} → {self.body}"
