"""The counting rules: every worked case of the law, and what holds for all numbers."""

import ast
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from voting import majority
from voting.majority import RULES, base_of, decide, is_tie, required_yes

pytestmark = pytest.mark.any_database

NUMBERS = st.integers(min_value=0, max_value=500)
SMALL = st.integers(min_value=0, max_value=30)
EVERY_RULE = st.sampled_from(sorted(RULES))
WAYS = ("ignored", "as_no", "as_absent")
EVERY_WAY = st.sampled_from(WAYS)
OF_CAST, OF_PRESENT, OF_MEMBERS = (
    sorted(rule for rule in RULES if base_of(rule) == base) for base in ("cast", "present", "members")
)


@st.composite
def meetings(draw, abstain=SMALL):
    """Numbers that can be, with everything a rule may ask for."""
    counts = {"yes": draw(SMALL), "no": draw(SMALL), "abstain": draw(abstain), "invalid": draw(SMALL)}
    present = sum(counts.values()) + draw(SMALL)
    return counts | {"present": present, "members": present + draw(SMALL)}


# law.md section 2: V1 to V8.
CASES = [
    ("V1", "simple", 7, 6, 2, 0, 17, "adopted"),
    ("V2 tie", "simple", 6, 6, 3, 0, 17, "rejected"),
    ("V3", "simple", 1, 0, 14, 0, 17, "adopted"),
    ("V4", "simple", 0, 0, 15, 0, 17, "rejected"),
    ("V5", "simple", 5, 4, 3, 3, 17, "adopted"),
    ("V6", "two_thirds_cast", 20, 10, 4, 0, 34, "adopted"),
    ("V7", "two_thirds_cast", 19, 10, 0, 0, 34, "rejected"),
    ("V8", "two_thirds_members", 68, 0, 20, 0, 103, "rejected"),
    ("V8 one more", "two_thirds_members", 69, 0, 20, 0, 103, "adopted"),
    ("nobody", "simple", 0, 0, 0, 0, 17, "rejected"),
    ("one against", "simple", 0, 1, 0, 0, 17, "rejected"),
]


@pytest.mark.parametrize(
    ("name", "rule", "yes", "no", "abstain", "invalid", "members", "expected"), CASES, ids=[case[0] for case in CASES]
)
def test_decide_as_the_law_has_it(name, rule, yes, no, abstain, invalid, members, expected):
    assert decide(rule, yes=yes, no=no, abstain=abstain, invalid=invalid, members=members) == expected


# law.md 2.1: more than half, two thirds, three quarters of n; n itself.
THRESHOLDS = {15: (8, 10, 12), 16: (9, 11, 12), 17: (9, 12, 13), 19: (10, 13, 15), 102: (52, 68, 77), 103: (52, 69, 78)}
RULES_OF_COLUMN = (
    ("simple", "members", "majority_present"),
    ("two_thirds_cast", "two_thirds_present", "two_thirds_members"),
    ("three_quarters_cast", "three_quarters_present", "three_quarters_members"),
)
TABLE = [
    *(
        (n, rule, row[column])
        for n, row in THRESHOLDS.items()
        for column in range(3)
        for rule in RULES_OF_COLUMN[column]
    ),
    *((n, "unanimous", n) for n in THRESHOLDS),
]


@pytest.mark.parametrize(("n", "rule", "threshold"), TABLE)
def test_decide_at_the_thresholds_of_the_table(n, rule, threshold):
    outcomes = [decide(rule, yes=yes, no=n - yes, present=n, members=n) for yes in range(n + 1)]

    assert outcomes == ["rejected"] * threshold + ["adopted"] * (n + 1 - threshold)
    assert required_yes(rule, cast=n, present=n, members=n) == threshold


def test_the_table_holds_every_rule():
    assert {rule for _n, rule, _threshold in TABLE} == set(RULES)


def test_the_bases_of_the_rules():
    assert {rule: base_of(rule) for rule in RULES} == {
        "simple": "cast",
        "members": "members",
        "majority_present": "present",
        "two_thirds_cast": "cast",
        "two_thirds_present": "present",
        "two_thirds_members": "members",
        "three_quarters_cast": "cast",
        "three_quarters_present": "present",
        "three_quarters_members": "members",
        "unanimous": "cast",
    }


