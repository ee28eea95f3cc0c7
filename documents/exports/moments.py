"""Times as minutes print them: without the day where it is the meeting's own, with it where it is another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Moments:
    """The clock of one meeting, which knows its day."""

    day: date

    def time(self, moment: datetime) -> str:
        """17:05, or 31.01.2022, 17:05."""
        here = timezone.localtime(moment)
        return date_format(here, "H:i" if here.date() == self.day else "d.m.Y, H:i")

    def clock(self, moment: datetime | None) -> str:
        """The same with the word for a time of the clock; empty without a moment."""
        return _("{time} h").format(time=self.time(moment)) if moment else ""

    def span(self, start: datetime, end: datetime | None) -> str:
        """From when to when, or only from when."""
        return f"{self.time(start)}–{self.clock(end)}" if end else self.since(start)

    def since(self, start: datetime) -> str:
        """From when on."""
        return _("from {time}").format(time=self.clock(start))

    def until(self, end: datetime) -> str:
        """Until when."""
        return _("until {time}").format(time=self.clock(end))


def full(moment: datetime) -> str:
    """A moment with its day, whatever day that is."""
    return _("{time} h").format(time=date_format(timezone.localtime(moment), "j. F Y, H:i"))


def short(moment: datetime) -> str:
    """The same in figures."""
    return _("{time} h").format(time=date_format(timezone.localtime(moment), "d.m.Y, H:i"))
