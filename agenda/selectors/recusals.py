"""Reads of conflicts of interest (Befangenheit, GO NRW section 31)."""

from __future__ import annotations

from typing import Any

from agenda.enums import ItemState, Part, RecusalState
from agenda.models import AgendaItem, Recusal
from agenda.selectors.items import RECUSED, item_or_404
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.permissions import Actor


@remembered
def recusals_of(meeting: Meeting) -> list[Recusal]:
    """Every conflict of interest of a meeting that was neither taken back nor refuted, in the order of declaring.
    One query.
    """
    rows = Recusal.objects.filter(item__meeting=meeting, ended_at__isnull=True).select_related("item", "person")
    return list(rows.order_by("declared_at", "pk"))


def closed_to_people(meeting: Meeting) -> dict[int, frozenset[int]]:
    """The ids of the non-public items of a meeting that are closed to somebody for a conflict of interest, for
    everybody who has one, by the person's id. One query.
    """
    found: dict[int, frozenset[int]] = {}
    for row in recusals_of(meeting):
        if row.state in RECUSED and row.item.part == Part.NON_PUBLIC:
            found[row.person_id] = found.get(row.person_id, frozenset()) | {row.item_id}
    return found


def recused_people(meeting: Meeting) -> frozenset[int]:
    """Who takes no part in the item that is being dealt with, by their ids."""
    return frozenset(
        row.person_id for row in recusals_of(meeting) if row.item.state == ItemState.OPEN and row.state in RECUSED
    )


def recusals_in(item: AgendaItem) -> list[Recusal]:
    """Those that hold on an item."""
    return [row for row in recusals_of(item.meeting) if row.item_id == item.pk and row.state in RECUSED]


def dispute_on(item: AgendaItem) -> Recusal | None:
    """What the body still has to decide before it votes on the item."""
    return next(
        (row for row in recusals_of(item.meeting) if row.item_id == item.pk and row.state == RecusalState.DISPUTED),
        None,
    )


def recusal_in(meeting: Meeting, pk: int) -> Recusal:
    """A conflict of interest of this meeting, read anew; 404."""
    row = Recusal.objects.select_related("person", "item").filter(item__meeting=meeting, pk=pk).first()
    if row is None:
        raise not_found()
    row.item.meeting = meeting
    return row


def recusal_or_404(user: Any, pk: int) -> tuple[Actor, Recusal]:
    """A conflict of interest and what this user is in its meeting; 404 alike for hidden and absent.

    Whoever it concerns may still take it back, although the item is closed to them.
    """
    row = Recusal.objects.select_related("person", "item").filter(pk=pk).first()
    if row is None:
        raise not_found()
    actor, row.item = item_or_404(user, row.item_id, own=True)
    if not actor.roles:
        raise not_found()
    return actor, row
