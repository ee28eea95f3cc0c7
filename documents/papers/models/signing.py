"""The chain of those who sign a paper off before it is released."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from documents.papers.enums import SignOffState
from documents.papers.models.papers import Paper
from meetings.models import Person

DECIDED = (SignOffState.APPROVED, SignOffState.REFUSED)


class SignOff(models.Model):
    """One who is to sign a paper off (Mitzeichnung), or whose deputy is to, in one round.

    Equal steps sign side by side, a later one when all of those before have signed. `due_on` is set when the turn of
    the step comes; until then `days` says how many working days it will have. What was decided never changes (trigger).
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="sign_offs")
    round = models.PositiveSmallIntegerField(_("round"))
    step = models.PositiveSmallIntegerField(_("step"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    deputy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    days = models.PositiveSmallIntegerField(_("working days"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=SignOffState.choices, default=SignOffState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.CharField(_("remark"), max_length=1000, blank=True)

    class Meta:
        app_label = "documents"
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering: ClassVar = ["paper", "round", "step", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["person", "state"], name="sign_off_of_person"),
            models.Index(fields=["deputy", "state"], name="sign_off_of_deputy"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=SignOffState.values), name="sign_off_state_known"),
            models.CheckConstraint(
                condition=Q(round__gte=1, step__gte=1, days__gte=1), name="sign_off_counts_from_one"
            ),
            models.UniqueConstraint(fields=["paper", "round", "person"], name="sign_off_once_a_round"),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")), name="sign_off_deputy_is_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(state=SignOffState.WAITING, decided_at__isnull=True, decided_by__isnull=True, remark="")
                | Q(state=SignOffState.SKIPPED, decided_at__isnull=False, remark="")
                | Q(state__in=DECIDED, due_on__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="sign_off_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=SignOffState.REFUSED) | ~Q(remark=""), name="sign_off_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.round}: {self.person}"
