"""Geometry of the result's bars, for an SVG drawn by the template."""

from __future__ import annotations

from dataclasses import dataclass

from voting.enums import Choice

WIDTH = 360


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: whose, how many, how wide in units of the drawing, and where it stands."""

    choice: str
    label: str
    number: int
    width: int
    top: int


def bars(*, yes: int, no: int, abstain: int) -> list[Bar]:
    """Three bars below each other; the longest one fills the drawing."""
    numbers = {Choice.YES: yes, Choice.NO: no, Choice.ABSTAIN: abstain}
    longest = max(*numbers.values(), 1)
    return [
        Bar(choice.value, str(choice.label), number, WIDTH * number // longest, 34 * place)
        for place, (choice, number) in enumerate(numbers.items())
    ]
