"""A presenter's own place on the list of speakers."""

from __future__ import annotations

from dataclasses import dataclass

from agenda.enums import ItemState, RequestState
from agenda.models import Presenter, SpeakingRequest
from agenda.selectors.floor import left_ms, requests_of, spent_ms, waiting

OVER = {RequestState.WITHDRAWN, RequestState.STRUCK}


@dataclass(frozen=True, slots=True)
class Turn:
    """What a presenter is told of the floor; `place` counts those who wait, from 1. Nobody else's name is in it."""

    has_floor: bool = False
    has_spoken: bool = False
    place: int = 0
    runs: bool = False
    left_ms: int | None = None
    spent_ms: int = 0


def turn_of(presenter: Presenter) -> Turn | None:
    """Where a presenter stands while the item is open; None before and after."""
    item = presenter.item
    if item.state != ItemState.OPEN or not item.meeting.is_open:
        return None
    rows = requests_of(item.meeting, item)
    own = [row for row in rows if row.presenter_id == presenter.pk and row.state not in OVER]
    return _turn(own[-1], [row.pk for row in waiting(rows)]) if own else Turn()


def _turn(row: SpeakingRequest, due: list[int]) -> Turn:
    if row.state == RequestState.SPEAKING:
        return Turn(has_floor=True, runs=row.running_since is not None, left_ms=left_ms(row), spent_ms=spent_ms(row))
    return Turn(has_spoken=row.state == RequestState.DONE, place=due.index(row.pk) + 1 if row.pk in due else 0)
