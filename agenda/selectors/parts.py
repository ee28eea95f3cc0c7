"""In which part something arose, and who may see it: the one place that decides (GO NRW section 48(2)).

Everything that hangs on an item keeps the part in which it arose, wherever the item goes. What everybody may see is
public itself, on a public item.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from agenda.enums import ItemState, Part
from agenda.models import AgendaItem
from meetings.enums import Audience, Publicity
from meetings.selectors import sees_non_public


class Arisen(Protocol):
    """Anything that knows the part in which it arose."""

    part: str


Row = TypeVar("Row", bound=Arisen)


def part_now(item: AgendaItem) -> Part:
    """The part in which something on this item arises now; while the public is out, the open item is not public."""
    out = item.state == ItemState.OPEN and item.meeting.publicity != Publicity.PUBLIC
    return Part.PUBLIC if item.is_public and not out else Part.NON_PUBLIC


def seen_by(rows: Iterable[Row], audience: Audience) -> list[Row]:
    """Those of the rows that this audience may see."""
    everything = sees_non_public(audience)
    return [row for row in rows if everything or row.part == Part.PUBLIC]


def is_withheld(row: Arisen, item: AgendaItem) -> bool:
    """Whether it arose in the non-public part and its item is dealt with in public now: it is to be released first."""
    return row.part != Part.PUBLIC and part_now(item) == Part.PUBLIC
