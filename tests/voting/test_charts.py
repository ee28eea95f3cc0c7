"""The seat chart: as many seats as electors, inside the drawing, none upon another, from the left to the right."""

from itertools import combinations
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.charts import HEIGHT, WIDTH, hemicycle

pytestmark = pytest.mark.any_database


@given(st.integers(0, 160))
def test_every_seat_stands_inside_and_alone(seats):
    spots = hemicycle(seats)

    assert len(spots) == seats
    assert all(
        spot.radius <= spot.x <= WIDTH - spot.radius and spot.radius <= spot.y <= HEIGHT - spot.radius for spot in spots
    )
    assert all(dist((a.x, a.y), (b.x, b.y)) >= 1.9 * a.radius for a, b in combinations(spots, 2))


@pytest.mark.parametrize("seats", [5, 25, 103])
def test_the_list_runs_from_the_left_to_the_right(seats):
    spots = hemicycle(seats)

    third = seats // 3 or 1
    assert sum(spot.x for spot in spots[:third]) / third < WIDTH / 2 - 20
    assert sum(spot.x for spot in spots[-third:]) / third > WIDTH / 2 + 20
    assert sum(spot.x for spot in spots) / seats == pytest.approx(WIDTH / 2, abs=3)
