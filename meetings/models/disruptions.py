"""Interruptions, technical disturbances and what they affected."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import DisruptionSource, RecessCause, ResumptionGround
from meetings.models.meeting import Meeting
from meetings.models.people import Person


class Recess(models.Model):
    """One interruption of a meeting (Unterbrechung); nobody is at work in it, so nobody's presence ends by it.

    `until` is when the meeting is expected to go on, where that was announced.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="recesses")
    cause = models.CharField(_("cause"), max_length=20, choices=RecessCause.choices, default=RecessCause.BREAK)
    started_at = models.DateTimeField()
    until = models.DateTimeField(_("expected end"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("interruption")
        verbose_name_plural = _("interruptions")
        ordering: ClassVar = ["started_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(ended_at__isnull=True), name="one_recess_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="recess_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(cause__in=RecessCause.values), name="recess_cause_known"),
        ]


class Disruption(models.Model):
    """A technical disturbance (technische Störung, DigiSiVO section 10): whom it hit, from when, and how it was
    settled.

    `person` is whom it hits, None when it is everybody (the hall, the server). It is settled with a ground, never
    without.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="disruptions")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="disruptions")
    source = models.CharField(_("noticed by"), max_length=20, choices=DisruptionSource.choices)
    remark = models.CharField(_("what happened"), max_length=500, blank=True)
    began_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    ground = models.CharField(_("ground"), max_length=20, choices=ResumptionGround.choices, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("disturbance")
        verbose_name_plural = _("disturbances")
        ordering: ClassVar = ["reported_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(settled_at__isnull=True, person__isnull=False),
                name="one_open_disruption_per_person",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, ground="")
                | Q(settled_at__isnull=False, ground__in=ResumptionGround.values),
                name="disruption_settled_with_a_ground",
            ),
            models.CheckConstraint(condition=Q(source__in=DisruptionSource.values), name="disruption_source_known"),
        ]


class DisruptedStep(models.Model):
    """Something that was done while a disturbance lasted and has to be repeated (DigiSiVO section 10(2)).

    `kind` and `key` name a row of a higher room ("voting.poll", 17); `label` is how it reads in the list.
    """

    disruption = models.ForeignKey(Disruption, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=40)
    key = models.PositiveBigIntegerField()
    label = models.CharField(max_length=500)
    is_public = models.BooleanField(default=False)
    repeated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("disturbed step")
        verbose_name_plural = _("disturbed steps")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disruption", "kind", "key"], name="disrupted_step_once")
        ]
