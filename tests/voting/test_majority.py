import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.majority import RULES, decide

NUMBERS = st.integers(min_value=0, max_value=500)

# law.md section 2: V1 to V5; V6 to V8 need rules that come later.
CASES = [
    ("V1", 7, 6, 2, 0, "adopted"),
    ("V2 tie", 6, 6, 3, 0, "rejected"),
    ("V3", 1, 0, 14, 0, "adopted"),
    ("V4", 0, 0, 15, 0, "rejected"),
    ("V5", 5, 4, 3, 3, "adopted"),
    ("nobody", 0, 0, 0, 0, "rejected"),
    ("one against", 0, 1, 0, 0, "rejected"),
]


@pytest.mark.parametrize(("name", "yes", "no", "abstain", "invalid", "expected"), CASES, ids=[case[0] for case in CASES])
def test_decide_by_simple_majority(name, yes, no, abstain, invalid, expected):
    assert decide("simple", yes=yes, no=no, abstain=abstain, invalid=invalid, present=17, members=17) == expected


@given(yes=NUMBERS, no=NUMBERS, abstain=NUMBERS, invalid=NUMBERS)
def test_decide_never_adopts_a_motion_and_its_opposite(yes, no, abstain, invalid):
    others = {"abstain": abstain, "invalid": invalid}

    both = {decide("simple", yes=yes, no=no, **others), decide("simple", yes=no, no=yes, **others)}

    assert both == ({"rejected"} if yes == no else {"adopted", "rejected"})


@given(yes=NUMBERS, no=NUMBERS, abstain=NUMBERS)
def test_decide_is_monotone(yes, no, abstain):
    if decide("simple", yes=yes, no=no) == "adopted":
        assert decide("simple", yes=yes + 1, no=no) == "adopted"
    else:
        assert decide("simple", yes=yes, no=no + 1) == "rejected"
    assert decide("simple", yes=yes, no=no, abstain=abstain) == decide("simple", yes=yes, no=no)


@pytest.mark.parametrize(
    "numbers",
    [
        {"yes": -1, "no": 0},
        {"yes": 0, "no": 0, "abstain": -1},
        {"yes": 1.0, "no": 0},
        {"yes": True, "no": 0},
        {"yes": 3, "no": 2, "present": 4},
        {"yes": 1, "no": 1, "present": 9, "members": 8},
        {"yes": 5, "no": 5, "members": 9},
        {"yes": 1, "no": 0, "present": -1},
    ],
)
def test_decide_refuses_numbers_that_cannot_be(numbers):
    with pytest.raises(ValueError, match=r"counts|votes"):
        decide("simple", **numbers)


def test_decide_refuses_an_unknown_rule():
    with pytest.raises(ValueError, match="no majority rule"):
        decide("three_quarters_of_the_moon", yes=1, no=0)


def test_the_default_of_the_rules_of_procedure_is_a_known_rule():
    from meetings.models import RulesOfProcedure

    assert RulesOfProcedure().majority_rule in RULES
