"""Live panels of the non-public part: the ways of the public for the desk, the reminder for whoever is remote."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from meetings.enums import AttendanceMode, Audience, Publicity
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.registry import next_step
from meetings.selectors import closures_of, confirmed_people, present_people, rules_of, unconfirmed_people

EXCLUSION = "#publicity-heading"
"""Where the public is excluded on the desk; the next step leads there, and then its form stands open."""
TOUCHED_BY = ("meetings.public.", "meetings.confidentiality.", "meetings.attendance.", "meetings.meeting.")
STEPS_TOUCHED_BY = ("meetings.", "agenda.", "voting.poll.", "voting.approval.")
"""It shows the exclusion where that is the next step, which anything may make it."""


def _publicity(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    rules = rules_of(meeting)
    is_out = meeting.publicity != Publicity.PUBLIC
    return {
        "categories": rules.non_public_categories,
        "offer_exclusion": not is_out and _is_next(meeting),
        "closures": closures_of(meeting) if is_out else [],
        "unconfirmed": unconfirmed_people(meeting) if is_out else [],
    }


def _is_next(meeting: Meeting) -> bool:
    step = next_step(meeting)
    return step is not None and step.url == EXCLUSION


def _confidentiality(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    return {person_id: {"must_confirm": _must_confirm(meeting, person_id)} for person_id in person_ids}


def _must_confirm(meeting: Meeting, person_id: int) -> bool:
    attendance = present_people(meeting).get(person_id)
    if meeting.publicity == Publicity.PUBLIC or attendance is None or attendance.mode != AttendanceMode.REMOTE:
        return False
    return person_id not in confirmed_people(meeting)


register_panel(
    Panel("publicity", STEPS_TOUCHED_BY, "meetings/panels/publicity.html", _publicity, frozenset({Audience.DESK}))
)
register_panel(PersonalPanel("confidentiality", TOUCHED_BY, "meetings/panels/confidentiality.html", _confidentiality))
