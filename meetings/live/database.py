"""The thread in which the live path asks the database, and its one connection."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from channels.db import database_sync_to_async
from django.db import connection

Given = ParamSpec("Given")
Result = TypeVar("Result")


def in_database_thread(function: Callable[Given, Result]) -> Callable[Given, Coroutine[Any, Any, Result]]:
    """Run it in the one thread that all sockets of the process share.

    On SQLite that thread keeps its connection: opening one costs several times the query, and a hall of 1,000 would wait
    for it. Elsewhere the pool keeps connections open. A broken connection is closed and opened anew as everywhere.
    """

    @wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.close_at = None
        return function(*args, **kwargs)

    return database_sync_to_async(run)
