"""The paper itself: what is being written, and where it stands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.papers.enums import PaperState
from documents.papers.models.types import PaperType
from meetings.models import Body, Faction, Institution, Journaled
from meetings.models.journal import JournaledManager
from meetings.models.tidy import Tidy

WRITTEN = (
    "subject",
    "lead_office",
    "other_offices",
    "file_reference",
    "facts",
    "draft_resolution",
    "financial_effect",
    "public_facts",
    "public_draft_resolution",
)
"""What is written in a paper, in the order in which it stands there; a version holds exactly this."""


class Paper(Tidy, Journaled):
    """A paper (Vorlage, Drucksache) of a body's clerk's office or of a member; it has a journal of its own.

    The fields are what is being written. Readers get the last release (`PaperVersion`), never these. `parent` is the
    paper that it supplements, answers or amends. `is_public` is its class; of a public one the public has the version
    `public_seq`, which `checked_by` has looked through for personal data, and nothing while it stands in a non-public
    part anywhere. `public_facts` and `public_draft_resolution` are what the public reads instead, where something has
    to be left out. `public_before` is the version that the public had just before: what is different is told by that
    one. `ground` says why it was withdrawn or taken from the public.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="papers")
    body = models.ForeignKey(Body, models.PROTECT, related_name="papers", verbose_name=_("kept by the office of"))
    type = models.ForeignKey(PaperType, models.PROTECT, related_name="papers", verbose_name=_("kind"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    number = models.CharField(_("number"), max_length=100, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=PaperState.choices, default=PaperState.DRAFT)
    subject = models.CharField(_("subject"), max_length=500)
    lead_office = models.CharField(_("lead office"), max_length=200, blank=True)
    office_sign = models.CharField(_("sign of the office in numbers"), max_length=20, blank=True)
    other_offices = models.CharField(_("other offices"), max_length=500, blank=True)
    file_reference = models.CharField(_("file reference"), max_length=100, blank=True)
    facts = models.TextField(_("facts and grounds"), blank=True, max_length=200000)
    draft_resolution = models.TextField(_("draft resolution"), blank=True, max_length=20000)
    financial_effect = models.TextField(_("financial effect"), blank=True, max_length=20000)
    public_facts = models.TextField(_("facts and grounds for the public"), blank=True, max_length=200000)
    public_draft_resolution = models.TextField(_("draft resolution for the public"), blank=True, max_length=20000)
    is_public = models.BooleanField(_("for the public"), default=True)
    faction = models.ForeignKey(
        Faction, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of the faction")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    public_seq = models.PositiveSmallIntegerField(null=True, blank=True)
    public_before = models.PositiveSmallIntegerField(null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    depublished_at = models.DateTimeField(null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)

    objects: ClassVar[JournaledManager[Paper]] = JournaledManager()

    class Meta:
        app_label = "documents"
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=PaperState.values), name="paper_state_known"),
            models.UniqueConstraint(
                fields=["institution", "number"], condition=~Q(number=""), name="paper_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.DRAFT) | ~Q(number=""), name="paper_beyond_the_draft_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="paper_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(public_seq__isnull=True) | Q(is_public=True, checked_at__isnull=False),
                name="paper_of_the_public_was_checked",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True) | Q(checked_by__isnull=False), name="paper_checked_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}".strip()

    def get_absolute_url(self) -> str:
        return reverse("documents:paper", args=[self.pk])
