"""Waking the postman of this process: a mail that was written leaves at once, not at the next look into the table."""

from __future__ import annotations

import threading

woken = threading.Event()


def wake() -> None:
    """There is something to send."""
    woken.set()
