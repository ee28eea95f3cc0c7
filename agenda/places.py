"""Where an item can be moved to, as seen from its place: up, down, in, out, to the other part. Pure.

A place is relative ("below that item, before that one"), never a row number: what somebody else moves meanwhile
does not make it mean something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from agenda.numbering import LETTERS

MAX_LEVELS = 4


class Place(NamedTuple):
    """Below `parent` (None: top level of `part`), just before the sibling `before` (None: as the last one)."""

    parent: int | None
    part: str
    before: int | None

    def __str__(self) -> str:
        """As it travels in a form: `parent.part.before`."""
        return f"{self.parent or ''}.{self.part}.{self.before or ''}"


class Spot(NamedTuple):
    """An item where it stands, in reading order."""

    key: int
    parent: int | None
    part: str


class Moves(NamedTuple):
    """The places an item can be moved to with one click; None where there is no such move."""

    up: Place | None
    down: Place | None
    inwards: Place | None
    outwards: Place | None
    other_part: Place


def parse_place(text: str) -> Place:
    """Read what `Place.__str__` wrote; ValueError for anything else."""
    parent, part, before = text.split(".")
    if part not in LETTERS:
        raise ValueError(f"there is no part {part}")
    return Place(_key(parent), part, _key(before))


def _key(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ValueError(f"{text} is not the key of an item")
    return int(text)


def moves_of(spots: Sequence[Spot]) -> dict[int, Moves]:
    """For every item the places next to it; `spots` stand in reading order, as `numbering` gives them."""
    by_key = {spot.key: spot for spot in spots}
    groups: dict[tuple[int | None, str], list[int]] = defaultdict(list)
    for spot in spots:
        groups[spot.parent, spot.part].append(spot.key)
    return {spot.key: _moves(spot, groups[spot.parent, spot.part], groups, by_key) for spot in spots}


def _moves(
    spot: Spot, siblings: list[int], groups: dict[tuple[int | None, str], list[int]], by_key: dict[int, Spot]
) -> Moves:
    here = siblings.index(spot.key)
    previous = siblings[here - 1] if here else None
    return Moves(
        up=Place(spot.parent, spot.part, previous) if previous else None,
        down=Place(spot.parent, spot.part, _get(siblings, here + 2)) if here + 1 < len(siblings) else None,
        inwards=Place(previous, spot.part, None) if previous else None,
        outwards=_outwards(by_key[spot.parent], groups) if spot.parent else None,
        other_part=Place(None, next(part for part in LETTERS if part != spot.part), None),
    )


def _outwards(parent: Spot, groups: dict[tuple[int | None, str], list[int]]) -> Place:
    aunts = groups[parent.parent, parent.part]
    return Place(parent.parent, parent.part, _get(aunts, aunts.index(parent.key) + 1))


def _get(keys: list[int], index: int) -> int | None:
    return keys[index] if index < len(keys) else None
