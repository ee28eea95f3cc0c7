"""Which majority a decision needs, and whether these numbers reach it. Pure arithmetic; the rules are data.

A further rule is one more entry in `RULES`. All comparisons are between whole numbers: 3 * yes >= 2 * (yes + no) and
the like, never a rounded fraction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["adopted", "rejected"]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted; `present` and `members` are None where they are not known."""

    yes: int
    no: int
    abstain: int = 0
    invalid: int = 0
    present: int | None = None
    members: int | None = None


RULES: dict[str, Callable[[Tally], bool]] = {
    # More yes than no; a tie rejects, abstentions and invalid votes do not count (GO NRW section 50(1) and (5)).
    "simple": lambda tally: tally.yes > tally.no,
}


def decide(
    rule: str, *, yes: int, no: int, abstain: int = 0, invalid: int = 0, present: int | None = None, members: int | None = None
) -> Outcome:
    """Whether the motion is adopted under the rule of that name.

    ValueError for a rule that nobody has written, and for numbers that cannot be: negative, or more votes than
    people present, or more people present than members.
    """
    tally = Tally(yes, no, abstain, invalid, present, members)
    _check(tally)
    if rule not in RULES:
        raise ValueError(f"there is no majority rule {rule!r}")
    return "adopted" if RULES[rule](tally) else "rejected"


def _check(tally: Tally) -> None:
    counted = (tally.yes, tally.no, tally.abstain, tally.invalid)
    given = [number for number in (*counted, tally.present, tally.members) if number is not None]
    if any(type(number) is not int or number < 0 for number in given):
        raise ValueError("counts are whole numbers from zero")
    steps = [number for number in (sum(counted), tally.present, tally.members) if number is not None]
    if steps != sorted(steps):
        raise ValueError("more votes than people present, or more present than members")
