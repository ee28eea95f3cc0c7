"""Which majority a decision needs, and whether these numbers reach it. Pure arithmetic; the rules are data.

A further rule is one more entry in `RULES`: of what, which share of it, and whether the share has to be exceeded. All
numbers are whole and all shares exact fractions, nothing is rounded. Where votes have a weight (`voting.tally`), every
number is a sum of weights: of those who voted, of everybody present, of all members.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

Outcome = Literal["adopted", "rejected"]
Base = Literal["cast", "present", "members"]

ABSTENTIONS = ("ignored", "as_no", "as_absent")
HALF, TWO_THIRDS, THREE_QUARTERS, ALL = Fraction(1, 2), Fraction(2, 3), Fraction(3, 4), Fraction(1)


@dataclass(frozen=True, slots=True)
class Rule:
    """Yes has to reach this share of the base, or to exceed it; with `casting` the chair's casting vote may break
    its tie.
    """

    base: Base
    share: Fraction
    exceed: bool = False
    casting: bool = False

    def least(self, mark: Fraction) -> int:
        """The first whole number at this mark, or beyond it; at least one, because nothing is adopted without a yes."""
        return max(1, floor(mark) + 1 if self.exceed else ceil(mark))


RULES: dict[str, Rule] = {
    # More yes than no; a tie rejects, abstentions and invalid votes do not count (GO NRW section 50(1) and (5)).
    "simple": Rule("cast", HALF, exceed=True, casting=True),
    # More than half of those who are members by law (Mehrheit der gesetzlichen Zahl, GO NRW section 58(1)).
    "members": Rule("members", HALF, exceed=True),
    "majority_present": Rule("present", HALF, exceed=True),
    "two_thirds_cast": Rule("cast", TWO_THIRDS),
    "two_thirds_present": Rule("present", TWO_THIRDS),
    "two_thirds_members": Rule("members", TWO_THIRDS),
    "three_quarters_cast": Rule("cast", THREE_QUARTERS),
    "three_quarters_present": Rule("present", THREE_QUARTERS),
    # The change of a municipality's name (GO NRW section 13).
    "three_quarters_members": Rule("members", THREE_QUARTERS),
    # Nobody against (Einstimmigkeit); an abstention is in the way only where abstentions count as no.
    "unanimous": Rule("cast", ALL),
}


def decide(
    rule: str,
    *,
    yes: int,
    no: int,
    abstain: int = 0,
    invalid: int = 0,
    present: int | None = None,
    members: int | None = None,
    abstentions: str = "ignored",
    casting: str | None = None,
) -> Outcome:
    """Whether the motion is adopted under the rule of that name (Mehrheit); without a yes it never is.

    `present` are those with a vote who are there, whether they voted or not; `members` those by law. `abstentions`:
    "ignored", "as_no" (among the votes cast, as in Carinthia), "as_absent" (those who abstain are not among those
    present, as in Tyrol). `casting` is how the chair votes, "yes" or "no", where by-laws let this vote break a tie
    (Stichentscheid): it decides where `is_tie` finds one and is without effect elsewhere, so that it may be told
    always.

    ValueError for a rule that nobody has written; for a rule whose base is not told; for numbers that cannot be:
    negative, not whole, more votes than people present, more present than members; for a casting vote that is none.
    """
    known = _rule(rule)
    _check_numbers((yes, no, abstain, invalid), present, members)
    mark = known.share * _base(rule, yes + no, abstain, present, members, abstentions)
    if casting not in (None, "yes", "no"):
        raise ValueError(f"{casting!r} is no casting vote")
    if casting == "yes" and is_tie(rule, yes=yes, no=no, abstain=abstain, abstentions=abstentions):
        return "adopted"  # where the chair says no the tie rejects, as it does without the chair
    return "adopted" if yes >= known.least(mark) else "rejected"


def is_tie(rule: str, *, yes: int, no: int, abstain: int = 0, abstentions: str = "ignored") -> bool:
    """Whether a casting vote of the chair decides (Stimmengleichheit): under a rule that knows one, as many for as
    against.

    None for and none against is no tie: then there is nothing to break, and the chair's word alone is no resolution.
    """
    known = _rule(rule)
    _check_numbers((yes, no, abstain), None, None)
    return known.casting and yes == no + _as_no(abstain, abstentions) > 0


def required_yes(
    rule: str,
    *,
    no: int | None = None,
    cast: int | None = None,
    abstain: int = 0,
    invalid: int = 0,
    present: int | None = None,
    members: int | None = None,
    abstentions: str = "ignored",
) -> int | None:
    """How many yes the motion needs, the others being as they are; for the explanation on screens ("12 yes needed").

    A rule over the votes cast needs one of two: `no`, then it is the least number of yes against so many; or `cast`,
    then of so many yes and no together. The number may be more than there are voters left. None when no number would
    do, as with one no under unanimity. ValueError as in `decide`.
    """
    known = _rule(rule)
    _check_numbers((*_told(rule, no, cast), abstain, invalid), present, members)
    if known.base == "cast" and cast is None:
        return _outweighing(known, (no or 0) + _as_no(abstain, abstentions))
    return known.least(known.share * _base(rule, cast or 0, abstain, present, members, abstentions))


def base_of(rule: str) -> Base:
    """Of what the rule takes its share: the votes "cast", those "present", the "members" by law."""
    return _rule(rule).base


def _rule(name: str) -> Rule:
    if name not in RULES:
        raise ValueError(f"there is no majority rule {name!r}")
    return RULES[name]


def _check_numbers(counted: tuple[int, ...], present: int | None, members: int | None) -> None:
    given = [number for number in (*counted, present, members) if number is not None]
    if any(type(number) is not int or number < 0 for number in given):
        raise ValueError("counts are whole numbers from zero")
    steps = [number for number in (sum(counted), present, members) if number is not None]
    if steps != sorted(steps):
        raise ValueError("more votes than people present, or more present than members")


def _base(rule: str, votes: int, abstain: int, present: int | None, members: int | None, abstentions: str) -> int:
    """Of how many the share is taken."""
    against, away = _as_no(abstain, abstentions), abstain if abstentions == "as_absent" else 0
    base = {"cast": votes + against, "present": None if present is None else present - away, "members": members}[
        base_of(rule)
    ]
    if base is None:
        raise ValueError(f"the majority rule {rule!r} needs to know how many are {base_of(rule)}")
    return base


def _as_no(abstain: int, abstentions: str) -> int:
    """How many of those who abstained count as no."""
    if abstentions not in ABSTENTIONS:
        raise ValueError(f"there is no way {abstentions!r} to count abstentions")
    return abstain if abstentions == "as_no" else 0


def _told(rule: str, no: int | None, cast: int | None) -> list[int]:
    """What is known of yes and no: one number, or none where the rule does not ask."""
    told = [number for number in (no, cast) if number is not None]
    if len(told) > 1:
        raise ValueError("tell how many counts were no, or how many were cast, not both")
    if not told and base_of(rule) == "cast":
        raise ValueError(f"the majority rule {rule!r} needs the counts: no, or cast")
    return told


def _outweighing(rule: Rule, against: int) -> int | None:
    """The least yes so that yes is its share of yes and these together."""
    if rule.share == ALL:
        return None if against else 1
    return rule.least(rule.share / (ALL - rule.share) * against)
