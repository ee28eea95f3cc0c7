"""Counting rules as pure functions with whole numbers; no Django, no database, no floats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Result = Literal["adopted", "rejected"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted; `present` and `members` are needed by rules that refer to them."""

    yes: int
    no: int
    abstain: int = 0
    invalid: int = 0
    present: int | None = None
    members: int | None = None


def _simple(counts: Counts) -> bool:
    """More yes than no; a tie rejects, abstentions and invalid votes do not count (GO NRW section 50(1))."""
    return counts.yes > counts.no


RULES: dict[str, Callable[[Counts], bool]] = {"simple": _simple}


def decide(
    rule: str, *, yes: int, no: int, abstain: int = 0, invalid: int = 0, present: int | None = None, members: int | None = None
) -> Result:
    """Whether the counts adopt or reject under the rule of that name (Beschlussfassung).

    Raises ValueError for an unknown rule and for impossible numbers: negative ones, more votes than `present`,
    more present than `members`.
    """
    if rule not in RULES:
        raise ValueError(f"no rule is called {rule!r}")
    counts = Counts(yes, no, abstain, invalid, present, members)
    _check(counts)
    return "adopted" if RULES[rule](counts) else "rejected"


def _check(counts: Counts) -> None:
    votes = (counts.yes, counts.no, counts.abstain, counts.invalid)
    if any(isinstance(number, bool) or not isinstance(number, int) or number < 0 for number in votes):
        raise ValueError(f"votes are counted in whole numbers from 0: {votes}")
    for least, most in ((sum(votes), counts.present), (sum(votes), counts.members), (counts.present or 0, counts.members)):
        if most is not None and least > most:
            raise ValueError(f"{least} out of {most} is impossible")
