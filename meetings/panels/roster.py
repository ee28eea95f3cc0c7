"""Who is there, as the desk keeps it: everybody of the body by faction, with a fixed switch for each (hall, remote, absent)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from meetings import registry
from meetings.enums import Audience, MeetingFormat
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting, Membership
from meetings.panels.seats import seat_marks
from meetings.selectors import excluded_people, present_people, roll, still_missing

MODES = {MeetingFormat.IN_PERSON: ("hall",), MeetingFormat.DIGITAL: ("remote",)}
TOUCHED_BY = ("meetings.", "agenda.speech.", "agenda.recusal.", "agenda.item.")


def _roster(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    rows = _rows(meeting)
    modes = [row["attendance"].mode for row in rows if row["attendance"]]
    return {
        "groups": [_group(name, list(members)) for name, members in groupby(sorted(rows, key=_place), key=_place)],
        "modes": MODES.get(MeetingFormat(meeting.format), ("hall", "remote")),
        "count": len(modes),
        "in_hall": modes.count("hall"),
        "remote": modes.count("remote"),
        "missing": sum(1 for row in rows if not row["attendance"] and not row["is_excluded"]),
        "expected": len(still_missing(meeting)) if meeting.is_open else 0,
    }


def _rows(meeting: Meeting) -> list[dict[str, Any]]:
    """One line for everybody of the body, in the order of names."""
    present, marks = present_people(meeting), seat_marks(meeting, for_desk=True)
    excluded, recused, speaks = excluded_people(meeting), registry.recused_now(meeting), registry.speaking_now(meeting)
    return [
        {
            "membership": row,
            "attendance": present.get(row.person_id),
            "mark": marks.get(row.person_id),
            "is_excluded": row.person_id in excluded,
            "is_recused": row.person_id in recused,
            "speaks": row.person_id == speaks,
        }
        for row in roll(meeting)
    ]


def _place(row: dict[str, Any]) -> tuple[bool, str]:
    """Factions first, by name; then those who belong to none."""
    name = _faction(row["membership"])
    return (not name, name)


def _faction(membership: Membership) -> str:
    return str(membership.faction) if membership.faction_id else ""


def _group(place: tuple[bool, str], rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": place[1], "rows": rows, "present": sum(1 for row in rows if row["attendance"])}


register_panel(Panel("roll", TOUCHED_BY, "meetings/desk/roster.html", _roster, frozenset({Audience.DESK})))
