"""When a body may decide (Beschlussfähigkeit, GO NRW sections 49, 58(3)): rule and counts in, a finding out.

Only those who hold a voting seat are counted, members and substitutes alike; each counts as what they are themselves,
council member or expert citizen. Advisory members and guests never count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Finding(StrEnum):
    """What a count means; everything but `QUORATE` is a lack, with its reason."""

    QUORATE = "quorate"
    TOO_FEW_SEATS = "too_few_seats"
    TOO_MANY_EXPERTS = "too_many_experts"
    BOTH = "too_few_and_too_many_experts"


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """The body's rule: members by law, the condition of mixed committees, and whether only a formal finding counts."""

    members: int
    experts_below_council: bool = True
    deemed_quorate: bool = True

    @property
    def required(self) -> int:
        """The smallest number that is more than half of the members by law."""
        return self.members // 2 + 1


@dataclass(frozen=True, slots=True)
class Quorum:
    """A count held against its rule."""

    rule: QuorumRule
    council: int
    experts: int

    @property
    def seats(self) -> int:
        """The voting seats whose holder is present."""
        return self.council + self.experts

    @property
    def required(self) -> int:
        """How many seats it takes."""
        return self.rule.required

    @property
    def has_too_few_seats(self) -> bool:
        """Whether no more than half of the seats are present (GO NRW section 49(1))."""
        return self.seats < self.required

    @property
    def has_too_many_experts(self) -> bool:
        """Whether expert citizens are not outnumbered by council members (GO NRW section 58(3))."""
        return self.rule.experts_below_council and self.experts > 0 and self.council <= self.experts

    @property
    def finding(self) -> Finding:
        """The one word for it."""
        if self.has_too_few_seats:
            return Finding.BOTH if self.has_too_many_experts else Finding.TOO_FEW_SEATS
        return Finding.TOO_MANY_EXPERTS if self.has_too_many_experts else Finding.QUORATE

    @property
    def quorate(self) -> bool:
        """Whether the numbers suffice."""
        return self.finding == Finding.QUORATE

    def bars_votes(self, *, lack_established: bool) -> bool:
        """Whether no vote may be opened: after a formal finding, and where the rule knows no fiction, by the numbers
        alone.
        """
        return lack_established or not (self.quorate or self.rule.deemed_quorate)


def count(rule: QuorumRule, holders: Iterable[bool]) -> Quorum:
    """Hold the present seat holders against the rule; each says whether they are a member of the council."""
    sides = list(holders)
    return Quorum(rule, council=sum(sides), experts=len(sides) - sum(sides))
