"""Who is there, as the desk keeps it: everybody of the body by faction, with a fixed switch for each (hall, remote,
absent).
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import gettext

from meetings import registry
from meetings.enums import Audience, MeetingFormat, MeetingState, Role
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting
from meetings.names import by_name
from meetings.panels.seats import seat_marks
from meetings.selectors import check_in_from, excluded_people, present_people, roll

MODES = {MeetingFormat.IN_PERSON: ("hall",), MeetingFormat.DIGITAL: ("remote",)}
TOUCHED_BY = ("meetings.", "agenda.speech.", "agenda.recusal.", "agenda.item.")


def _roster(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    rows = _rows(meeting)
    modes = [row["attendance"].mode for row in rows if row["attendance"]]
    return {
        "groups": [_group(place[1], list(members)) for place, members in groupby(sorted(rows, key=_place), key=_place)],
        "modes": MODES.get(MeetingFormat(meeting.format), ("hall", "remote")),
        "check_in_from": check_in_from(meeting) if meeting.state == MeetingState.CONVENED else None,
        "count": len(modes),
        "in_hall": modes.count("hall"),
        "remote": modes.count("remote"),
        "missing": sum(
            1 for row in rows if not row["attendance"] and not row["is_excluded"] and not _is_substitute(row)
        ),
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


def _is_substitute(row: dict[str, Any]) -> bool:
    return bool(row["membership"].role == Role.SUBSTITUTE)


def _place(row: dict[str, Any]) -> tuple[int, str]:
    """Factions first, by name; then those who belong to none, then the substitutes who are not there."""
    faction = row["membership"].faction
    if _is_substitute(row) and row["attendance"] is None:
        return (2, gettext("Substitutes"))
    return (0, str(faction)) if faction is not None else (1, gettext("Without a faction"))


def _group(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    ordered = sorted(rows, key=lambda row: by_name(row["membership"].person))
    return {"name": name, "rows": ordered, "present": sum(1 for row in rows if row["attendance"])}


register_panel(Panel("roll", TOUCHED_BY, "meetings/desk/roster.html", _roster, frozenset({Audience.DESK})))