# Five abstain of twenty-one present: what that changes under each rule.
ABSTENTIONS = [
    ("simple", 8, 7, ("adopted", "rejected", "adopted")),
    ("simple", 13, 7, ("adopted", "adopted", "adopted")),
    ("simple", 12, 7, ("adopted", "rejected", "adopted")),
    ("two_thirds_cast", 8, 4, ("adopted", "rejected", "adopted")),
    ("two_thirds_cast", 18, 4, ("adopted", "adopted", "adopted")),
    ("three_quarters_cast", 9, 3, ("adopted", "rejected", "adopted")),
    ("majority_present", 13, 4, ("rejected", "rejected", "adopted")),
    ("two_thirds_present", 14, 4, ("rejected", "rejected", "adopted")),
    ("three_quarters_present", 16, 3, ("rejected", "rejected", "adopted")),
    ("members", 14, 2, ("adopted", "adopted", "adopted")),
    ("members", 13, 2, ("rejected", "rejected", "rejected")),
    ("unanimous", 1, 0, ("adopted", "rejected", "adopted")),
    ("unanimous", 9, 1, ("rejected", "rejected", "rejected")),
]


@pytest.mark.parametrize(("rule", "yes", "no", "expected"), ABSTENTIONS)
def test_decide_with_abstentions_as_the_rules_count_them(rule, yes, no, expected):
    given = {"yes": yes, "no": no, "abstain": 5, "present": 27, "members": 27}

    if rule in {"two_thirds_present", "three_quarters_present"}:
        given |= {"present": 26}
    assert tuple(decide(rule, **given, abstentions=way) for way in WAYS) == expected


def test_decide_when_all_who_are_present_abstain():
    given = {"yes": 0, "no": 0, "abstain": 9, "present": 9, "members": 9}

    assert {decide(rule, **given, abstentions=way) for rule in RULES for way in WAYS} == {"rejected"}


CASTING = [
    ("simple", 7, 7, 0, "ignored", ("rejected", "adopted", "rejected")),
    ("simple", 7, 7, 3, "ignored", ("rejected", "adopted", "rejected")),
    ("simple", 7, 7, 3, "as_no", ("rejected", "rejected", "rejected")),
    ("simple", 7, 4, 3, "as_no", ("rejected", "adopted", "rejected")),
    ("simple", 7, 7, 3, "as_absent", ("rejected", "adopted", "rejected")),
    ("simple", 8, 7, 0, "ignored", ("adopted", "adopted", "adopted")),
    ("simple", 7, 8, 0, "ignored", ("rejected", "rejected", "rejected")),
    ("simple", 0, 0, 5, "ignored", ("rejected", "rejected", "rejected")),
    ("simple", 0, 0, 0, "ignored", ("rejected", "rejected", "rejected")),
    ("two_thirds_cast", 7, 7, 0, "ignored", ("rejected", "rejected", "rejected")),
    ("members", 7, 7, 0, "ignored", ("rejected", "rejected", "rejected")),
    ("majority_present", 7, 7, 0, "ignored", ("rejected", "rejected", "rejected")),
]


@pytest.mark.parametrize(("rule", "yes", "no", "abstain", "way", "expected"), CASTING)
def test_decide_with_the_casting_vote_of_the_chair(rule, yes, no, abstain, way, expected):
    given = {"yes": yes, "no": no, "abstain": abstain, "abstentions": way}
    others = {"present": yes + no + abstain, "members": yes + no + abstain}

    assert tuple(decide(rule, **given, **others, casting=casting) for casting in (None, "yes", "no")) == expected
    assert is_tie(rule, **given) == (expected == ("rejected", "adopted", "rejected"))


REQUIRED = [
    ("simple", {"no": 7}, 8),
    ("simple", {"no": 0}, 1),
    ("simple", {"cast": 0}, 1),
    ("simple", {"cast": 15}, 8),
    ("simple", {"cast": 16}, 9),
    ("simple", {"no": 7, "abstain": 3}, 8),
    ("simple", {"no": 7, "abstain": 3, "abstentions": "as_no"}, 11),
    ("simple", {"cast": 14, "abstain": 3, "abstentions": "as_no"}, 9),
    ("simple", {"no": 7, "abstain": 3, "abstentions": "as_absent"}, 8),
    ("two_thirds_cast", {"cast": 18}, 12),
    ("two_thirds_cast", {"cast": 19}, 13),
    ("two_thirds_cast", {"no": 7}, 14),
    ("three_quarters_cast", {"no": 2}, 6),
    ("unanimous", {"no": 0}, 1),
    ("unanimous", {"no": 1}, None),
    ("unanimous", {"no": 0, "abstain": 1}, 1),
    ("unanimous", {"no": 0, "abstain": 1, "abstentions": "as_no"}, None),
    ("unanimous", {"cast": 9}, 9),
    ("unanimous", {"cast": 9, "abstain": 1, "abstentions": "as_no"}, 10),
    ("two_thirds_present", {"present": 18}, 12),
    ("two_thirds_present", {"present": 18, "no": 18}, 12),
    ("two_thirds_present", {"present": 18, "no": 5, "abstain": 3, "abstentions": "as_absent"}, 10),
    ("two_thirds_present", {"present": 18, "cast": 5, "abstain": 3, "abstentions": "as_no"}, 12),
    ("majority_present", {"present": 0}, 1),
    ("members", {"members": 17, "present": 9, "no": 9}, 9),
    ("three_quarters_members", {"members": 103}, 78),
]


