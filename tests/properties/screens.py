"""Screens that are pushed what an event touches and nothing else, as the hub does it, to be held against fresh
pages.
"""

from __future__ import annotations

import re
from typing import Any

from meetings.enums import Audience
from meetings.live.broadcast import Dirt
from meetings.live.panels import personal_panels, render_personal, render_shared, shared_panels
from meetings.memo import read_once
from meetings.models import Meeting

CLOCK = re.compile(r'data-(left|spent)-ms="-?\d+"')
TIME = re.compile(r"\b\d\d:\d\d\b")
RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Screens:
    """One screen per audience, and the personal panels of some people."""

    def __init__(self, meeting: int, people: list[int]) -> None:
        self.meeting, self.people = meeting, people
        self.shown: dict[Any, str] = {}
        everything = Dirt()
        everything.everything()
        self.push(everything)

    def hear(self, announced: list[tuple[int, str, set[int] | None]]) -> None:
        """Push what these events touch."""
        dirt = Dirt()
        for _seq, name, only_for in announced:
            dirt.add(name, only_for)
        self.push(dirt)

    def push(self, dirt: Dirt) -> None:
        """Draw what is dirty."""
        self.shown |= self._draw(dirt)

    def fresh(self) -> dict[Any, str]:
        """Every panel as a page that is opened now has it."""
        everything = Dirt()
        everything.everything()
        return self._draw(everything)

    def _draw(self, dirt: Dirt) -> dict[Any, str]:
        meeting = Meeting.objects.select_related("body__institution").get(pk=self.meeting)
        read_once(meeting)
        drawn: dict[Any, str] = {}
        for panel in shared_panels():
            for audience in Audience:
                if panel.name in dirt.shared and audience in panel.audiences:
                    drawn[panel.name, str(audience)] = plain(
                        render_shared(panel, meeting, audience), drifts=bool(panel.drifts_with)
                    )
        for personal in personal_panels():
            only, calm = dirt.personal.get(personal.name, set()), dirt.calm.get(personal.name, set())
            wanted = [person for person in self.people if only is None or person in only | calm]
            for person, html in render_personal(personal, meeting, wanted).items() if wanted else ():
                drawn[personal.name, person] = plain(html)
        return drawn


def plain(html: str, *, drifts: bool = False) -> str:
    """Without what is drawn by lot anew each time, and without what goes on by itself: a running clock, a forecast."""
    text = CLOCK.sub("", RANDOM.sub("id", str(html)))
    return TIME.sub("time", text) if drifts else text
