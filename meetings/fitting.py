"""How large words may stand on the hall display, by their length: from the table of the design, measured at 16:9.
Pure arithmetic.
"""

from __future__ import annotations

from bisect import bisect_left

ALONE = (60, 95, 140, 175, 300, 480)
"""So many characters fit at the sizes 1, 2, ... where the words have the stage for themselves."""
BESIDE = (25, 45, 70, 100, 170, 270)
"""The same beside a seat chart."""
NAME = (26, 48)
"""Beside a clock, in three sizes."""


def size_for(text: str, *, is_beside: bool = False) -> int:
    """The size for these words, from 1 (the largest) to 7; the page goes down to 8 where the box overflows all the
    same.
    """
    return bisect_left(BESIDE if is_beside else ALONE, len(text)) + 1
