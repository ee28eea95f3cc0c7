"""The five words of the journal's last signed state, on the screens."""

from __future__ import annotations

from typing import Any

from meetings.enums import Audience
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting
from meetings.selectors import seal_of


def _head(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {"seal": seal_of(meeting, audience)}


register_panel(
    Panel(
        "head",
        (),
        "meetings/panels/head.html",
        _head,
        audiences=frozenset({Audience.PUBLIC, Audience.SCREEN}),
        with_heads=True,
    )
)
