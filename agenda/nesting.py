"""From rows with a depth to a list in lists, as HTML wants it. Pure: no Django, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar


class Deep(Protocol):
    """What knows its depth (0 = top level) and its part."""

    @property
    def depth(self) -> int: ...
    @property
    def part(self) -> str: ...


RowType = TypeVar("RowType", bound=Deep)


@dataclass(frozen=True, slots=True)
class Entry(Generic[RowType]):
    """A row and what a template writes after it: a list begins (`opens`), or as many lists end as `closing` has
    members.
    """

    row: RowType
    opens: bool
    closing: range


@dataclass(frozen=True, slots=True)
class Division(Generic[RowType]):
    """The entries of one part, in reading order."""

    part: str
    entries: list[Entry[RowType]]


def divide(rows: Iterable[RowType]) -> list[Division[RowType]]:
    """The parts in their order, each with its rows as lists in lists."""
    return [Division(part, nest(list(group))) for part, group in groupby(rows, key=lambda row: row.part)]


def nest(rows: Sequence[RowType]) -> list[Entry[RowType]]:
    """Each row followed by those below it; no list is ever empty, and all are closed at the end."""
    levels = _levels(rows)
    return [
        Entry(row, after > here, range(max(0, here - after)))
        for row, here, after in zip(rows, levels, [*levels, 0][1:], strict=True)
    ]


def _levels(rows: Sequence[RowType]) -> list[int]:
    """The depths, without a step of more than one downwards."""
    levels: list[int] = []
    for row in rows:
        levels.append(min(row.depth, levels[-1] + 1 if levels else 0))
    return levels