@pytest.mark.parametrize(("rule", "given", "expected"), REQUIRED)
def test_required_yes_for_the_explanation(rule, given, expected):
    assert required_yes(rule, **given) == expected


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings())
def test_required_yes_is_the_boundary_with_the_others_as_they_are(rule, way, numbers):
    others = {key: numbers[key] for key in ("no", "abstain", "invalid", "present", "members")} | {"abstentions": way}
    most = numbers["present"] - numbers["no"] - numbers["abstain"] - numbers["invalid"]

    required = required_yes(rule, **others)
    adopted = [yes for yes in range(most + 1) if decide(rule, yes=yes, **others) == "adopted"]

    assert adopted == ([] if required is None else list(range(required, most + 1)))


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings())
def test_required_yes_is_the_boundary_of_so_many_cast(rule, way, numbers):
    others = {key: numbers[key] for key in ("abstain", "invalid", "present", "members")} | {"abstentions": way}
    cast = numbers["yes"] + numbers["no"]

    required = required_yes(rule, cast=cast, **others)
    adopted = [yes for yes in range(cast + 1) if decide(rule, yes=yes, no=cast - yes, **others) == "adopted"]

    assert adopted == list(range(required, cast + 1))


@given(yes=NUMBERS, no=NUMBERS, abstain=NUMBERS, invalid=NUMBERS)
def test_decide_never_adopts_a_motion_and_its_opposite(yes, no, abstain, invalid):
    others = {"abstain": abstain, "invalid": invalid}

    both = {decide("simple", yes=yes, no=no, **others), decide("simple", yes=no, no=yes, **others)}

    assert both == ({"rejected"} if yes == no else {"adopted", "rejected"})


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings())
def test_decide_is_monotone(rule, way, numbers):
    """Who changes from no, from abstaining or from silence to yes never harms the motion."""
    before = decide(rule, **numbers, abstentions=way)
    changes = [
        {"yes": numbers["yes"] + 1, key: numbers[key] - 1} for key in ("no", "abstain", "invalid") if numbers[key]
    ]
    more = [{"yes": numbers["yes"] + 1, "present": numbers["present"] + 1, "members": numbers["members"] + 1}]

    after = {decide(rule, **numbers | change, abstentions=way) for change in changes + more}

    assert before == "rejected" or after == {"adopted"}


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings())
def test_decide_is_not_helped_by_a_no(rule, way, numbers):
    harmed = numbers | {key: numbers[key] + 1 for key in ("no", "present", "members")}

    assert (
        decide(rule, **numbers, abstentions=way) == "adopted" or decide(rule, **harmed, abstentions=way) == "rejected"
    )


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings(), casting=st.sampled_from([None, "yes", "no"]))
def test_decide_never_adopts_what_nobody_wants(rule, way, numbers, casting):
    assert decide(rule, **numbers | {"yes": 0}, abstentions=way, casting=casting) == "rejected"


IMPLIES = [
    ("unanimous", "three_quarters_cast"),
    *((f"three_quarters_{base}", f"two_thirds_{base}") for base in ("cast", "present", "members")),
    ("two_thirds_cast", "simple"),
    ("two_thirds_present", "majority_present"),
    ("two_thirds_members", "members"),
    ("members", "majority_present"),
    ("majority_present", "simple"),
    ("two_thirds_members", "two_thirds_present"),
    ("two_thirds_present", "two_thirds_cast"),
]


@pytest.mark.parametrize(("stricter", "milder"), IMPLIES)
@given(numbers=meetings(), way=EVERY_WAY)
def test_decide_by_the_stricter_rule_implies_the_milder_one(stricter, milder, numbers, way):
    if (base_of(stricter), base_of(milder), way) == ("members", "present", "as_absent"):
        numbers = numbers | {"abstain": 0}

    assert (
        decide(stricter, **numbers, abstentions=way) == "rejected"
        or decide(milder, **numbers, abstentions=way) == "adopted"
    )


