"""A body's rules of voting, and the recorded decision to vote without an approved program."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models import DatedRules, Meeting
from voting.enums import Abstentions, CallOrder, HandsOrder, VotesByName
from voting.profiles import NRW


class ApprovalOverride(models.Model):
    """The recorded decision to vote electronically in a meeting although the program has no approval (REQ-128;
    DigiSiVO section 2(1)).
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="approval_override")
    reason = models.CharField(_("reason"), max_length=1000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class VotingRules(DatedRules):
    """Majorities, ways of voting, and what is shown of votes (Geschäftsordnung: Abstimmungen), as data."""

    majority_rule = models.CharField(_("majority"), max_length=40, default=NRW["majority_rule"])
    abstentions = models.CharField(
        _("abstentions"), max_length=20, choices=Abstentions.choices, default=NRW["abstentions"]
    )
    casting_vote = models.BooleanField(_("in a tie the vote of whoever presides decides"), default=NRW["casting_vote"])
    electronic_vote_needs_approval = models.BooleanField(
        _("electronic votes with remote members need an approved program"),
        default=NRW["electronic_vote_needs_approval"],
    )
    approval_number = models.CharField(_("number of the approval"), max_length=100, blank=True)
    ballot_may_change = models.BooleanField(
        _("a choice may be changed until the close"), default=NRW["ballot_may_change"]
    )
    votes_by_name = models.CharField(
        _("open votes by name"), max_length=20, choices=VotesByName.choices, default=NRW["votes_by_name"]
    )
    secret_before_roll_call = models.BooleanField(
        _("a secret vote goes before a roll call when both are demanded"), default=NRW["secret_before_roll_call"]
    )
    roll_call_order = models.CharField(
        _("order of a roll call"), max_length=20, choices=CallOrder.choices, default=NRW["roll_call_order"]
    )
    hands_order = models.CharField(
        _("order of a show of hands"), max_length=20, choices=HandsOrder.choices, default=NRW["hands_order"]
    )
    results_by_faction = models.BooleanField(
        _("results with the numbers of each faction"), default=NRW["results_by_faction"]
    )

    class Meta(DatedRules.Meta):
        verbose_name = _("rules of voting")
        verbose_name_plural = _("rules of voting")
