"""A poll, who may vote in it, and what they cast."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import Part
from agenda.models import AgendaItem, Motion, ProceduralMotion, Recusal
from meetings.enums import VotesByName
from meetings.models import Faction, Meeting, Membership, Person
from voting.enums import Choice, Method, Outcome, PollKind, PollState

COUNTED = Q(state__in=[PollState.CLOSED, PollState.DECLARED])
NO_COUNTS = Q(yes_count=None, no_count=None, abstain_count=None, not_voted_count=None, outcome=None, closed_at=None)
ALL_COUNTS = Q(
    yes_count__isnull=False,
    no_count__isnull=False,
    abstain_count__isnull=False,
    not_voted_count__isnull=False,
    outcome__isnull=False,
    closed_at__isnull=False,
)


class Poll(models.Model):
    """One vote on an item (Abstimmung), or on a motion, a point of procedure or a disputed conflict of interest within it.

    Its question, rules and electorate are frozen when it opens. `part` is the part of the agenda in which it was voted: moving the
    item later opens nothing to the public.
    `outcome` is the proposal computed from the counts, `declared_outcome` what the chair has declared. Once declared,
    the row never changes (trigger, migration 0002).
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="polls")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="polls")
    motion = models.ForeignKey(Motion, models.PROTECT, null=True, blank=True, related_name="polls")
    procedural_motion = models.ForeignKey(ProceduralMotion, models.PROTECT, null=True, blank=True, related_name="polls")
    recusal = models.ForeignKey(Recusal, models.PROTECT, null=True, blank=True, related_name="polls")
    part = models.CharField(max_length=20, choices=Part.choices)
    question = models.TextField(_("question"), max_length=20000)
    kind = models.CharField(max_length=20, choices=PollKind.choices, default=PollKind.DECISION)
    method = models.CharField(max_length=20, choices=Method.choices, default=Method.OPEN)
    state = models.CharField(max_length=20, choices=PollState.choices, default=PollState.DRAFT)
    majority_rule = models.CharField(max_length=40)
    ballot_may_change = models.BooleanField(default=True)
    votes_by_name = models.CharField(max_length=20, choices=VotesByName.choices, default=VotesByName.AFTER_CLOSE)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    yes_count = models.PositiveIntegerField(null=True, blank=True)
    no_count = models.PositiveIntegerField(null=True, blank=True)
    abstain_count = models.PositiveIntegerField(null=True, blank=True)
    not_voted_count = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, null=True, blank=True)
    declared_outcome = models.CharField(max_length=20, choices=Outcome.choices, null=True, blank=True)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting"], condition=Q(state=PollState.OPEN), name="one_open_poll_per_meeting"),
            models.CheckConstraint(condition=Q(state__in=PollState.values), name="poll_state_known"),
            models.CheckConstraint(condition=Q(state=PollState.DRAFT) ^ Q(opened_at__isnull=False), name="poll_opened_has_a_time"),
            models.CheckConstraint(condition=(COUNTED & ALL_COUNTS) | (~COUNTED & NO_COUNTS), name="poll_counts_only_when_closed"),
            models.CheckConstraint(
                condition=Q(state=PollState.DECLARED, declared_at__isnull=False, declared_outcome__isnull=False)
                | (~Q(state=PollState.DECLARED) & Q(declared_at=None, declared_outcome=None)),
                name="poll_declared_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(outcome=None) | Q(outcome__in=Outcome.values), name="poll_outcome_known"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.part == Part.PUBLIC and self.item.is_public

    @property
    def is_counted(self) -> bool:
        """Whether there is a result, declared or not."""
        return self.state in {PollState.CLOSED, PollState.DECLARED}

    @property
    def is_declared(self) -> bool:
        """Whether the chair has declared the result."""
        return self.state == PollState.DECLARED


class Elector(models.Model):
    """One person of a poll's electorate (Stimmberechtigte), frozen when the poll opened, with their faction and seat then.

    A seat is in an electorate once, whoever held it when the poll opened; electorates from before there were seats have none.
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="electors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    faction = models.ForeignKey(Faction, models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "person"], name="elector_once"),
            models.UniqueConstraint(fields=["poll", "seat"], condition=Q(seat__isnull=False), name="one_elector_per_seat"),
        ]


class Ballot(models.Model):
    """What one elector cast (Stimme); a changed choice is a new row with the next version, the old one is superseded.

    `ballot_id` is made by the client before the first attempt, `seq` is the number of the journal's event.
    """

    elector = models.ForeignKey(Elector, models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    version = models.PositiveIntegerField()
    ballot_id = models.UUIDField(unique=True)
    superseded = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    cast_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["elector", "version"], name="ballot_version_once"),
            models.UniqueConstraint(fields=["elector"], condition=Q(superseded=False), name="one_valid_ballot_per_elector"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="ballot_choice_known"),
        ]

    @property
    def receipt(self) -> dict[str, int | str]:
        """What the voter gets back (Quittung): the same whenever they ask again with this id."""
        poll = self.elector.poll_id
        return {"poll": poll, "choice": self.choice, "version": self.version, "seq": self.seq, "ballot_id": str(self.ballot_id)}
