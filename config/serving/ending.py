"""How the process ends: in good order within ten seconds, at once when it is asked twice, and never not at all."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import Any

AT_MOST = 9.0
"""Seconds after which the process ends whatever is under way. Nothing that was acknowledged is lost by it: what is
acknowledged has been committed, and a transaction that is cut off is as if it had never begun."""
CUT_OFF = 1
SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGBREAK") if hasattr(signal, name)]


class Ending:
    """Takes the signals that end a server; `begin` is called at the first one and must only set things going."""

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._asked = False

    def take_signals(self) -> None:
        """From now on; must be called in the main thread."""
        for number in SIGNALS:
            signal.signal(number, self._asked_by)

    def _asked_by(self, number: int, frame: Any) -> None:
        if self._asked:
            os._exit(128 + number)
        self._asked = True
        last = threading.Timer(AT_MOST, _leave)
        last.daemon = True
        last.start()
        self._begin()


def _leave() -> None:
    """Some thread does not come back: a database that does not answer, a mail server that does not hang up."""
    os.write(2, b"Something did not come to its end in time; the process ends without it.\n")
    os._exit(CUT_OFF)
