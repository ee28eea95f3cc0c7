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
        day = "" if here.date() == self.day else f"{date_format(here, 'SHORT_DATE_FORMAT')}, "
        return f"{day}{date_format(here, 'H:i')}"

    def clock(self, moment: datetime | None) -> str:
        """The same with the word for a time of the clock; empty without a moment."""
        if moment is None:
            return ""
        here = timezone.localtime(moment)
        return date_format(here, "TIME_FORMAT" if here.date() == self.day else "SHORT_DATETIME_FORMAT")

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
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def short(moment: datetime) -> str:
    """The same in figures."""
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
