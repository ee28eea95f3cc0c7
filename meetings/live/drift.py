"""Panels with expected times: drawn anew with the minute and after events that move them, pushed only where they
read differently.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from meetings.live.panels import shared_panels


class Drift:
    """What of one meeting's picture may have moved on without having been touched."""

    def __init__(self) -> None:
        self.minute = _minute()
        self.moved: set[str] = set()

    def hear(self, name: str) -> None:
        """An event has been committed."""
        self.moved |= {panel.name for panel in shared_panels() if panel.drifts_after(name)}

    def take(self) -> set[str]:
        """The panels to look at now: all that drift when a minute has begun, else those that an event has moved."""
        if _minute() != self.minute:
            self.minute = _minute()
            self.moved = {panel.name for panel in shared_panels() if panel.drifts_with}
        taken, self.moved = self.moved, set()
        return taken

    def put_back(self, names: Iterable[str]) -> None:
        """They could not be drawn; the next round tries again."""
        self.moved |= set(names)


def _minute() -> int:
    return int(time.time() // 60)
