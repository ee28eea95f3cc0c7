"""A short trial of `manage.py faults kills` on the database of this run: casts over HTTP while the program is killed.

The control makes a new id for each attempt and goes on until a vote was stored twice: so there is something to be
found.
"""

import random

import pytest

from tests.faults.electors import DOUBLED
from tests.faults.kills import Trial, next_vote, serving
from tests.faults.places import of_this_run

pytestmark = pytest.mark.long

CLIENTS, CASTS, KILLS = 20, 400, 5
AT_MOST = 60
"""Kills of the control, each aimed at the moment after a commit; it ends with the first vote that was doubled."""


@pytest.fixture(scope="module")
def seed():
    number = random.randrange(1_000_000)
    print(f"seed {number}")
    return number


@pytest.fixture(scope="module")
def place():
    with of_this_run() as place:
        yield place


@pytest.fixture(scope="module")
def program(place):
    with serving(place, CLIENTS) as program:
        yield program


def test_no_receipt_is_lost_doubled_or_changed_when_the_program_is_killed(place, program, seed):
    outcome = Trial(place, program, 0, seed).run(CASTS, KILLS, program)

    assert outcome.wrong == []
    assert outcome.tally["receipts"] == CASTS
    assert program.blows["kill -9"] >= KILLS
    assert outcome.tally["unanswered"] > 0


def test_a_client_that_makes_a_new_id_for_each_attempt_doubles_votes(place, program, seed):
    next_vote(place, program, 1)

    outcome = Trial(place, program, 1, seed).run(5 * CASTS, AT_MOST, program, fresh_ids=True, until=DOUBLED)

    assert outcome.doubled > 0
