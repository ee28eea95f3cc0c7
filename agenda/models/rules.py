"""The rules of debate and motions that a body follows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.enums import ClosureRule
from agenda.profiles import NRW
from meetings.models import DatedRules


class AgendaRules(DatedRules):
    """Speaking times, the close of the debate, motions and who may demand what (Geschäftsordnung: Redeordnung,
    Anträge), as data.
    """

    speaking_seconds = models.PositiveIntegerField(
        _("speaking time in seconds, 0 for no limit"), default=NRW["speaking_seconds"]
    )
    contributions_per_item = models.PositiveSmallIntegerField(
        _("contributions per member and item, 0 for no limit"), default=NRW["contributions_per_item"]
    )
    faction_seconds = models.PositiveIntegerField(
        _("speaking time of a faction per item in seconds, 0 for no limit"), default=NRW["faction_seconds"]
    )
    closure_rule = models.CharField(
        _("who may move the close of the debate"),
        max_length=20,
        choices=ClosureRule.choices,
        default=NRW["closure_rule"],
    )
    procedural_majority = models.CharField(
        _("majority for procedural motions"), max_length=40, default=NRW["procedural_majority"]
    )
    supporters_for_motion = models.PositiveSmallIntegerField(
        _("supporters that a motion needs"), default=NRW["supporters_for_motion"]
    )
    roll_call_fraction = models.CharField(
        _("part of the members that may demand a roll call"), max_length=10, default=NRW["roll_call_fraction"]
    )
    secret_vote_fraction = models.CharField(
        _("part of the members that may demand a secret vote"), max_length=10, default=NRW["secret_vote_fraction"]
    )
    extension_majority = models.CharField(
        _("majority for an extension of the agenda"), max_length=40, default=NRW["extension_majority"]
    )

    class Meta(DatedRules.Meta):
        verbose_name = _("rules of debate and motions")
        verbose_name_plural = _("rules of debate and motions")
