"""The one place where the demonstration sets the clock: a meeting that lies in the past has to be held through the
services, which take the time themselves. Runs before anything is served; nothing else in the program may do this.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone


class Clock:
    """A clock that stands still until somebody turns it on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def read(self) -> datetime:
        return self.moment

    def turn(self, *, minutes: int = 0, seconds: int = 0) -> None:
        """Let time pass."""
        self.moment += timedelta(minutes=minutes, seconds=seconds)


@contextmanager
def clock_set_to(moment: datetime) -> Iterator[Clock]:
    """Let `timezone.now` answer with that moment, and set it right again afterwards, come what may."""
    clock, real = Clock(moment), timezone.now
    timezone.now = clock.read
    try:
        yield clock
    finally:
        timezone.now = real
