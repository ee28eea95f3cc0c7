"""One's own motions, and what one may do with those of others; the list for all is drawn where the votes are."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from agenda import selectors
from agenda.models import AgendaItem
from agenda.selectors import MotionLine
from meetings.enums import MeetingState
from meetings.live.panels import PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.selectors import holdings, present_people

MOTIONS_TOUCHED_BY = (
    "agenda.item.",
    "agenda.matter.",
    "agenda.motion.",
    "agenda.amendment.",
    "voting.poll.",
    "meetings.attendance.",
    "meetings.seat.",
    "meetings.meeting.",
    "meetings.public.",
    "meetings.measure.",
)


def _my_motions(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    item = selectors.open_item(meeting)
    if item is None or meeting.state != MeetingState.RUNNING:
        return {person_id: {"item": None} for person_id in person_ids}
    seated = {row.person_id for row in holdings(meeting).values()} & present_people(meeting).keys()
    lines = selectors.motion_lines(meeting, item)
    draft = selectors.wording_of(selectors.motions_of(meeting, item), item)
    return {
        person_id: _part(item, person_id, lines, draft) if person_id in seated else {"item": None}
        for person_id in person_ids
    }


def _part(item: AgendaItem, person_id: int, lines: list[MotionLine], draft: str) -> dict[str, Any]:
    waiting = [line for line in lines if line.may_change]
    return {
        "item": item,
        "draft": draft,
        "own": [line for line in waiting if line.motion.mover_id == person_id],
        "others": [
            {"line": line, "supported": person_id in {row.person_id for row in line.motion.supports.all()}}
            for line in waiting
            if line.motion.mover_id != person_id
        ],
        "amendable": waiting,
    }


register_panel(PersonalPanel("my_motions", MOTIONS_TOUCHED_BY, "agenda/panels/my_motions.html", _my_motions))
