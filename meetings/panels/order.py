"""Live panels of the chair's tools: disturbances, order, presiding; and one's own report of a disturbance."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from meetings.enums import Audience, DisruptionSource, MeetingState, ResumptionGround, Trouble
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.names import by_name
from meetings.registry import current_item
from meetings.selectors import (
    chair_of,
    course_stamp,
    deputies_of,
    excluded_people,
    may_preside_from_there,
    measures_of,
    my_disruptions,
    open_disruptions,
    people_to_call,
    presiding_person,
    proposals,
    roll,
    rules_of,
    steps_to_repeat,
    stops_the_meeting,
)

INSIDE = frozenset({Audience.PARTICIPANT, Audience.DESK})


def _disruptions(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    found = open_disruptions(meeting) if meeting.is_live else []
    waiting = steps_to_repeat(meeting) if meeting.is_open else []
    shown = {"open": found, "steps": waiting, "interrupted": meeting.state == MeetingState.INTERRUPTED}
    return {**shown, **_desk_side(meeting)} if audience == Audience.DESK and (found or waiting) else shown


def _desk_side(meeting: Meeting) -> dict[str, Any]:
    proposed = proposals(meeting)
    rows = [
        {"disruption": row, "proposal": proposed[row.pk], "stops": _stops(meeting, row)}
        for row in open_disruptions(meeting)
    ]
    return {
        "rows": rows,
        "grounds": list(ResumptionGround),
        "stamp": course_stamp(meeting),
        "running": meeting.state == MeetingState.RUNNING,
    }


def _stops(meeting: Meeting, row: Any) -> bool:
    row.meeting = meeting
    return stops_the_meeting(row)


def _my_disruption(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    own = my_disruptions(meeting, person_ids) if meeting.is_live else {}
    members = {row.person_id for row in roll(meeting)}
    path = rules_of(meeting).report_path
    return {
        person_id: {
            "own": own.get(person_id),
            "reported": person_id in own and own[person_id].source != DisruptionSource.DETECTED,
            "may_report": meeting.is_live and person_id in members,
            "troubles": list(Trouble),
            "report_path": path,
        }
        for person_id in person_ids
    }


def _order(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    shown: dict[str, Any] = {"measures": measures_of(meeting), "bars": _barred_before(meeting)}
    if audience != Audience.DESK or not meeting.is_open:
        return shown
    people = [row.person for row in roll(meeting)]
    rows = people_to_call(meeting)
    sides = {"standings": [row for row in rows if not row.is_fresh], "fresh": [row for row in rows if row.is_fresh]}
    return {**shown, **sides, "item": current_item(meeting), "people": people, "troubles": list(Trouble)}


def _barred_before(meeting: Meeting) -> list[Any]:
    """Those whom an earlier meeting keeps out of this one."""
    return sorted(
        (bar for bar in excluded_people(meeting).values() if bar.number), key=lambda bar: by_name(bar.measure.person)
    )


def _presiding(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    if not meeting.is_open:
        return {"shown": False}
    return {
        "shown": True,
        "leading": presiding_person(meeting),
        "in_place": may_preside_from_there(meeting, presiding_person(meeting)),
        "handed_over": meeting.presiding_id is not None and meeting.presiding != chair_of(meeting),
        "candidates": deputies_of(meeting),
        "item": current_item(meeting),
    }


register_panel(
    Panel(
        "disruptions",
        ("meetings.disruption.", "meetings.meeting.", "meetings.connection.", "meetings.attendance."),
        "meetings/panels/disruptions.html",
        _disruptions,
        INSIDE,
    )
)
register_panel(
    PersonalPanel(
        "my_disruption",
        ("meetings.disruption.", "meetings.meeting."),
        "meetings/panels/my_disruption.html",
        _my_disruption,
    )
)
register_panel(Panel("order", ("meetings.", "agenda.item."), "meetings/panels/order.html", _order, INSIDE))
register_panel(
    Panel(
        "presiding",
        ("meetings.", "agenda.item."),
        "meetings/panels/presiding.html",
        _presiding,
        frozenset({Audience.DESK}),
    )
)
