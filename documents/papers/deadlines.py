"""Working days, and days before a meeting: pure, no database.

A working day (Arbeitstag) is no Saturday, no Sunday, no public holiday of the Land (`holidays`), and neither 24 nor
31 December, on which the offices of the municipalities are closed (TVöD section 6(3)).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holidays import country_holidays
from holidays.holiday_base import HolidayBase

LAND = "NW"
CLOSED = {(12, 24), (12, 31)}
SATURDAY = 5


@lru_cache(maxsize=16)
def _holidays(land: str) -> HolidayBase:
    """Those of a Land, worked out for each year when it is asked for."""
    return country_holidays("DE", subdiv=land)


def is_working_day(day: date, land: str = LAND) -> bool:
    """Whether the offices of the municipalities are open on that day."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in CLOSED and day not in _holidays(land)


def working_days_after(day: date, days: int, land: str = LAND) -> date:
    """The last of so many working days, of which the first is the one after this day (BGB section 187(1))."""
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day, land)
    return day


def last_day_before(meeting: date, days: int) -> date:
    """The last day on which something can be handed in so many clear days before a meeting: neither the day of handing
    in nor that of the meeting counts among them.
    """
    return meeting - timedelta(days=days + 1)
