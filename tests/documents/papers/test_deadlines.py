"""Working days over Easter, Fronleichnam and Christmas; days before a meeting."""

from datetime import date

import pytest

from documents.papers.deadlines import is_working_day, last_day_before, working_days_after


@pytest.mark.parametrize(
    ("day", "days", "last"),
    [
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday: the weekend does not count
        (date(2026, 4, 1), 3, date(2026, 4, 8)),  # over Easter: 2, then 7 and 8 April
        (date(2026, 6, 3), 1, date(2026, 6, 5)),  # Fronleichnam, a Thursday
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # Christmas Eve, Christmas and a weekend
        (date(2026, 12, 30), 1, date(2027, 1, 4)),  # New Year's Eve and New Year
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension Day
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day, days, last):
    assert working_days_after(day, days) == last


def test_holidays_are_those_of_the_land():
    fronleichnam, epiphany = date(2026, 6, 4), date(2026, 1, 6)
    assert [is_working_day(day) for day in (fronleichnam, epiphany)] == [False, True]
    assert [is_working_day(day, "BY") for day in (fronleichnam, epiphany)] == [False, False]
    assert is_working_day(fronleichnam, "HH")


def test_neither_the_day_of_handing_in_nor_the_meeting_counts():
    assert last_day_before(date(2026, 12, 10), 10) == date(2026, 11, 29)
    assert last_day_before(date(2026, 12, 10), 0) == date(2026, 12, 9)
