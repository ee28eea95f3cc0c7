"""Live panels and the step about conflicts of interest."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda import selectors
from agenda.enums import ItemState
from agenda.models import Recusal
from meetings.enums import Audience, MeetingState
from meetings.journal.sentences import spoken
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.registry import Step
from meetings.selectors import presiding_person, roll

TOUCHED_BY = ("agenda.recusal.", "agenda.item.", "agenda.matter.", "meetings.meeting.")
HAND_OVER = "#hand-over"
UNFINISHED = frozenset({ItemState.PENDING, ItemState.OPEN})
INSIDE = frozenset({Audience.PARTICIPANT, Audience.DESK})


def _recusals(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    numbers, at_desk = selectors.numbers_of(meeting), audience == Audience.DESK
    waiting = [row for row in selectors.recusals_of(meeting) if row.item.state in UNFINISHED]
    unfinished = meeting.is_live
    return {
        "rows": [{"row": row, "number": numbers[row.item_id], "in_force": _in_force(row)} for row in waiting],
        "may_enter": at_desk and unfinished,
        "items": _offered(meeting) if at_desk and unfinished else [],
        "people": [row.person for row in roll(meeting)] if at_desk and unfinished else [],
    }


def _in_force(row: Recusal) -> bool:
    return row.item.state == ItemState.OPEN and row.state in selectors.RECUSED


def _offered(meeting: Meeting) -> list[dict[str, Any]]:
    """The items that one may still be recused from, the open one first."""
    rows = [row for row in selectors.agenda_of(meeting, Audience.PARTICIPANT) if row.item]
    found = [row for row in rows if row.item and row.item.state in UNFINISHED]
    return [
        {"pk": row.item.pk, "label": f"{row.number} {row.title}"}
        for row in sorted(found, key=lambda row: not row.is_open)
        if row.item
    ]


def _my_recusals(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    members = {row.person_id for row in roll(meeting)} if meeting.is_live else set()
    offered, numbers = _offered(meeting) if members else [], selectors.numbers_of(meeting)
    own: dict[int, list[dict[str, Any]]] = {}
    for row in selectors.recusals_of(meeting):
        if row.item.state in UNFINISHED:
            own.setdefault(row.person_id, []).append(
                {"row": row, "number": numbers[row.item_id], "in_force": _in_force(row)}
            )
    return {
        person_id: {"own": own.get(person_id, []), "items": offered if person_id in members else []}
        for person_id in person_ids
    }


def hand_over_step(meeting: Meeting) -> Step | None:
    """Whoever leads cannot call an item in which they have a conflict of interest themselves."""
    following = selectors.next_pending(meeting) if meeting.state == MeetingState.RUNNING else None
    leading = presiding_person(meeting)
    if following is None or leading is None or selectors.open_item(meeting) is not None:
        return None
    if leading.pk not in {row.person_id for row in selectors.recusals_of(meeting) if row.item_id == following[0].pk}:
        return None
    words = spoken(
        gettext_lazy("I have a conflict of interest in item {number} and hand the chair over."), number=following[1]
    )
    return Step(_("Hand over presiding"), HAND_OVER, method="get", words=words)


register_panel(Panel("recusals", TOUCHED_BY, "agenda/panels/recusals.html", _recusals, INSIDE))
register_panel(PersonalPanel("my_recusals", TOUCHED_BY, "agenda/panels/my_recusals.html", _my_recusals))
