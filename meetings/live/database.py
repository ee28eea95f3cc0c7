"""The thread in which the live path asks the database, and its one connection; reads that belong to one moment."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.db import DatabaseError, connection

Given = ParamSpec("Given")
Result = TypeVar("Result")
SNAPSHOT = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


def in_database_thread(function: Callable[Given, Result]) -> Callable[Given, Coroutine[Any, Any, Result]]:
    """Run it in the one thread that all sockets of the process share, with the connection that this thread keeps."""
    return database_sync_to_async(function)


@contextlib.contextmanager
def one_moment() -> Iterator[None]:
    """What is read within this block shows the database as it stood at one moment: rights, and what they open.

    Else somebody could be found entitled, lose the right, and be shown what came after. Nothing may be written within;
    a transaction that is open already stays as it is.
    """
    if connection.in_atomic_block:
        yield
        return
    _say(SNAPSHOT.get(connection.vendor, "BEGIN DEFERRED"))
    try:
        yield
    finally:
        with contextlib.suppress(DatabaseError):  # where the connection is gone, so is the transaction
            _say("ROLLBACK")


def _say(statement: str) -> None:
    """Past Django's own transactions, which on SQLite would wait for whoever writes."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
