"""What has to be drawn anew after events."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings.enums import Audience
from meetings.live.panels import personal_panels, shared_panels

COMING_AND_GOING, PATIENCE = ("meetings.attendance.", "meetings.connection."), 0.5
"""Where ten people a second come and go, what only mentions them is drawn anew after so many seconds; the desk's own at once."""


@dataclass(slots=True)
class Dirt:
    """What has changed since the last push: shared panels, and personal ones for all (None) or some."""

    shared: set[str] = field(default_factory=set)
    personal: dict[str, set[int] | None] = field(default_factory=dict)
    can_wait: set[str] = field(default_factory=set)

    def add(self, name: str, only_for: int | None) -> None:
        touched = {panel.name: panel.audiences for panel in shared_panels() if panel.is_touched_by(name)}
        if name.startswith(COMING_AND_GOING):
            self.can_wait |= {panel for panel, audiences in touched.items() if audiences != {Audience.DESK}} - self.shared
        else:
            self.can_wait -= touched.keys()
        self.shared |= touched.keys()
        for panel in personal_panels():
            if panel.is_touched_by(name):
                self._add_personal(panel.name, only_for)

    def _add_personal(self, panel: str, only_for: int | None) -> None:
        people = self.personal.get(panel, set())
        self.personal[panel] = None if only_for is None or people is None else people | {only_for}

    def everything(self) -> None:
        self.shared, self.can_wait = {panel.name for panel in shared_panels()}, set()
        self.personal = {panel.name: None for panel in personal_panels()}

    def __bool__(self) -> bool:
        return bool(self.shared or self.personal)
