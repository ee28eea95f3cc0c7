"""The quorum: the worked cases of the law, the thresholds, and what holds for all numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.enums import QuorumFinding
from meetings.quorum import Finding, Quorum, QuorumRule, count

pytestmark = pytest.mark.any_database

THRESHOLDS = [(15, 8), (16, 9), (17, 9), (19, 10), (102, 52), (103, 52)]
CASES = {
    "Q1": (17, 9, 0, "quorate"),
    "Q2": (16, 8, 0, "too_few_seats"),
    "Q3": (17, 5, 5, "too_many_experts"),
    "Q4": (17, 6, 4, "quorate"),
    "Q5": (17, 4, 5, "too_many_experts"),
    "Q6": (17, 9, 0, "quorate"),
    "Q7 below": (103, 51, 0, "too_few_seats"),
    "Q7 above": (103, 52, 0, "quorate"),
    "Q8": (17, 7, 0, "too_few_seats"),
    "both": (17, 4, 4, "too_few_and_too_many_experts"),
    "nobody": (17, 0, 0, "too_few_seats"),
    "experts alone": (17, 0, 9, "too_many_experts"),
}
numbers = st.integers(0, 200)
rules = st.builds(
    QuorumRule, members=st.integers(1, 300), experts_below_council=st.booleans(), deemed_quorate=st.booleans()
)


@pytest.mark.parametrize(("members", "required"), THRESHOLDS)
def test_it_takes_more_than_half_of_the_members_by_law(members, required):
    rule = QuorumRule(members)

    assert rule.required == required
    assert (Quorum(rule, required, 0).quorate, Quorum(rule, required - 1, 0).quorate) == (True, False)


@pytest.mark.parametrize(("members", "council", "experts", "finding"), CASES.values(), ids=CASES)
def test_the_worked_cases(members, council, experts, finding):
    assert Quorum(QuorumRule(members), council, experts).finding == finding


def test_a_body_whose_rules_know_no_such_condition_counts_heads_alone():
    assert Quorum(QuorumRule(17, experts_below_council=False), 4, 5).finding == "quorate"


def test_each_holder_counts_on_their_own_side():
    found = count(QuorumRule(5), [True, False, True])

    assert (found.council, found.experts, found.seats, found.quorate) == (2, 1, 3, True)


def test_the_words_on_the_screens_are_those_of_the_rule():
    assert set(QuorumFinding.values) == {str(finding) for finding in Finding}


@given(rules, numbers, numbers)
def test_it_is_the_definition_of_the_law(rule, council, experts):
    found = Quorum(rule, council, experts)
    majority = 2 * (council + experts) > rule.members
    mixed = not rule.experts_below_council or experts == 0 or council > experts

    assert found.quorate == (majority and mixed)
    assert found.seats == council + experts


@given(rules, numbers, numbers)
def test_one_more_council_member_never_takes_the_quorum_away(rule, council, experts):
    assert Quorum(rule, council + 1, experts).quorate >= Quorum(rule, council, experts).quorate


@given(rules, numbers, numbers)
def test_only_a_formal_finding_bars_votes_unless_the_rules_say_otherwise(rule, council, experts):
    found = Quorum(rule, council, experts)

    assert found.bars_votes(lack_established=True)
    assert found.bars_votes(lack_established=False) == (not rule.deemed_quorate and not found.quorate)
