"""What costs a process of its own is done once, however many ask for it at the same time; and by few at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, TimeoutError
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError

Result = TypeVar("Result")
AT_ONCE = 2
"""So many foreign files are open at one time in this process, each in a process of its own."""
MOST_WAITING = 16
"""So many requests may wait for one; more would take the threads of everybody else."""
PATIENCE = 25.0
"""Seconds."""
_places = threading.BoundedSemaphore(AT_ONCE)
_guard = threading.Lock()
_running: dict[Hashable, Future[Any]] = {}
_waiting = 0


def once(key: Hashable, work: Callable[[], Result]) -> Result:
    """What `work` answers, done by the first who asks for this key; the others wait for the same answer or error.

    503 `pages.busy` where too many wait, or for too long.
    """
    with _Waiting():
        with _guard:
            future, is_mine = _running.get(key), key not in _running
            if future is None:
                future = _running[key] = Future()
        if is_mine:
            _do(key, work, future)
        try:
            result: Result = future.result(timeout=PATIENCE)
        except TimeoutError:
            raise busy() from None
        return result


def busy() -> DomainError:
    """So much is being drawn that this has to be asked for again."""
    says = _("Many pages are being drawn right now. Please try again in a moment.")
    return DomainError("pages.busy", says, status=503)


def _do(key: Hashable, work: Callable[[], Any], future: Future[Any]) -> None:
    try:
        if not _places.acquire(timeout=PATIENCE):
            raise busy()
        try:
            future.set_result(work())
        finally:
            _places.release()
    except BaseException as error:  # whoever waits is told the same
        future.set_exception(error)
    finally:
        with _guard:
            _running.pop(key, None)


class _Waiting:
    """One more who waits, as long as the block lasts."""

    def __enter__(self) -> None:
        global _waiting
        with _guard:
            if _waiting >= MOST_WAITING:
                raise busy()
            _waiting += 1

    def __exit__(self, *_error: object) -> None:
        global _waiting
        with _guard:
            _waiting -= 1