@given(rule=EVERY_RULE, numbers=meetings(), fewer=SMALL)
def test_abstentions_that_are_ignored_do_not_matter(rule, numbers, fewer):
    others = numbers | {"abstain": min(fewer, numbers["abstain"])}

    assert decide(rule, **numbers) == decide(rule, **others)


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings(), fewer=SMALL)
def test_invalid_votes_do_not_matter(rule, way, numbers, fewer):
    others = numbers | {"invalid": min(fewer, numbers["invalid"])}

    assert decide(rule, **numbers, abstentions=way) == decide(rule, **others, abstentions=way)


@given(rule=EVERY_RULE, numbers=meetings())
def test_abstentions_counted_as_no_are_no(rule, numbers):
    as_no = numbers | {"no": numbers["no"] + numbers["abstain"], "abstain": 0}

    assert decide(rule, **numbers, abstentions="as_no") == decide(rule, **as_no)


@given(rule=EVERY_RULE, numbers=meetings())
def test_those_who_abstain_as_absent_are_not_present(rule, numbers):
    without = numbers | {"present": numbers["present"] - numbers["abstain"], "abstain": 0}

    assert decide(rule, **numbers, abstentions="as_absent") == decide(rule, **without)


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings(), times=st.integers(min_value=1, max_value=10**12))
def test_scaling_all_numbers_changes_nothing(rule, way, numbers, times):
    """And nothing is ever computed with floats, which lose whole numbers of this size."""
    scaled = {key: number * times for key, number in numbers.items()}

    assert decide(rule, **numbers, abstentions=way) == decide(rule, **scaled, abstentions=way)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_decide_is_exact_where_floats_are_not(rule):
    huge = 12 * 10**30
    mark = RULES[rule].share * huge
    assert mark == Fraction(int(mark))

    outcomes = [
        decide(rule, yes=int(mark) + step, no=huge - int(mark) - step, present=huge, members=huge) for step in (-1, 0)
    ]

    assert outcomes == ["rejected", "rejected" if RULES[rule].exceed else "adopted"]


@given(numbers=meetings(), casting=st.sampled_from(["yes", "no"]))
def test_a_casting_vote_matters_at_a_tie_only(numbers, casting):
    changed = decide("simple", **numbers, casting=casting) != decide("simple", **numbers)

    assert changed == (casting == "yes" and numbers["yes"] == numbers["no"] > 0)


@given(rule=EVERY_RULE, way=EVERY_WAY, numbers=meetings())
def test_is_tie_finds_where_a_casting_vote_decides(rule, way, numbers):
    others = {key: numbers[key] for key in ("yes", "no", "abstain")} | {"abstentions": way}
    outcomes = {decide(rule, **numbers, abstentions=way, casting=casting) for casting in ("yes", "no")}

    assert is_tie(rule, **others) == (len(outcomes) == 2)


@given(yes=NUMBERS, no=NUMBERS)
def test_the_rules_of_the_votes_cast_know_nothing_of_who_is_there(yes, no):
    assume(yes + no)
    present, members = yes + no + 1, yes + no + 3

    for rule in OF_CAST:
        assert decide(rule, yes=yes, no=no) == decide(rule, yes=yes, no=no, present=present, members=members)


@pytest.mark.parametrize(
    ("rule", "told"), [*((rule, "members") for rule in OF_PRESENT), *((rule, "present") for rule in OF_MEMBERS)]
)
def test_a_rule_needs_its_base(rule, told):
    lacking = f"{rule!r} needs to know how many are {base_of(rule)}"
    with pytest.raises(ValueError, match=lacking):
        decide(rule, yes=3, no=0, **{told: 9})
    with pytest.raises(ValueError, match=lacking):
        required_yes(rule, **{told: 9})


@pytest.mark.parametrize("rule", OF_CAST)
def test_required_yes_of_the_votes_cast_needs_one_of_two(rule):
    with pytest.raises(ValueError, match="needs the counts"):
        required_yes(rule, present=9, members=9)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_required_yes_takes_not_both(rule):
    with pytest.raises(ValueError, match="not both"):
        required_yes(rule, no=1, cast=2, present=9, members=9)


