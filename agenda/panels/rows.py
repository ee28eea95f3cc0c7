"""The agenda in a meeting's own page: rows that open in place, with what the rooms above say of each item."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from agenda import selectors
from agenda.enums import ItemState
from agenda.registry import RowPart, tell_row_parts
from meetings import registry
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting
from meetings.permissions import Actor, can
from meetings.registry import PagePart, Phase
from meetings.selectors import sees_non_public


@registry.tell_meeting_parts
def agenda_part(meeting: Meeting, actor: Actor, audience: Audience) -> list[PagePart]:
    """The agenda, and after the close the results."""
    lines = lines_of(meeting, actor, audience)
    parts = [
        {"part": part, "lines": [line for line in lines if line["row"].part == part]}
        for part in ("public", "non_public")
    ]
    shown = {
        "parts": [part for part in parts if part["lines"]],
        "is_over": meeting.state == MeetingState.CLOSED,
        "may_write": can(actor, "agenda.add_item", meeting),
        "notices": tells(meeting, audience),
        "is_desk": audience == Audience.DESK,
    }
    return [PagePart("agenda/_rows.html", shown)]


def tells(meeting: Meeting, audience: Audience) -> bool:
    """Whether somebody may ask for a mail before an item is called."""
    return audience != Audience.DESK and selectors.tells_of_items(meeting, timezone.now())


def lines_of(meeting: Meeting, actor: Actor, audience: Audience) -> list[dict[str, Any]]:
    """The rows of the agenda with what the rooms say of them; nothing of an item that is closed to somebody for a
    conflict of interest.
    """
    said = tell_row_parts.ask(meeting, audience)
    closed = selectors.closed_to(meeting, actor) if sees_non_public(audience) else frozenset()
    return [_line(row, said, closed) for row in selectors.agenda_of(meeting, audience)]


def _line(row: selectors.Row, said: list[dict[int, RowPart]], closed: frozenset[int]) -> dict[str, Any]:
    if row.item is None or row.item.pk in closed:
        return {"row": row, "item": None, "parts": []}
    parts = [found[row.item.pk] for found in said if row.item.pk in found]
    has_result = any(part.is_result for part in parts)
    return {
        "row": row,
        "item": row.item,
        "parts": parts,
        "is_dealt_with": row.item.state == ItemState.CLOSED and not has_result,
        "draft": "" if any(row.item.draft_resolution in part.words for part in parts) else row.item.draft_resolution,
    }


@registry.tell_phases
def agenda_phase(meeting: Meeting) -> Phase:
    """How many items there are and how long they take (Tagesordnung)."""
    number, minutes = selectors.size_of(meeting)
    words = ngettext("{number} item, {time} h", "{number} items, {time} h", number).format(
        number=number, time=_hours(minutes)
    )
    return Phase(10, gettext_lazy("Agenda"), "agenda:agenda", "done" if number and meeting.is_published else "", words)


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
