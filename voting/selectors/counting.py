"""How a poll is counted: what the ballots and the hands say, and what follows by its frozen rule. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Sum

from meetings.selectors import presiding_person
from voting.enums import Choice
from voting.majority import decide, is_tie
from voting.models import Ballot, HandCount, Poll

CHOICES = tuple(str(choice) for choice in Choice)


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted, in votes: of all, and of those the hands that were counted without names (None when there
    were none).
    """

    yes: int
    no: int
    abstain: int
    not_voted: int
    hands: dict[str, int] | None = None
    casting: str = ""

    @classmethod
    def of(cls, numbers: Mapping[str, int], hands: dict[str, int] | None = None, casting: str = "") -> Count:
        """A count from its numbers by answer."""
        return cls(numbers["yes"], numbers["no"], numbers["abstain"], numbers["not_voted"], hands, casting)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers by answer."""
        return {"yes": self.yes, "no": self.no, "abstain": self.abstain, "not_voted": self.not_voted}


def hands_of(poll: Poll) -> HandCount | None:
    """The hands as they were counted last."""
    return poll.hand_counts.filter(superseded=False).first()


def counted(poll: Poll, hands: Mapping[str, int] | None = None, casting: str = "") -> Count:
    """Count the valid ballots by weight and the hands; other `hands` and `casting` than the stored ones for a
    recount.
    """
    row = hands_of(poll)
    if hands is None and row is not None:
        hands, casting = row.counts, row.casting
    by_ballot = _ballots(poll)
    found = {choice: by_ballot.get(choice, 0) + (hands or {}).get(choice, 0) for choice in CHOICES}
    rest = (poll.present_count or 0) - sum(found.values())
    numbers = {"not_voted": rest, **found}
    count = Count.of(numbers, hands=dict(hands) if hands is not None else None)
    return replace(count, casting=_casting(poll, casting)) if poll.casting_vote and tie_in(poll, count) else count


def tie_in(poll: Poll, count: Count) -> bool:
    """Whether a casting vote decides, by the poll's rule."""
    return is_tie(poll.majority_rule, yes=count.yes, no=count.no, abstain=count.abstain, abstentions=poll.abstentions)


def _ballots(poll: Poll) -> dict[str, int]:
    valid = Ballot.objects.filter(elector__poll=poll, superseded=False)
    return dict(valid.values_list("choice").annotate(Sum("elector__weight")).order_by())


def _casting(poll: Poll, by_hand: str) -> str:
    """The vote of whoever presides: from their own ballot, else as it was entered with the hands; an abstention
    decides nothing.
    """
    leading = presiding_person(poll.meeting)
    ballots = (
        Ballot.objects.filter(elector__poll=poll, elector__person=leading, superseded=False)
        if leading
        else Ballot.objects.none()
    )
    own = ballots.values_list("choice", flat=True).first()
    found = own or by_hand
    return found if found in {"yes", "no"} else ""


def outcome_of(poll: Poll, count: Count) -> str:
    """What follows from these numbers by the poll's rule: `adopted` or `rejected`."""
    return decide(
        poll.majority_rule,
        yes=count.yes,
        no=count.no,
        abstain=count.abstain,
        present=poll.present_count,
        members=poll.members_count,
        abstentions=poll.abstentions,
        casting=count.casting or None,
    )
