"""A short trial of `manage.py faults terms` on the database of this run: casts over HTTP while the program is asked
to end.
"""

import random

import pytest

from tests.faults.kills import Trial, serving
from tests.faults.places import of_this_run
from tests.faults.victims import ENDS_WITHIN, AskedToEnd

pytestmark = pytest.mark.long

CLIENTS, CASTS, TERMS = 20, 400, 5


@pytest.fixture(scope="module")
def seed():
    number = random.randrange(1_000_000)
    print(f"seed {number}")
    return number


def test_a_program_that_is_asked_to_end_in_the_middle_of_casts_ends_and_loses_no_receipt(seed):
    with of_this_run() as place, serving(place, CLIENTS, AskedToEnd) as program:
        outcome = Trial(place, program, 0, seed).run(CASTS, TERMS, program)

    assert outcome.wrong == []
    assert outcome.tally["receipts"] == CASTS
    assert program.blows["SIGTERM"] >= TERMS
    assert max(program.ends) < ENDS_WITHIN
