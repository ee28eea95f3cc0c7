"""Counting ballots: weights, hall and remote, factions, several options, proxies."""

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.tally import by_group, count, leading, merge, with_proxies

pytestmark = pytest.mark.any_database

BALLOTS = st.lists(st.tuples(st.sampled_from(["yes", "no", "abstain"]), st.integers(1, 99)), max_size=30)
NO_NUMBERS = [-1, 1.0, True, "1", None, Fraction(1)]


def test_count_adds_up_weights():
    assert count([("yes", 1), ("no", 3), ("yes", 1), ("Haus A", 10**20)]) == {"yes": 2, "no": 3, "Haus A": 10**20}
    assert count(iter([])) == {}


@given(ballots=BALLOTS, seed=st.integers())
def test_count_loses_nothing_and_knows_no_order(ballots, seed):
    shuffled = random.Random(seed).sample(ballots, len(ballots))

    assert count(shuffled) == count(ballots)
    assert sum(count(ballots).values()) == sum(weight for _choice, weight in ballots)


@pytest.mark.parametrize("weight", [*NO_NUMBERS, 0])
def test_a_weight_is_a_whole_number_from_one(weight):
    asked = [
        lambda: count([("yes", weight)]),
        lambda: by_group([("SPD", "yes", weight)]),
        lambda: with_proxies({"Mira": weight}, {}, present={"Mira"}),
        lambda: with_proxies({"Mira": 1, "Sami": weight}, {"Sami": "Mira"}, present={"Mira"}),
    ]

    for question in asked:
        with pytest.raises(ValueError, match="whole number"):
            question()


@given(ballots=BALLOTS, cut=st.integers(0, 30))
def test_merge_of_hall_and_remote_is_the_count_of_all(ballots, cut):
    assert merge(count(ballots[:cut]), count(ballots[cut:])) == count(ballots)


def test_merge_adds_hands_without_names():
    hall, devices = {"yes": 9, "no": 0, "abstain": 1}, {"yes": 2, "no": 3}

    assert merge(hall, devices) == {"yes": 11, "no": 3, "abstain": 1}
    assert (hall, devices) == ({"yes": 9, "no": 0, "abstain": 1}, {"yes": 2, "no": 3})
    assert merge() == {}


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_counts_are_whole_numbers_from_zero(number):
    asked = [
        lambda: merge({"yes": number}),
        lambda: merge({"yes": 1}, {"no": number}),
        lambda: leading({"A": number}),
        lambda: leading({"A": 3, "B": number}),
    ]

    for question in asked:
        with pytest.raises(ValueError, match="whole numbers from zero"):
            question()


def test_by_group_keeps_the_order_and_names_only_what_was_chosen():
    rows = [
        ("SPD", "yes", 1),
        ("", "no", 2),
        ("CDU", "abstain", 1),
        ("SPD", "no", 1),
        ("SPD", "yes", 3),
        ("CDU", "not_voted", 1),
    ]

    groups = by_group(iter(rows))

    assert list(groups.items()) == [
        ("SPD", {"yes": 4, "no": 1}),
        ("", {"no": 2}),
        ("CDU", {"abstain": 1, "not_voted": 1}),
    ]
    assert by_group([]) == {}


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["SPD", "CDU", None]), st.sampled_from(["yes", "no"]), st.integers(1, 9)), max_size=20
    )
)
def test_by_group_adds_up_to_the_count(rows):
    assert merge(*by_group(rows).values()) == count((choice, weight) for _group, choice, weight in rows)


@pytest.mark.parametrize(
    ("votes", "first"),
    [
        ({"A": 6, "B": 4, "C": 4}, ["A"]),
        ({"C": 4, "A": 2, "B": 4}, ["C", "B"]),
        ({"A": 0, "B": 1}, ["B"]),
        ({"A": 0, "B": 0}, []),
        ({}, []),
    ],
)
def test_leading_names_all_at_a_tie(votes, first):
    assert leading(votes) == first


