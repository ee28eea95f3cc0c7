"""Live panel of the hall displays that are set up: for the desk alone."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language_info

from meetings.enums import Audience
from meetings.live.panels import Panel, register_panel
from meetings.models import Display, Meeting
from meetings.selectors import displays_of, is_connected
from meetings.selectors.quorum import had_displays


def _displays(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    now = timezone.now()
    rows = [
        {"display": row, "is_connected": is_connected(row, now), "language": _language(row)}
        for row in (displays_of(meeting) if had_displays(meeting) else ())
    ]
    may_change = meeting.state not in {"closed", "cancelled"}
    return {"rows": rows, "connected": sum(row["is_connected"] for row in rows), "may_change": may_change}


def _language(display: Display) -> str:
    return get_language_info(display.language)["name_translated"] if display.language else ""


register_panel(
    Panel(
        "displays",
        ("meetings.display.", "meetings.meeting."),
        "meetings/panels/displays.html",
        _displays,
        frozenset({Audience.DESK}),
    )
)
