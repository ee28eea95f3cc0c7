"""What stands in a pack: the rows of the agenda and the papers at them, with the pages on which they begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Line:
    """A part as it stands in the pack: how many pages it has, or why it has none. `first` is its first page, from 0."""

    part: Mapping[str, Any]
    pages: int = 0
    damaged: bool = False
    problem: str = ""
    first: int = 0

    @property
    def has_notice(self) -> bool:
        """Whether a page of ours stands before it, or in its place."""
        return bool(self.problem or self.damaged)


@dataclass(slots=True)
class Chapter:
    """A row of the agenda with its lines."""

    row: Mapping[str, Any]
    lines: list[Line] = field(default_factory=list)
    first: int = 0

    @property
    def is_closed(self) -> bool:
        """Whether a page says that it is closed to whoever this is for."""
        return bool(self.row["closed"])
