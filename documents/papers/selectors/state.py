"""The state of a meeting's agenda and papers (Stand), by which everybody can see whether they look at the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agenda.selectors import agenda_of
from documents.papers.selectors.items import PaperAtItem, papers_by_item
from documents.papers.selectors.told import AGENDA, PAPERS, STATE, number_of, told_of
from meetings.enums import Audience
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.selectors import sees_non_public


@dataclass(frozen=True, slots=True)
class State:
    """How often agenda and papers have changed for an audience; both begin with 1 when the meeting is convened."""

    agenda: int
    papers: int


@remembered
def state_of(meeting: Meeting, audience: Audience) -> State:
    """The state for this audience: what it may not know of moves no number. One query.

    The journal is counted, so nothing can be forgotten; before the convening, for the desk alone, all of it.
    """
    told, levels = told_of(meeting, STATE), _levels(audience) if meeting.is_published else None
    return State(1 + number_of(told, AGENDA, levels), 1 + number_of(told, PAPERS, levels))


def _levels(audience: Audience) -> list[Audience]:
    return [Audience.PUBLIC, Audience.PARTICIPANT] if sees_non_public(audience) else [Audience.PUBLIC]


def state_in_full(meeting: Meeting, audience: Audience, closed: frozenset[int]) -> dict[str, Any]:
    """The state as data, with each item that this audience may see and the versions of the papers at it."""
    state, at_items = state_of(meeting, audience), papers_by_item(meeting, audience)
    rows = [row for row in agenda_of(meeting, audience) if row.item is not None and row.item.pk not in closed]
    return {
        "agenda": state.agenda,
        "papers": state.papers,
        "items": [
            {
                "id": row.item.pk,
                "number": row.number,
                "title": row.title,
                "state": row.item.state,
                "papers": [_told(one) for one in at_items.get(row.item.pk, ())],
            }
            for row in rows
            if row.item is not None
        ],
    }


def _told(one: PaperAtItem) -> dict[str, Any]:
    return {
        "number": one.paper.number,
        "title": one.subject,
        "version": one.version.seq,
        "released_at": one.version.released_at.isoformat(),
        "late": one.late_at is not None,
        "page": one.paper.get_absolute_url(),
    }
