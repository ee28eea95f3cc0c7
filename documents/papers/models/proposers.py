"""Who has put a proposal to the council as a citizen; kept apart from the paper itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.papers.models.papers import Paper
from meetings.models.tidy import Tidy


class Proposer(Tidy):
    """Name and address of who proposes (Anregung oder Beschwerde, GO NRW section 24), when it came and when that was
    acknowledged.

    A table of its own, so that nothing of it gets into a version, a pack or what the public reads: only
    `selectors.proposals` reads it, for the clerk of the body whose office keeps the paper.
    """

    paper = models.OneToOneField(Paper, models.CASCADE, related_name="proposer")
    name = models.CharField(_("name of who proposes"), max_length=500)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    received_on = models.DateField(_("received on"))
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("proposer")
        verbose_name_plural = _("proposers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True) | Q(acknowledged_on__gte=F("received_on")),
                name="proposal_acknowledged_after_it_came",
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}"
