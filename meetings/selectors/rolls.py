"""What an imported roll would enter, line by line; for the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings import rolls
from meetings.enums import AttendanceMode, MeetingFormat
from meetings.models import Attendance, Meeting, Person
from meetings.selectors.core import people_to_admit
from meetings.selectors.exclusion import excluded_people

ONLY = {MeetingFormat.IN_PERSON: AttendanceMode.HALL, MeetingFormat.DIGITAL: AttendanceMode.REMOTE}
Fault = str | Promise


@dataclass(slots=True)
class Entry:
    """One line of the file and what will come of it: a person to enter, or a fault."""

    line: rolls.Line
    person: Person | None = None
    mode: str = ""
    arrived_at: datetime | None = None
    fault: Fault = ""

    @property
    def mode_label(self) -> str:
        """The way of taking part in words."""
        return str(AttendanceMode(self.mode).label) if self.mode else ""


def read_roll(meeting: Meeting, text: str) -> list[Entry]:
    """Every line of the roll, matched with the people of this body; names and addresses, whatever their case."""
    known = _known(meeting)
    present = set(meeting.attendances.filter(left_at__isnull=True).values_list("person", flat=True))
    barred, taken = set(excluded_people(meeting)), dict[int, int]()
    entries = [_entry(meeting, line, known) for line in rolls.read(text)]
    for entry in entries:
        _check_person(entry, present, barred, taken)
    return entries


def entries_to_make(entries: Iterable[Entry]) -> list[Entry]:
    """Those without a fault."""
    return [entry for entry in entries if not entry.fault]


def roll_stamp(entries: Iterable[Entry]) -> str:
    """What the person at the desk has seen and agrees to: who, how, from when."""
    return ",".join(f"{entry.person.pk}/{entry.mode}" for entry in entries_to_make(entries) if entry.person)


def _known(meeting: Meeting) -> dict[str, set[Person]]:
    found: dict[str, set[Person]] = defaultdict(set)
    for person in people_to_admit(meeting).select_related("user"):
        for spelling in rolls.spellings(person.given_name, person.family_name, person.name, person.user.email if person.user else ""):
            found[spelling].add(person)
    return found


def _entry(meeting: Meeting, line: rolls.Line, known: dict[str, set[Person]]) -> Entry:
    entry, matches = Entry(line), known.get(line.who.casefold(), set())
    if len(matches) != 1:
        entry.fault = _("Several people in this body have that name; use the e-mail address.") if matches else _("Unknown in this body.")
        return entry
    entry.person = next(iter(matches))
    entry.mode, entry.fault = _mode(meeting, line)
    if not entry.fault:
        entry.arrived_at, entry.fault = _moment(meeting, line)
    return entry


def _mode(meeting: Meeting, line: rolls.Line) -> tuple[str, Fault]:
    only = ONLY.get(MeetingFormat(meeting.format))
    mode = rolls.mode_of(line.mode)
    if mode is None or not (mode or only):
        return "", _("Say whether in the hall or remote.")
    if mode and only and mode != only:
        return "", _("The format of this meeting does not allow that.")
    return mode or str(only), ""


def _moment(meeting: Meeting, line: rolls.Line) -> tuple[datetime | None, Fault]:
    """The moment of the arrival, at the earliest the opening: who was there before has come with it."""
    now = timezone.now()
    try:
        clock = rolls.time_of(line.arrived)
    except ValueError:
        return None, _("The time cannot be read; write it as 17:05.")
    begin = meeting.opened_at or now
    if clock is None:
        return now, ""
    moment = timezone.localtime(begin).replace(hour=clock.hour, minute=clock.minute, second=clock.second, microsecond=0)
    if moment < begin - timedelta(hours=12):  # after midnight
        moment += timedelta(days=1)
    return (None, _("This time has not come yet.")) if moment > now else (max(moment, begin), "")


def _check_person(entry: Entry, present: set[int], barred: set[int], taken: dict[int, int]) -> None:
    if entry.person is None:
        return
    earlier = taken.setdefault(entry.person.pk, entry.line.number)
    if earlier != entry.line.number:
        entry.fault = _("The same person as in line {number}.").format(number=earlier)
    elif entry.person.pk in present:
        entry.fault = _("Is on the list of those present already.")
    elif entry.person.pk in barred:
        entry.fault = _("Is excluded from the meeting.")


def stays_of_all(meeting: Meeting) -> list[Attendance]:
    """Every interval of the meeting, struck ones too, by person and time; for the desk."""
    rows = meeting.attendances.select_related("person")
    return list(rows.order_by("person__family_name", "person__given_name", "person", "arrived_at", "pk"))
