"""Who is acting, for what the database writes down by itself: the administration says so, the services that write into
it too.

On SQLite the triggers ask this process (`ratssaal_actor`), so that another program can change no membership without
saying who; on PostgreSQL a setting of the connection tells them. Nobody named means the program itself: `system`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, connection
from django.db.backends.signals import connection_created

SYSTEM = "system"
_acting: ContextVar[str] = ContextVar("acting", default=SYSTEM)


def now_acting() -> str:
    """The pseudonym of who is acting, as it stands in the journal."""
    return _acting.get()


@contextmanager
def acting(user: Any) -> Iterator[None]:
    """Everything written inside is that user's doing; of nobody in particular it is the program's."""
    before = _acting.get()
    token = _acting.set(f"user:{user.pk}" if getattr(user, "pk", None) else SYSTEM)
    _tell_postgres(_acting.get())
    try:
        yield
    finally:
        _acting.reset(token)
        with suppress(DatabaseError):  # in a transaction that has failed it is taken back with it
            _tell_postgres(before)


def _tell_postgres(who: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Within a transaction for that one only: a pooler may give the connection to somebody else afterwards.
            cursor.execute("SELECT set_config('ratssaal.actor', %s, %s)", [who, connection.in_atomic_block])


def _answer_sqlite(connection: Any, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA trusted_schema = ON")  # where it is off, no trigger may ask the program
        connection.connection.create_function("ratssaal_actor", 0, now_acting)


connection_created.connect(_answer_sqlite, dispatch_uid="ratssaal_actor")
