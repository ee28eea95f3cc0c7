"""The thread in which the live path asks the database, and its one connection."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from channels.db import database_sync_to_async

Given = ParamSpec("Given")
Result = TypeVar("Result")


def in_database_thread(function: Callable[Given, Result]) -> Callable[Given, Coroutine[Any, Any, Result]]:
    """Run it in the one thread that all sockets of the process share, with the connection that this thread keeps."""
    return database_sync_to_async(function)
