"""What has to be drawn anew after events."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass, field

from meetings.enums import Audience
from meetings.journal.kinds import kind_of
from meetings.live.panels import personal_panels, shared_panels

BURST_PATIENCE = 0.25
"""What only events that come in bursts have touched goes out at most so often: four tallies a second, never one per
ballot.
"""
CALM, LONGEST, HANDFUL = 1.0, 4.0, 25
"""Personal panels that only such events have touched wait until there was none for `CALM` seconds, at most `LONGEST`
seconds; then they are drawn for so many people at a time."""


@dataclass(slots=True)
class Dirt:
    """What has changed since the last push: shared panels, and personal ones for all (None) or some.

    `can_wait` says of shared panels for how long. `calm` are personal panels that nobody waits for: who cast a ballot
    has the receipt already; they are drawn when the burst is over. `calm_since` is when the first of them came,
    `calm_last` when the last did.
    """

    shared: set[str] = field(default_factory=set)
    personal: dict[str, set[int] | None] = field(default_factory=dict)
    can_wait: dict[str, float] = field(default_factory=dict)
    calm: dict[str, set[int]] = field(default_factory=dict)
    calm_since: float = 0.0
    calm_last: float = 0.0

    def add(self, name: str, only_for: Collection[int] | None) -> None:
        """An event of that name has been committed; it concerns these people, or everybody."""
        touched = {panel.name: panel.audiences for panel in shared_panels() if panel.is_touched_by(name)}
        patience = self._patience(name, touched)
        for panel in touched:
            if panel not in patience:
                self.can_wait.pop(panel, None)
            elif panel not in self.shared:
                self.can_wait[panel] = patience[panel]
        self.shared |= touched.keys()
        for personal in personal_panels():
            if personal.is_touched_by(name):
                self._add_personal(personal.name, only_for, calm=kind_of(name).in_bursts)

    def _patience(self, name: str, touched: dict[str, frozenset[Audience]]) -> dict[str, float]:
        if kind_of(name).in_bursts:
            return dict.fromkeys(touched, BURST_PATIENCE)
        if patience := kind_of(name).patience:
            return {panel: patience for panel, audiences in touched.items() if audiences != {Audience.DESK}}
        return {}

    def _add_personal(self, panel: str, only_for: Collection[int] | None, *, calm: bool) -> None:
        people = self.personal.get(panel, set())
        if only_for is None or people is None:
            self.personal[panel] = None
            self.calm.pop(panel, None)
        elif calm:
            self.calm_last = time.monotonic()
            self.calm_since = self.calm_since if self.calm else self.calm_last
            self.calm.setdefault(panel, set()).update(set(only_for) - people)
        else:
            self.personal[panel] = people | set(only_for)

    def take_personal(self) -> dict[str, set[int] | None]:
        """What is personal and may go out now, a handful of what could wait among it."""
        taken, self.personal = self.personal, {}
        if self.calm and self.calm_in() <= 0:
            panel, waiting = next(iter(self.calm.items()))
            people = taken.get(panel, set())
            if people is not None:
                handful = {waiting.pop() for _ in range(min(HANDFUL, len(waiting)))}
                taken[panel] = people | handful
            if not waiting or people is None:
                del self.calm[panel]
        return taken

    def calm_in(self) -> float:
        """Seconds until the personal panels that can wait may be drawn."""
        return min(self.calm_last + CALM, self.calm_since + LONGEST) - time.monotonic()

    def everything(self) -> None:
        self.shared, self.can_wait, self.calm = {panel.name for panel in shared_panels()}, {}, {}
        self.personal = {panel.name: None for panel in personal_panels()}

    def __bool__(self) -> bool:
        return bool(self.shared or self.personal or self.calm)
