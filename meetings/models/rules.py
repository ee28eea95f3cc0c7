"""The rules that bodies follow, by the day from which they hold, and those that the ground floor itself reads."""

from __future__ import annotations

from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.enums import DisruptionRule, SubstituteOrder
from meetings.models.bodies import Body, Institution
from meetings.models.tidy import Tidy
from meetings.profiles import NRW, SOURCE


def once_per_day(name: str) -> list[models.BaseConstraint]:
    """A body has one row for a day at most, and so has an institution for all of its bodies."""
    own, default = Q(body__isnull=False), Q(body__isnull=True)
    return [
        models.UniqueConstraint(fields=["body", "valid_from"], condition=own, name=f"{name}_once_per_day"),
        models.UniqueConstraint(
            fields=["institution", "valid_from"], condition=default, name=f"default_{name}_once_per_day"
        ),
    ]


class DatedRules(Tidy):
    """Rules that a body follows from a day on; no body means the institution's default. Each room has the rules that it
    reads.

    The defaults of the fields are the shipped profile for North Rhine-Westphalia (`profiles.NRW` of the room).
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=500, default=SOURCE)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-valid_from"]
        constraints: ClassVar = once_per_day("%(class)s")

    def __str__(self) -> str:
        return f"{self.body or self.institution} {self.valid_from}"


def kinds_of_rules() -> list[type[DatedRules]]:
    """The rules of every room, the ground floor's first."""
    return [model for model in apps.get_models() if issubclass(model, DatedRules)]


def non_public_categories() -> list[str]:
    """The customary matters of a non-public part."""
    return list(NRW["non_public_categories"])


def customary_formalities() -> list[str]:
    """What is customarily found before the first item."""
    return list(NRW["formalities"])


class RulesOfProcedure(DatedRules):
    """Convening, quorum, substitutes, connections, order and the public (Geschäftsordnung), as data."""

    notice_days = models.PositiveSmallIntegerField(_("notice in clear days"), default=NRW["notice_days"])
    check_in_minutes = models.PositiveSmallIntegerField(
        _("minutes before the beginning from which presence is entered"), default=NRW["check_in_minutes"]
    )
    experts_below_council = models.BooleanField(
        _("more council members than expert citizens must be present"), default=NRW["experts_below_council"]
    )
    deemed_quorate = models.BooleanField(
        _("counts as quorate until the lack is formally established"), default=NRW["deemed_quorate"]
    )
    substitute_order = models.CharField(
        _("order of substitutes"), max_length=20, choices=SubstituteOrder.choices, default=NRW["substitute_order"]
    )
    grace_seconds = models.PositiveSmallIntegerField(
        _("seconds until a lost connection becomes an absence"), default=NRW["grace_seconds"]
    )
    disruption_rule = models.CharField(
        _("disturbances"), max_length=20, choices=DisruptionRule.choices, default=NRW["disruption_rule"]
    )
    report_minutes = models.PositiveSmallIntegerField(
        _("minutes within which a disturbance must be reported"), default=NRW["report_minutes"]
    )
    report_path = models.CharField(_("second way to report a disturbance"), max_length=500, blank=True)
    calls_before_withdrawal = models.PositiveSmallIntegerField(
        _("calls until the floor is withdrawn"), default=NRW["calls_before_withdrawal"]
    )
    meetings_barred_after_refusal = models.PositiveSmallIntegerField(
        _("meetings barred when an excluded person refuses to leave"), default=NRW["meetings_barred_after_refusal"]
    )
    recused_count_for_quorum = models.BooleanField(
        _("members with a conflict of interest count for the quorum"), default=NRW["recused_count_for_quorum"]
    )
    formalities = models.JSONField(_("findings before the first item"), default=customary_formalities)
    non_public_categories = models.JSONField(_("matters that are not public"), default=non_public_categories)

    class Meta(DatedRules.Meta):
        verbose_name = _("rules of procedure")
        verbose_name_plural = _("rules of procedure")
        constraints: ClassVar = once_per_day("rules")
