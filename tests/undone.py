"""A transaction around what a test takes back, within which the program may do what has to be durable."""

from django.db import transaction


def undone() -> transaction.Atomic:
    """An atomic block like those of the test cases: a durable block of the program may stand directly in it."""
    block = transaction.atomic()
    block._from_testcase = True
    return block
