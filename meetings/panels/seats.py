"""What stands beside a name about seats: for whom somebody sits there, and what the desk can do about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from meetings.models import Meeting, Membership, SeatHolding
from meetings.selectors import holdings, next_substitutes, present_people, seats_of, waiting_substitutes


@dataclass(slots=True)
class SeatMark:
    """One person's seat: whom they stand in for, who stands in for them, and what may happen to the seat now.

    `next` are the substitutes whose turn it is, on the seat of somebody who is not there; `may_return` says that the
    member is back, `may_release` that the seat can be freed.
    """

    stands_in_for: Membership | None = None
    seat: Membership | None = None
    held_by: SeatHolding | None = None
    next: list[Membership] = field(default_factory=list)
    may_return: bool = False
    may_release: bool = False


def seat_marks(meeting: Meeting, *, for_desk: bool) -> dict[int, SeatMark]:
    """The marks by the person's id; without the desk's buttons for everybody else."""
    marks: dict[int, SeatMark] = {}
    for holding in holdings(meeting).values():
        if holding.is_substitution:
            marks.setdefault(holding.person_id, SeatMark()).stands_in_for = holding.seat
            marks.setdefault(holding.seat.person_id, SeatMark()).held_by = holding
    if for_desk and meeting.is_open:
        _offer(meeting, marks)
    return marks


def _offer(meeting: Meeting, marks: dict[int, SeatMark]) -> None:
    present, held = present_people(meeting), holdings(meeting)
    free = bool(waiting_substitutes(meeting))
    for seat in seats_of(meeting):
        mark, is_present = marks.get(seat.person_id), seat.person_id in present
        if mark and mark.held_by:
            mark.seat, mark.may_return, mark.may_release = seat, is_present, not is_present
        elif free and not is_present and seat.pk not in held:
            mark = marks.setdefault(seat.person_id, SeatMark())
            mark.seat, mark.next = seat, next_substitutes(meeting, seat)
