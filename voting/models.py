"""A poll, who may vote in it, what they cast, and what was added to its result."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agenda.enums import Part
from agenda.models import AgendaItem, Motion, ProceduralMotion, Recusal
from meetings.models import DatedRules, Faction, Meeting, Membership, Person
from voting.enums import (
    VOID,
    Abstentions,
    CallOrder,
    Choice,
    HandsOrder,
    Method,
    Outcome,
    PollKind,
    PollState,
    RemarkKind,
    VotesByName,
    Way,
)
from voting.profiles import NRW

COUNTED = Q(state__in=[PollState.CLOSED, PollState.DECLARED])
ANNULLED = Q(state__in=sorted(VOID))
NO_COUNTS = Q(yes_count=None, no_count=None, abstain_count=None, not_voted_count=None, outcome=None, closed_at=None)
ALL_COUNTS = Q(
    yes_count__isnull=False,
    no_count__isnull=False,
    abstain_count__isnull=False,
    not_voted_count__isnull=False,
    outcome__isnull=False,
    closed_at__isnull=False,
)
NOT_DECLARED = Q(declared_at=None, declared_outcome=None)


class Poll(models.Model):
    """One vote on an item (Abstimmung), or on a motion, a point of procedure or a disputed conflict of interest within
    it.

    Its question, rules and electorate are frozen when it opens. `part` is the part of the agenda in which it was voted:
    moving the item later opens nothing to the public. `present_count` is the electorate in votes, `members_count` the
    votes of the body by law. `outcome` is the proposal computed from the counts, `declared_outcome` what the chair has
    declared. Once declared, the row never changes (trigger, migration 0002) but for its state: a vote that is annulled
    keeps all that it was, and one that was held again is named by `repeats` of the new one. `called` is whose name was
    called last in a roll call. `casting` is the vote of whoever presides where it decided a tie.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="polls")
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="polls")
    motion = models.ForeignKey(Motion, models.PROTECT, null=True, blank=True, related_name="polls")
    procedural_motion = models.ForeignKey(ProceduralMotion, models.PROTECT, null=True, blank=True, related_name="polls")
    recusal = models.ForeignKey(Recusal, models.PROTECT, null=True, blank=True, related_name="polls")
    repeats = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="repetition")
    part = models.CharField(max_length=20, choices=Part.choices)
    question = models.TextField(_("question"), max_length=20000)
    kind = models.CharField(max_length=20, choices=PollKind.choices, default=PollKind.DECISION)
    method = models.CharField(max_length=20, choices=Method.choices, default=Method.OPEN)
    state = models.CharField(max_length=20, choices=PollState.choices, default=PollState.DRAFT)
    majority_rule = models.CharField(max_length=40)
    abstentions = models.CharField(max_length=20, choices=Abstentions.choices, default=Abstentions.IGNORED)
    casting_vote = models.BooleanField(default=False)
    ballot_may_change = models.BooleanField(default=True)
    votes_by_name = models.CharField(max_length=20, choices=VotesByName.choices, default=VotesByName.AFTER_CLOSE)
    by_faction = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    present_count = models.PositiveIntegerField(null=True, blank=True)
    members_count = models.PositiveIntegerField(null=True, blank=True)
    called = models.ForeignKey("Elector", models.PROTECT, null=True, blank=True, related_name="+")
    yes_count = models.PositiveIntegerField(null=True, blank=True)
    no_count = models.PositiveIntegerField(null=True, blank=True)
    abstain_count = models.PositiveIntegerField(null=True, blank=True)
    not_voted_count = models.PositiveIntegerField(null=True, blank=True)
    casting = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, null=True, blank=True)
    declared_outcome = models.CharField(max_length=20, choices=Outcome.choices, null=True, blank=True)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering: ClassVar = ["opened_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state=PollState.OPEN), name="one_open_poll_per_meeting"
            ),
            models.CheckConstraint(condition=Q(state__in=PollState.values), name="poll_state_known"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="poll_method_known"),
            models.CheckConstraint(
                condition=Q(state=PollState.DRAFT) ^ Q(opened_at__isnull=False), name="poll_opened_has_a_time"
            ),
            models.CheckConstraint(
                condition=(COUNTED & ALL_COUNTS)
                | (ANNULLED & (ALL_COUNTS | NO_COUNTS))
                | (~COUNTED & ~ANNULLED & NO_COUNTS),
                name="poll_counts_only_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(state=PollState.DECLARED, declared_at__isnull=False, declared_outcome__isnull=False)
                | (ANNULLED & (NOT_DECLARED | Q(declared_at__isnull=False, declared_outcome__isnull=False)))
                | (~Q(state=PollState.DECLARED) & ~ANNULLED & NOT_DECLARED),
                name="poll_declared_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome=None) | Q(outcome__in=Outcome.values), name="poll_outcome_known"
            ),
            models.CheckConstraint(condition=Q(casting__in=["", Choice.YES, Choice.NO]), name="poll_casting_known"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.part == Part.PUBLIC and self.item.is_public

    @property
    def is_counted(self) -> bool:
        """Whether there is a result that holds, declared or not."""
        return self.state in {PollState.CLOSED, PollState.DECLARED}

    @property
    def is_declared(self) -> bool:
        """Whether the chair has declared the result."""
        return self.state == PollState.DECLARED

    @property
    def is_void(self) -> bool:
        """Whether it was annulled, and perhaps repeated."""
        return self.state in VOID

    @property
    def takes_devices(self) -> bool:
        """Whether electors vote on their own device: all, those at home, or who likes to answer a roll call that
        way.
        """
        return self.method in {Method.OPEN, Method.MIXED, Method.ROLL_CALL}

    @property
    def takes_hands(self) -> bool:
        """Whether votes are seen or heard in the hall and entered at the desk."""
        return self.method in {Method.HANDS, Method.MIXED, Method.ROLL_CALL}


class Elector(models.Model):
    """One person of a poll's electorate (Stimmberechtigte), frozen when the poll opened, with their faction and seat
    then.

    A seat is in an electorate once, whoever held it when the poll opened; electorates from before there were seats have
    none. `position` is the place in a roll call, `weight` how many votes the seat has. `admitted_at` is set for who
    came in after the opening, by decision of the chair. Only `way` ever changes, while the vote is open (trigger).
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="electors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    faction = models.ForeignKey(Faction, models.PROTECT, null=True, blank=True, related_name="+")
    seat = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.DEVICE)
    weight = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)
    admitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("elector")
        verbose_name_plural = _("electors")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "person"], name="elector_once"),
            models.UniqueConstraint(
                fields=["poll", "seat"], condition=Q(seat__isnull=False), name="one_elector_per_seat"
            ),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="elector_way_known"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="elector_has_a_vote_or_more"),
        ]


class Ballot(models.Model):
    """What one elector cast (Stimme); a changed choice is a new row with the next version, the old one is superseded.

    `ballot_id` is made by the client before the first attempt, `seq` is the number of the journal's event. `source`
    says whether the elector cast it, or the desk entered what was seen or heard.
    """

    elector = models.ForeignKey(Elector, models.PROTECT, related_name="ballots")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    version = models.PositiveIntegerField()
    ballot_id = models.UUIDField(unique=True)
    source = models.CharField(max_length=10, choices=Way.choices, default=Way.DEVICE)
    superseded = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    cast_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["elector", "version"], name="ballot_version_once"),
            models.UniqueConstraint(
                fields=["elector"], condition=Q(superseded=False), name="one_valid_ballot_per_elector"
            ),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="ballot_choice_known"),
            models.CheckConstraint(condition=Q(source__in=Way.values), name="ballot_source_known"),
        ]

    @property
    def receipt(self) -> dict[str, int | str]:
        """What the voter gets back (Quittung): the same whenever they ask again with this id."""
        poll = self.elector.poll_id
        return {
            "poll": poll,
            "choice": self.choice,
            "version": self.version,
            "seq": self.seq,
            "ballot_id": str(self.ballot_id),
        }


class HandCount(models.Model):
    """The hands that were counted in the hall (Auszählung der Handzeichen); counted again, a new row supersedes the old
    one.

    `casting` is how whoever presides voted, where that decides a tie.
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="hand_counts")
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    abstain = models.PositiveIntegerField()
    casting = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField()
    superseded = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "version"], name="hand_count_version_once"),
            models.UniqueConstraint(fields=["poll"], condition=Q(superseded=False), name="one_valid_hand_count"),
        ]

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by choice."""
        return {"yes": self.yes, "no": self.no, "abstain": self.abstain}


class PollRemark(models.Model):
    """What was added to a declared result (Einspruch, Nachzählung, Berichtigung); never changed, never deleted.

    A recount or a correction has counts and an outcome of its own, which hold from then on; the declared ones stay
    beside them.
    """

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="remarks")
    kind = models.CharField(max_length=20, choices=RemarkKind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=2000)
    yes_count = models.PositiveIntegerField(null=True, blank=True)
    no_count = models.PositiveIntegerField(null=True, blank=True)
    abstain_count = models.PositiveIntegerField(null=True, blank=True)
    not_voted_count = models.PositiveIntegerField(null=True, blank=True)
    casting = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, null=True, blank=True)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seq"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=RemarkKind.OBJECTION, outcome=None, yes_count=None)
                | (~Q(kind=RemarkKind.OBJECTION) & Q(outcome__isnull=False, yes_count__isnull=False)),
                name="recount_has_an_outcome",
            ),
        ]


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
