"""Words on the hall display get their size by their length."""

import pytest

from meetings.fitting import ALONE, BESIDE, size_for
from meetings.templatetags.hall import fit, fit_beside, fit_name

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 1), (60, 1), (61, 2), (95, 2), (127, 3), (175, 4), (300, 5), (480, 6), (500, 7), (20000, 7)],
)
def test_the_longer_the_smaller(length: int, size: int):
    assert size_for("Ö" * length) == size


@pytest.mark.parametrize("length", range(0, 600, 7))
def test_beside_a_seat_chart_words_are_never_larger(length: int):
    assert size_for("x" * length, is_beside=True) >= size_for("x" * length)


def test_the_bounds_rise():
    assert list(ALONE) == sorted(set(ALONE))
    assert list(BESIDE) == sorted(set(BESIDE))


def test_fragments_get_classes():
    assert (fit("Kurz"), fit_beside("Kurz" * 10), fit_name("Anna Müller"), fit_name("A" * 40), fit_name("A" * 60)) == (
        "fit-1", "fit-2", "name-1", "name-2", "name-3",
    )  # fmt: skip
