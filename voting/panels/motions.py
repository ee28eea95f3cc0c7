"""What was moved on the open item, on all screens; at the desk with the order and the way to the vote (REQ-69)."""

from __future__ import annotations

from typing import Any

from agenda.models import AgendaItem
from agenda.panels.motions import MOTIONS_TOUCHED_BY
from agenda.selectors import (
    MotionLine,
    accepted_on,
    item_shown,
    more_far_reaching,
    motion_lines,
    motions_of,
    number_of,
    supporters_needed,
    wording_of,
)
from meetings.enums import Audience, MeetingState
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting, Person
from meetings.names import by_name
from meetings.selectors import holdings, present_people
from voting.panels.desk import methods_for
from voting.selectors import named, unfinished_poll


def _motions(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    item = item_shown(meeting, audience)
    if item is None or (
        audience == Audience.SCREEN and unfinished_poll(meeting, audience)
    ):  # then the hall reads what is voted on
        return {"item": None}
    lines = motion_lines(meeting, item, audience)
    shown = [line for line in lines if line.is_undecided] if audience == Audience.SCREEN else lines
    context: dict[str, Any] = {"item": item, "number": number_of(item), "lines": [{"line": line} for line in shown]}
    return {**context, **_desk(meeting, item, lines)} if audience == Audience.DESK else context


def _desk(meeting: Meeting, item: AgendaItem, lines: list[MotionLine]) -> dict[str, Any]:
    free = unfinished_poll(meeting) is None and meeting.state == MeetingState.RUNNING
    return {
        "lines": _due(meeting, item, lines, free=free),
        "may_move": meeting.state == MeetingState.RUNNING,
        "movers": _movers(meeting),
        "draft": wording_of(motions_of(meeting, item), item),
        "methods": methods_for(meeting, item),
        "several": len(accepted_on(motions_of(meeting, item), None)) > 1,
    }


def _due(meeting: Meeting, item: AgendaItem, lines: list[MotionLine], *, free: bool) -> list[dict[str, Any]]:
    """Each motion with what a vote on it now would pass over, and whether one can begin."""
    rows, needed = motions_of(meeting, item), supporters_needed(meeting)
    return [
        {
            "line": line,
            "earlier": named(more_far_reaching(rows, line.motion, needed)),
            "may_vote": free and _is_ready(line),
        }
        for line in lines
    ]


def _is_ready(line: MotionLine) -> bool:
    return line.may_change and not line.lacks and not line.is_withheld


def _movers(meeting: Meeting) -> list[Person]:
    """Who may move something: present, on a seat."""
    seated = {row.person_id for row in holdings(meeting).values()}
    found = [row.person for row in present_people(meeting).values() if row.person_id in seated]
    return sorted(found, key=by_name)


register_panel(
    Panel(
        "motions",
        (*MOTIONS_TOUCHED_BY, "voting.approval.", "agenda.procedure."),
        "voting/panels/motions.html",
        _motions,
        hall="voting/hall/motions.html",
    )
)
