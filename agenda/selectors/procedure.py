"""Reads of the motions on procedure (Anträge zur Geschäftsordnung)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from agenda.enums import MotionState, RequestKind, RequestState
from agenda.models import AgendaItem, ProceduralMotion
from agenda.procedural_kinds import KINDS, Binds, that_bind
from agenda.selectors.floor import requests_of
from agenda.selectors.items import item_or_404
from agenda.selectors.rules import rules_of
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import seats_of


@remembered
def pending_procedural(meeting: Meeting) -> ProceduralMotion | None:
    """The motion on procedure that has not been decided; there is at most one. One query."""
    rows = ProceduralMotion.objects.filter(meeting=meeting, state=MotionState.MOVED).select_related(
        "mover", "speaker_against", "item"
    )
    return rows.prefetch_related("supports").first()


def procedural_in(meeting: Meeting, pk: int) -> ProceduralMotion:
    """A motion on procedure of this meeting, read anew; 404."""
    row = (
        ProceduralMotion.objects.select_related("mover", "speaker_against", "item")
        .filter(meeting=meeting, pk=pk)
        .first()
    )
    if row is None or row.item is None:
        raise not_found()
    row.meeting = row.item.meeting = meeting
    return row


def procedural_or_404(user: Any, pk: int) -> tuple[Actor, ProceduralMotion]:
    """A motion on procedure and what this user is in its meeting; 404 alike for hidden and absent."""
    row = ProceduralMotion.objects.select_related("mover", "item").filter(pk=pk).first()
    if row is None or row.item_id is None:
        raise not_found()
    actor, row.item = item_or_404(user, row.item_id)
    row.meeting = row.item.meeting
    return actor, row


def needed_supporters(meeting: Meeting, kind: str) -> int:
    """How many members, the mover among them, make a vote on it needless; 0 where it always needs one (REQ-64)."""
    field = KINDS[kind].supporters
    if not field:
        return 0
    part = getattr(rules_of(meeting), field)
    members = meeting.body.statutory_seats or len(seats_of(meeting))
    return max(1, -(-members * Fraction(part) // 1))


def procedural_majorities(meeting: Meeting) -> dict[str, str]:
    """For each kind of motion on procedure the majority that the rules name for the vote on it."""
    rules = rules_of(meeting)
    return {name: getattr(rules, kind.majority) for name, kind in KINDS.items()}


def has_spoken(item: AgendaItem, person_id: int) -> bool:
    """Whether somebody has spoken on the item itself; points of order do not count."""
    spoke = [RequestState.SPEAKING, RequestState.DONE]
    rows = item.speaking_requests.filter(person=person_id, state__in=spoke).exclude(kind=RequestKind.POINT_OF_ORDER)
    return rows.exists()


def points_of_order_wait(meeting: Meeting, item: AgendaItem) -> bool:
    """Whether somebody is still to speak for or against a motion on procedure."""
    waits = {RequestState.WAITING, RequestState.SPEAKING}
    return any(row.kind == RequestKind.POINT_OF_ORDER and row.state in waits for row in requests_of(meeting, item))


def is_bound(item: AgendaItem, way: Binds) -> bool:
    """Whether a motion was accepted on the item after which the vote on the matter has to be taken that way."""
    return ProceduralMotion.objects.filter(item=item, kind__in=that_bind(way), state=MotionState.ACCEPTED).exists()
