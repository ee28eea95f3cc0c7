"""Polls, frozen electorates and ballots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from meetings.models import Faction, Meeting, Person
from voting.enums import Choice, Outcome, PollState

COUNTED = Q(yes__isnull=False, no__isnull=False, abstain__isnull=False, closed_at__isnull=False)
UNCOUNTED = Q(yes__isnull=True, no__isnull=True, abstain__isnull=True, closed_at__isnull=True)


class Poll(models.Model):
    """One open vote on an item (Abstimmung). The text is frozen when it opens, the counts when it closes."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="polls")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="polls")
    question = models.TextField(_("question put to the vote"), max_length=20000)
    state = models.CharField(_("state"), max_length=20, choices=PollState.choices, default=PollState.DRAFT)
    majority_rule = models.CharField(_("majority"), max_length=40, default="simple")
    ballot_may_change = models.BooleanField(_("a choice may be changed until the close"), default=True)
    votes_by_name = models.CharField(max_length=20, default="after_close")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    yes = models.PositiveIntegerField(null=True, blank=True)
    no = models.PositiveIntegerField(null=True, blank=True)
    abstain = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(state=PollState.OPEN), name="one_open_poll_per_meeting"),
            models.CheckConstraint(condition=Q(state__in=PollState.values), name="poll_state_known"),
            models.CheckConstraint(
                condition=(Q(state__in=[PollState.DRAFT, PollState.OPEN]) & UNCOUNTED)
                | (Q(state__in=[PollState.CLOSED, PollState.DECLARED]) & COUNTED),
                name="poll_counted_when_closed",
            ),
            models.CheckConstraint(condition=Q(state=PollState.DRAFT) ^ Q(opened_at__isnull=False), name="poll_opened_has_a_time"),
            models.CheckConstraint(condition=~Q(state=PollState.DECLARED) ^ Q(declared_at__isnull=False), name="poll_declared_has_a_time"),
        ]

    def __str__(self) -> str:
        return self.question[:80]

    @property
    def is_counted(self) -> bool:
        """Whether there are counts to be shown."""
        return self.state in {PollState.CLOSED, PollState.DECLARED}


class Elector(models.Model):
    """Somebody who may vote in a poll (Stimmberechtigte), frozen when the poll opens, with their faction then."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="electors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="electorates")
    faction = models.ForeignKey(Faction, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "person"], name="elector_once")]

    def __str__(self) -> str:
        return str(self.person)


class Ballot(models.Model):
    """One cast (Stimmabgabe), never changed: a later choice is a later version, and the latest one counts.

    `ballot_id` is made by the client before it sends, so that a repeated request finds its own receipt.
    """

    elector = models.ForeignKey(Elector, models.PROTECT, related_name="ballots")
    ballot_id = models.UUIDField(unique=True)
    choice = models.CharField(_("choice"), max_length=10, choices=Choice.choices)
    version = models.PositiveIntegerField()
    superseded = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    cast_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["elector", "version"], name="ballot_version_once"),
            models.UniqueConstraint(fields=["elector"], condition=Q(superseded=False), name="one_ballot_counts"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="ballot_choice_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="ballot_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.elector} {self.version}"
