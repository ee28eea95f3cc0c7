"""The program without one of its protections: what the races have to find, or they would find nothing.

Each is a context manager that weakens the services of this process until its end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.backends.sqlite3 import base as sqlite

from meetings.models import Meeting
from meetings.selectors import actor_for
from voting import triggers
from voting.services import ballots, base


@contextlib.contextmanager
def unguarded() -> Iterator[None]:
    """The database's own trigger would refuse a ballot of a closed poll, too late for some but not for all."""
    triggers.unguard_polls(connection)
    try:
        yield
    finally:
        triggers.guard_polls(connection)


@contextlib.contextmanager
def stale() -> Iterator[None]:
    """Casts believe the state that was read before the lock."""
    lock_poll = ballots.lock_poll

    def lock(poll: Any, actor: Any) -> Any:
        locked, fresh = lock_poll(poll, actor)
        locked.state = poll.state
        return locked, fresh

    with unguarded(), patch.object(ballots, "lock_poll", lock):
        yield


@contextlib.contextmanager
def key_share() -> Iterator[None]:
    """On PostgreSQL casts look FOR KEY SHARE whether the poll is open, the close is FOR NO KEY UPDATE; who stores,
    locks rightly.
    """
    from tests.faults.races import CLOSING

    check = ballots._check_open

    def lock(pk: int, actor: Any) -> Any:
        strength = "NO KEY UPDATE" if getattr(CLOSING, "now", False) else "KEY SHARE"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM meetings_meeting WHERE id = %s FOR {strength}", [pk])
        meeting = Meeting.objects.get(pk=pk)
        return meeting, actor_for(actor.user, body_id=meeting.body_id, meeting=meeting)

    def check_and_lock(poll: Any) -> None:
        check(poll)
        row = Meeting.objects.select_for_update(no_key=True).get(pk=poll.meeting_id)
        poll.meeting.journal = row.journal  # or the journal's gapless numbers would save the count

    with unguarded(), patch.object(base, "lock_meeting", lock), patch.object(ballots, "_check_open", check_and_lock):
        yield


@contextlib.contextmanager
def deferred() -> Iterator[None]:
    """On SQLite transactions begin without the lock and ask for it with their first write."""
    connect = sqlite.DatabaseWrapper.get_connection_params

    def without_mode(self: Any) -> Any:
        parameters = connect(self)
        self.transaction_mode = "DEFERRED"
        return parameters

    connection.close()
    with patch.object(sqlite.DatabaseWrapper, "get_connection_params", without_mode):
        yield
    connection.close()


WEAKENED: dict[str, Callable[[], contextlib.AbstractContextManager[None]]] = {
    "stale": stale,
    "key share": key_share,
    "deferred": deferred,
}
