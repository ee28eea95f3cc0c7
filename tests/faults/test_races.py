"""A short form of `manage.py faults races` on the database of this run, and the controls that have to find
something.
"""

import random

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.faults.races import CONTROLS, raced

RACES, CASTS = 20, 20
FEW, AT_MOST = 8, 8

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


def test_the_close_counts_exactly_what_got_a_receipt_and_nothing_comes_after_it():
    found = raced(CASTS, RACES, random.randrange(1_000_000))

    assert found.wrong == []
    assert found.receipts + found.refused == RACES * CASTS
    assert found.split > 0


def is_found_out(control):
    """Within some races: that a close comes among the casts is a matter of chance. Each time on an empty database."""
    for _ in range(AT_MOST):
        if raced(CASTS, FEW, random.randrange(1_000_000), control).wrong:
            return True
        TransactionTestCase("run")._fixture_teardown()
    return False


@pytest.mark.parametrize("control", CONTROLS["sqlite"])
def test_a_weakened_cast_is_found_out_on_sqlite(control):
    if connection.vendor != "sqlite":
        pytest.skip("a control of SQLite")

    assert is_found_out(control)


@pytest.mark.parametrize("control", CONTROLS["postgresql"])
def test_a_weakened_cast_is_found_out_on_postgresql(control):
    if connection.vendor != "postgresql":
        pytest.skip("a control of PostgreSQL")

    assert is_found_out(control)
