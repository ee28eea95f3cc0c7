"""Papers at the items of agendas, and what the start page shows of them."""

from __future__ import annotations

from typing import Any

from agenda.models import AgendaItem
from agenda.registry import (
    RowPart,
    Source,
    follow_part_change,
    name_source,
    stand_at_items,
    tell_editor_parts,
    tell_row_parts,
)
from documents.papers.selectors.beside import beside_item, opened_late, openings_at_hand
from documents.papers.selectors.items import followed_by, papers_by_item
from documents.papers.selectors.state import state_of
from documents.papers.selectors.unplaced import waiting_for
from documents.papers.services.agenda import follow_part
from documents.papers.services.openings import forget_openings
from meetings.enums import Audience, MeetingState
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting
from meetings.permissions import Actor, can
from meetings.registry import PagePart, follow_close

TOUCHED_BY = ("documents.paper.", "agenda.item.", "meetings.meeting.", "meetings.public.", "agenda.recusal.")


def _state(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {"state": state_of(meeting, audience)}


def _beside(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {"beside": beside_item(meeting, audience)}


def _openings(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {"openings": openings_at_hand(meeting)}


register_panel(
    Panel(
        "state",
        ("agenda.item.", "documents.paper.", "documents.file.", "meetings.meeting."),
        "documents/papers/state.html",
        _state,
        hall="documents/papers/hall_state.html",
    )
)
register_panel(
    Panel(
        "item_papers",
        TOUCHED_BY,
        "documents/papers/beside.html",
        _beside,
        hall="documents/papers/hall_beside.html",
    )
)
register_panel(
    Panel(
        "openings",
        (*TOUCHED_BY, "meetings.attendance."),
        "documents/papers/openings.html",
        _openings,
        frozenset({Audience.DESK}),
        beside=opened_late,
    )
)
follow_close(forget_openings)
follow_part_change(follow_part)
stand_at_items("papers", papers_by_item, "documents/papers/_at_item.html")


@tell_row_parts
def papers_of_rows(meeting: Meeting, audience: Audience) -> dict[int, RowPart]:
    """The papers of each item; two queries."""
    return {
        item: RowPart("documents/papers/_row_line.html", "documents/papers/_row.html", {"papers": papers})
        for item, papers in papers_by_item(meeting, audience).items()
    }


@name_source
def source_of_item(item: AgendaItem) -> Source | None:
    """The paper that an item follows until it is called; one query."""
    paper = followed_by(item)
    return Source(f"{paper.type} {paper.number}", paper.get_absolute_url()) if paper else None


@tell_editor_parts
def papers_that_wait(meeting: Meeting, actor: Actor) -> PagePart:
    """What can be put on the agenda of a planned meeting with one press; two queries."""
    is_planned = meeting.state in {MeetingState.DRAFT, MeetingState.CONVENED}
    may = is_planned and can(actor, "agenda.add_item", meeting)
    shown = {"may": may, "waiting": waiting_for(meeting.body, actor.user) if may else []}
    return PagePart("documents/papers/waiting.html", shown)