ELECTORS = {"Mira": 1, "Clara": 2, "Sami": 3, "Ada": 4, "Egon": 5}
HERE = {"Clara", "Mira"}


@pytest.mark.parametrize(
    ("proxies", "limit", "weights"),
    [
        ({}, None, [("Mira", 1), ("Clara", 2)]),
        ({}, 0, [("Mira", 1), ("Clara", 2)]),
        ({"Sami": "Mira", "Egon": "Mira", "Ada": "Clara"}, 2, [("Mira", 9), ("Clara", 6)]),
        ({"Sami": "Mira", "Egon": "Mira", "Ada": "Mira"}, None, [("Mira", 13), ("Clara", 2)]),
        ({"Sami": "Mira"}, 1, [("Mira", 4), ("Clara", 2)]),
        # Ada is not there: neither her own vote nor the one she was given is passed on with hers.
        ({"Sami": "Ada"}, 1, [("Mira", 1), ("Clara", 2)]),
        ({"Sami": "Ada", "Ada": "Mira"}, 1, [("Mira", 5), ("Clara", 2)]),
        ({"Sami": "Ada", "Ada": "Egon", "Egon": "Mira"}, 1, [("Mira", 6), ("Clara", 2)]),
    ],
)
def test_with_proxies_adds_what_was_given(proxies, limit, weights):
    assert list(with_proxies(ELECTORS, proxies, present=HERE, limit=limit).items()) == weights
    assert ELECTORS == {"Mira": 1, "Clara": 2, "Sami": 3, "Ada": 4, "Egon": 5}


@pytest.mark.parametrize(
    ("proxies", "present", "limit", "words"),
    [
        ({"Clara": "Mira"}, HERE, None, "'Clara' is present and votes in person"),
        ({"Mira": "Mira"}, HERE, None, "'Mira' is present and votes in person"),
        ({"Gita": "Mira"}, HERE, None, "'Gita' is no elector"),
        ({"Sami": "Gita"}, HERE, None, "'Gita' is no elector"),
        ({}, {"Gita"}, None, "'Gita' is no elector"),
        ({"Sami": "Sami"}, HERE, None, "the proxy of 'Sami' runs in a circle"),
        ({"Sami": "Ada", "Ada": "Sami"}, HERE, None, "the proxy of 'Sami' runs in a circle"),
        ({"Sami": "Ada", "Ada": "Egon", "Egon": "Ada"}, HERE, None, "the proxy of 'Sami' runs in a circle"),
        ({"Sami": "Mira", "Ada": "Mira"}, HERE, 1, "'Mira' holds 2 proxies, 1 are allowed"),
        ({"Sami": "Mira"}, HERE, 0, "'Mira' holds 1 proxies, 0 are allowed"),
        ({"Sami": "Ada", "Egon": "Ada"}, HERE, 1, "'Ada' holds 2 proxies, 1 are allowed"),
        ({"Sami": "Mira"}, HERE, -1, "whole numbers from zero"),
        ({"Sami": "Mira"}, HERE, 1.0, "whole numbers from zero"),
        ({}, HERE, 1.0, "whole numbers from zero"),
    ],
)
def test_with_proxies_refuses_what_cannot_be(proxies, present, limit, words):
    with pytest.raises(ValueError, match=words):
        with_proxies(ELECTORS, proxies, present=present, limit=limit)


@given(
    own=st.lists(st.integers(1, 9), min_size=1, max_size=6),
    given_away=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9)), max_size=8),
)
def test_with_proxies_loses_no_vote_given_to_somebody_present(own, given_away):
    present = dict(enumerate(own))
    absent = {100 + place: weight for place, (_holder, weight) in enumerate(given_away)}
    proxies = {100 + place: holder % len(own) for place, (holder, _weight) in enumerate(given_away)}

    weights = with_proxies(present | absent, proxies, present=present.keys(), limit=len(given_away))

    assert sum(weights.values()) == sum(own) + sum(absent.values())
    assert weights.keys() == present.keys()
