"""Live panels of motions on procedure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.functional import Promise

from agenda import selectors
from agenda.models import AgendaItem
from agenda.panels.floor import item_for, people_here
from agenda.procedural_kinds import offered
from meetings.enums import Audience, MeetingState, Publicity
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.selectors import holdings, present_people

TOUCHED_BY = (
    "agenda.procedure.",
    "agenda.item.",
    "agenda.matter.",
    "agenda.recusal.",
    "meetings.meeting.",
    "meetings.public.",
    "meetings.attendance.",
    "meetings.seat.",
)


def _procedure(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    item = item_for(meeting, audience)
    pending = selectors.pending_procedural(meeting) if item is not None else None
    pending = pending if pending and selectors.seen_by([pending], audience) else None
    at_desk = audience == Audience.DESK and meeting.state == MeetingState.RUNNING
    return {
        "item": item,
        "motion": pending,
        **(_support(meeting, pending) if pending else {}),
        "shows_detail": audience in {Audience.DESK, Audience.PARTICIPANT},
        "may_enter": at_desk and item is not None and pending is None,
        "kinds": _kinds(meeting) if at_desk else [],
        "people": people_here(present_people(meeting)) if at_desk else [],
    }


def _support(meeting: Meeting, pending: Any) -> dict[str, Any]:
    return {"needed": selectors.needed_supporters(meeting, pending.kind), "supporters": len(pending.supports.all()) + 1}


def _kinds(meeting: Meeting) -> list[tuple[str, Promise]]:
    return list(offered(public_is_in=meeting.publicity == Publicity.PUBLIC).items())


def _my_procedure(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    item = selectors.open_item(meeting) if meeting.state == MeetingState.RUNNING else None
    seated = (
        {row.person_id for row in holdings(meeting).values()} - selectors.recused_people(meeting) if item else set()
    )
    pending = selectors.pending_procedural(meeting) if item else None
    kinds = _kinds(meeting)
    return {
        person_id: _part(meeting, item, pending, kinds, person_id) if person_id in seated else {"item": None}
        for person_id in person_ids
    }


def _part(
    meeting: Meeting, item: AgendaItem | None, pending: Any, kinds: list[tuple[str, Promise]], person_id: int
) -> dict[str, Any]:
    if pending is None:
        return {"item": item, "motion": None, "kinds": kinds}
    supported = person_id in {row.person_id for row in pending.supports.all()}
    own = pending.mover_id == person_id
    return {
        "item": item,
        "motion": pending,
        **_support(meeting, pending),
        "own": own,
        "may_oppose": not own and pending.speaker_against_id is None,
        "may_support": not own and not supported,
        "supported": supported,
    }


register_panel(
    Panel("procedure", TOUCHED_BY, "agenda/panels/procedure.html", _procedure, hall="agenda/hall/procedure.html")
)
register_panel(PersonalPanel("my_procedure", TOUCHED_BY, "agenda/panels/my_procedure.html", _my_procedure))
