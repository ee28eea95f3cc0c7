"""What an open result would be without one person (REQ-62; GO NRW section 31(6)): the old and the new one side by
side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import pgettext

from meetings.models import Person
from voting.enums import Choice, Method, Way
from voting.models import Ballot, Elector, Poll
from voting.selectors.counting import Count, outcome_of, tie_in
from voting.selectors.results import Standing, result_of, standing_of

UNKNOWN = (*Choice.values, "not_voted")


@dataclass(frozen=True, slots=True)
class Case:
    """One way in which the person may have voted, and the result without that vote."""

    choice: str
    standing: Standing
    sentence: str
    is_other: bool

    @property
    def label(self) -> str:
        """How they voted, in words."""
        return str(Choice(self.choice).label) if self.choice in Choice.values else pgettext("result", "Not voted")


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A result as it stands and as it would be without one person; several cases where nobody knows how they voted."""

    person: Person
    old: Standing
    old_sentence: str
    cases: tuple[Case, ...]

    @property
    def is_decisive(self) -> bool:
        """Whether the outcome may hang on this vote."""
        return any(case.is_other for case in self.cases)


def without(poll: Poll, elector: Elector) -> Recomputed:
    """Count a poll as if this elector had not been among those who vote; nothing is stored."""
    old = standing_of(poll)
    cases = tuple(_case(poll, elector, old, choice) for choice in _possible(poll, elector, old))
    return Recomputed(elector.person, old, result_of(poll, old), cases)


def _possible(poll: Poll, elector: Elector, old: Standing) -> list[str]:
    """How they voted where it is on record, else every way that the numbers allow."""
    ballot = Ballot.objects.filter(elector=elector, superseded=False).first()
    if ballot is not None:
        return [ballot.choice]
    if not poll.hand_counts.exists() or elector.way != Way.HANDS:
        return ["not_voted"]
    return [choice for choice in UNKNOWN if old.counts[choice] >= elector.weight]


def _case(poll: Poll, elector: Elector, old: Standing, choice: str) -> Case:
    counts = {**old.counts, choice: old.counts[choice] - elector.weight}
    count = Count.of(counts)
    count = replace(count, casting=old.casting if tie_in(_smaller(poll, elector.weight), count) else "")
    outcome = outcome_of(_smaller(poll, elector.weight), count)
    standing = Standing(outcome, counts, count.casting)
    return Case(choice, standing, result_of(_smaller(poll, elector.weight), standing), outcome != old.outcome)


def _smaller(poll: Poll, weight: int) -> Poll:
    """The same poll with fewer present; the votes by law stay."""
    fewer = Poll(
        method=poll.method,
        majority_rule=poll.majority_rule,
        abstentions=poll.abstentions,
        casting_vote=poll.casting_vote,
    )
    fewer.present_count, fewer.members_count = (poll.present_count or 0) - weight, poll.members_count
    return fewer


def may_be_recomputed(poll: Poll) -> bool:
    """Whether there are numbers to compute with."""
    return poll.is_counted and poll.method != Method.ACCLAMATION
