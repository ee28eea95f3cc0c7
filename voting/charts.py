"""Where the seats of a seat chart stand (Sitzverteilung im Halbrund). Pure arithmetic, for an SVG of 200 by 110
units.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import cos, dist, pi, sin

WIDTH, HEIGHT, OUTER, INNER = 200.0, 110.0, 92.0, 34.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One seat: the middle of its circle and the radius, in units of the drawing."""

    x: float
    y: float
    radius: float


@lru_cache(maxsize=64)
def hemicycle(seats: int) -> tuple[Spot, ...]:
    """So many seats in rows of a half circle, from the left to the right, so that neighbours in the list sit
    together.
    """
    rows = _rows(seats)
    polar = [spot for row, count in enumerate(_shares(seats, rows)) for spot in _row(_distance(row, rows), count)]
    ordered = sorted(polar, key=lambda spot: (-spot[0], spot[1]))
    places = [(WIDTH / 2 + far * cos(angle), HEIGHT - 10 - far * sin(angle)) for angle, far in ordered]
    return tuple(Spot(round(x, 2), round(y, 2), _radius(places)) for x, y in places)


def _radius(places: list[tuple[float, float]]) -> float:
    """As large as no two seats touch and none leaves the drawing."""
    nearest = min((dist(one, other) for one, other in combinations(places, 2)), default=18.0)
    return round(min(WIDTH / 2 - OUTER, 0.48 * nearest), 2)


def _rows(seats: int) -> int:
    """Enough rows that the seats of the longest do not touch."""
    return next(rows for rows in range(1, 30) if seats <= 7 * rows + 4 * rows * (rows - 1) // 2)


def _distance(row: int, rows: int) -> float:
    return OUTER - row * (OUTER - INNER) / max(rows - 1, 1) if rows > 1 else (OUTER + INNER) / 2


def _shares(seats: int, rows: int) -> list[int]:
    """Seats per row, from the outer one, as the lengths of the rows are; the rest goes to the outer rows."""
    lengths = [_distance(row, rows) for row in range(rows)]
    shares = [int(seats * length / sum(lengths)) for length in lengths]
    for row in range(seats - sum(shares)):
        shares[row % rows] += 1
    return shares


def _row(distance: float, count: int) -> Iterator[tuple[float, float]]:
    for place in range(count):
        yield (pi * (count - 1 - place) / (count - 1) if count > 1 else pi / 2, distance)