IMPOSSIBLE = [
    {"yes": -1, "no": 0},
    {"yes": 0, "no": -1},
    {"yes": 0, "no": 0, "abstain": -1},
    {"yes": 2, "no": 0, "invalid": -1},
    {"yes": 1.0, "no": 0},
    {"yes": 1, "no": Fraction(1)},
    {"yes": "1", "no": 0},
    {"yes": True, "no": 0},
    {"yes": 3, "no": 2, "present": 4},
    {"yes": 3, "no": 2, "abstain": 1, "present": 5},
    {"yes": 3, "no": 2, "invalid": 1, "present": 5},
    {"yes": 1, "no": 1, "present": 9, "members": 8},
    {"yes": 5, "no": 5, "members": 9},
    {"yes": 1, "no": 0, "present": -1},
    {"yes": 1, "no": 0, "present": 2.0},
    {"yes": 1, "no": 0, "present": 2, "members": True},
]


@pytest.mark.parametrize("numbers", IMPOSSIBLE)
def test_decide_refuses_numbers_that_cannot_be(numbers):
    with pytest.raises(ValueError, match=r"counts are whole numbers|more votes than"):
        decide("simple", **numbers)


@pytest.mark.parametrize(
    "numbers",
    [
        {"no": -1},
        {"no": False},
        {"no": 0.0},
        {"cast": -1},
        {"cast": True},
        {"cast": 3, "abstain": -1},
        {"cast": 3, "invalid": -1},
        {"cast": 3, "present": 2},
        {"no": 3, "present": 2},
        {"no": 1, "abstain": 1, "invalid": 1, "present": 2},
        {"no": 1, "present": 3, "members": 2},
    ],
)
def test_required_yes_refuses_numbers_that_cannot_be(numbers):
    with pytest.raises(ValueError, match=r"counts are whole numbers|more votes than"):
        required_yes("simple", **numbers)


@pytest.mark.parametrize("numbers", [{"yes": -1, "no": -1}, {"yes": True, "no": 1}, {"yes": 1, "no": 1, "abstain": -1}])
def test_is_tie_refuses_numbers_that_cannot_be(numbers):
    with pytest.raises(ValueError, match="counts are whole numbers"):
        is_tie("simple", **numbers)


@pytest.mark.parametrize(
    "numbers",
    [{"yes": 2, "no": 2, "abstain": 1, "invalid": 1, "present": 6, "members": 6}, {"yes": 0, "no": 0, "present": 0}],
)
def test_decide_takes_numbers_that_just_can_be(numbers):
    assert decide("simple", **numbers) == "rejected"


def test_every_door_refuses_an_unknown_rule():
    doors = [
        lambda rule: decide(rule, yes=1, no=0),
        lambda rule: is_tie(rule, yes=1, no=1),
        lambda rule: required_yes(rule, no=0),
        base_of,
    ]

    for door in doors:
        with pytest.raises(ValueError, match="no majority rule 'three_quarters_of_the_moon'"):
            door("three_quarters_of_the_moon")


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_door_refuses_an_unknown_way_to_count_abstentions(rule):
    numbers = {"present": 3, "members": 3, "abstentions": "as_yes"}

    with pytest.raises(ValueError, match="no way 'as_yes' to count abstentions"):
        decide(rule, yes=1, no=0, **numbers)
    with pytest.raises(ValueError, match="no way 'as_yes' to count abstentions"):
        required_yes(rule, no=0, **numbers)


def test_is_tie_refuses_an_unknown_way_to_count_abstentions():
    with pytest.raises(ValueError, match="no way 'as_yes' to count abstentions"):
        is_tie("simple", yes=1, no=1, abstentions="as_yes")


@pytest.mark.parametrize("casting", ["", "abstain", "Yes", True])
def test_decide_refuses_a_casting_vote_that_is_none(casting):
    with pytest.raises(ValueError, match="is no casting vote"):
        decide("simple", yes=7, no=7, casting=casting)


@pytest.mark.parametrize("name", ["majority", "tally"])
def test_the_arithmetic_imports_the_standard_library_only(name):
    tree = ast.parse(Path(majority.__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert imported
    assert {module.split(".")[0] for module in imported} <= set(sys.stdlib_module_names)


def test_a_rule_is_data():
    with pytest.raises(AttributeError):
        RULES["simple"].share = Fraction(0)


def test_the_default_of_the_rules_of_voting_is_a_known_rule():
    from voting.models import VotingRules

    assert VotingRules().majority_rule in RULES


def test_nobody_abstains_unless_told():
    assert is_tie("simple", yes=1, no=1, abstentions="as_no")
