"""Measures of order of the presiding person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import MeasureKind
from meetings.models.meeting import Meeting
from meetings.models.people import Person


class OrderMeasure(models.Model):
    """A measure of order against a person (Ordnungsmaßnahme, GO NRW section 51), counted per person and item.

    `item` is the number of a row of the agenda room, None outside any item; `number` how it read ("Ö 3"). `warned` says
    that the consequences of a further call were pointed out. `refused_to_leave` bars an excluded person from the
    following meetings. A measure taken by mistake is revoked and stays visible.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="order_measures")
    person = models.ForeignKey(Person, models.PROTECT, related_name="order_measures")
    kind = models.CharField(_("measure"), max_length=20, choices=MeasureKind.choices)
    item = models.PositiveBigIntegerField(null=True, blank=True)
    number = models.CharField(max_length=40, blank=True)
    is_public = models.BooleanField(default=True)
    warned = models.BooleanField(_("consequences pointed out"), default=False)
    refused_to_leave = models.BooleanField(_("refused to leave"), default=False)
    at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("measure of order")
        verbose_name_plural = _("measures of order")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=MeasureKind.values), name="measure_kind_known"),
            models.CheckConstraint(
                condition=Q(refused_to_leave=False) | Q(kind=MeasureKind.EXCLUDED),
                name="only_the_excluded_refuse_to_leave",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(kind=MeasureKind.EXCLUDED, revoked_at__isnull=True),
                name="excluded_once",
            ),
        ]
