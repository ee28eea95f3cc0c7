"""100,000 random ballot sets against a slow reference that was written apart from the rules it checks.

The reference knows people, not numbers: a list with one answer for each vote, from which it takes those it is told to
leave out and puts fractions together. Each rule is written out as a sentence of its own.
"""

import random
from collections import Counter
from fractions import Fraction

import pytest

from voting.majority import ABSTENTIONS, RULES, decide, required_yes
from voting.tally import count

pytestmark = pytest.mark.any_database

SETS = 100_000
MOODS = [  # how likely yes, no, abstain, invalid and not voting are in a meeting
    (5, 5, 2, 1, 1),
    (6, 3, 1, 0, 0),
    (9, 3, 0, 1, 0),
    (20, 1, 2, 0, 1),
    (1, 6, 6, 1, 1),
    (12, 0, 1, 0, 0),
    (0, 1, 3, 1, 1),
]
ANSWERS = ("yes", "no", "abstain", "invalid", "nothing")
SENTENCES = {
    "simple": lambda votes, here, all_: part("yes", votes) > part("no", votes),
    "members": lambda votes, here, all_: of("yes", votes, all_) > Fraction("1/2"),
    "majority_present": lambda votes, here, all_: of("yes", votes, here) > Fraction("1/2"),
    "two_thirds_cast": lambda votes, here, all_: of("yes", votes, valid(votes)) >= Fraction("2/3"),
    "two_thirds_present": lambda votes, here, all_: of("yes", votes, here) >= Fraction("2/3"),
    "two_thirds_members": lambda votes, here, all_: of("yes", votes, all_) >= Fraction("2/3"),
    "three_quarters_cast": lambda votes, here, all_: of("yes", votes, valid(votes)) >= Fraction("3/4"),
    "three_quarters_present": lambda votes, here, all_: of("yes", votes, here) >= Fraction("3/4"),
    "three_quarters_members": lambda votes, here, all_: of("yes", votes, all_) >= Fraction("3/4"),
    "unanimous": lambda votes, here, all_: "yes" in votes and "no" not in votes,
}


def part(answer, votes):
    return len([vote for vote in votes if vote == answer])


def valid(votes):
    return [vote for vote in votes if vote in ("yes", "no")]


def of(answer, votes, whole):
    """The fraction of the whole that gave the answer; of nobody it is nothing."""
    return Fraction(part(answer, votes), len(whole)) if whole else Fraction(0)


def slow(rule, votes, absent, abstentions, casting):
    """Adopted or rejected, from one answer for each vote of those present and the number of votes not present."""
    everybody = votes + ["away"] * absent
    if abstentions == "as_no":
        votes = ["no" if vote == "abstain" else vote for vote in votes]
    if abstentions == "as_absent":
        votes = [vote for vote in votes if vote != "abstain"]
    if rule == "simple" and "yes" in votes and part("yes", votes) == part("no", votes):
        votes = [*votes, casting]
    return "adopted" if "yes" in votes and SENTENCES[rule](votes, votes, everybody) else "rejected"


def ballot_sets(seed, number):
    """Meetings of up to 24 people; in every fourth of them votes have weights."""
    chance = random.Random(seed)
    for _number in range(number):
        people = chance.choices(ANSWERS, chance.choice(MOODS), k=chance.randint(0, 24))
        weights = chance.choices((1, 2, 3), k=len(people)) if chance.random() < 0.25 else [1] * len(people)
        yield list(zip(people, weights, strict=True)), chance.randint(0, 8), chance


def test_decide_agrees_with_the_slow_reference():
    seen, wrong = Counter(), []
    for ballots, absent, chance in ballot_sets(seed=17, number=SETS):
        rule, way, casting = chance.choice(list(RULES)), chance.choice(ABSTENTIONS), chance.choice(("yes", "no", None))
        votes = [answer for answer, weight in ballots for _once in range(weight)]
        counted = count(ballots)
        counted.pop("nothing", None)
        numbers = {"yes": 0, "no": 0, **counted, "present": len(votes), "members": len(votes) + absent}

        outcome = decide(rule, **numbers, abstentions=way, casting=casting)

        seen[rule, way, outcome] += 1
        if outcome != slow(rule, votes, absent, way, casting):
            wrong.append((rule, way, casting, numbers, outcome))

    assert wrong == []
    assert sum(seen.values()) == SETS
    assert {(rule, way) for rule, way, outcome in seen if seen[rule, way, outcome] > 100} == {
        (rule, way) for rule in SENTENCES for way in ABSTENTIONS
    }
    assert (
        min(
            seen[rule, way, outcome] for rule in SENTENCES for way in ABSTENTIONS for outcome in ("adopted", "rejected")
        )
        > 100
    )


def test_required_yes_agrees_with_the_slow_reference():
    """The other votes stay as they are; as many people come in as say yes. Then one less is too few."""
    wrong = []
    for ballots, absent, chance in ballot_sets(seed=71, number=SETS // 20):
        rule, way = chance.choice(list(RULES)), chance.choice(ABSTENTIONS)
        others = [answer for answer, weight in ballots for _once in range(weight) if answer in ("no", "abstain")]
        silent = chance.randint(0, 60)
        numbers = {"no": part("no", others), "abstain": part("abstain", others)}
        here = len(others) + silent

        required = required_yes(rule, **numbers, present=here, members=here + absent, abstentions=way)

        tried = [others + ["yes"] * yes + ["nothing"] * (silent - yes) for yes in range(silent + 1)]
        enough = [yes for yes, votes in enumerate(tried) if slow(rule, votes, absent, way, None) == "adopted"]
        if enough[:1] != ([] if required is None or required > silent else [required]):
            wrong.append((rule, way, numbers, silent, required, enough[:1]))

    assert wrong == []
