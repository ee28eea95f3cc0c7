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
from meetings.names import alike, by_name, spelt
from meetings.roll_words import mode_of
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


@dataclass(frozen=True, slots=True)
class RollRead:
    """What a file says: every line with what will come of it, and the columns that were not read."""

    entries: tuple[Entry, ...]
    unread: tuple[str, ...]


def read_roll(meeting: Meeting, text: str) -> RollRead:
    """Every line of the roll, matched with the people of this body; names and addresses, however they are written."""
    known, file = _known(meeting), rolls.read(text)
    present = set(meeting.attendances.filter(left_at__isnull=True).values_list("person", flat=True))
    barred, taken = set(excluded_people(meeting)), dict[int, int]()
    entries = tuple(_entry(meeting, line, known) for line in file.lines)
    for entry in entries:
        _check_person(entry, present, barred, taken)
    return RollRead(entries, file.unread)


def entries_to_make(entries: Iterable[Entry]) -> list[Entry]:
    """Those without a fault."""
    return [entry for entry in entries if not entry.fault]


def roll_stamp(entries: Iterable[Entry]) -> str:
    """What the person at the desk has seen and agrees to: who, and how."""
    return ",".join(f"{entry.person.pk}/{entry.mode}" for entry in entries_to_make(entries) if entry.person)


def unread_stamp(unread: Iterable[str]) -> str:
    """The columns that are not read, as the page sends them back."""
    return "|".join(unread)


Known = list[dict[str, set[Person]]]


def _known(meeting: Meeting) -> Known:
    """The people of this body by their names, in each of the ways in which a name may be alike, and by their
    addresses.
    """
    found: Known = [defaultdict(set), defaultdict(set), defaultdict(set), defaultdict(set)]
    for person in people_to_admit(meeting).select_related("user"):
        for name in {
            f"{person.given_name} {person.family_name}",
            f"{person.family_name} {person.given_name}",
            person.name,
        }:
            for place, key in enumerate(alike(name)):
                found[place][key].add(person)
        if person.user:
            found[-1][spelt(person.user.email)].add(person)
    return found


def _matches(line: rolls.Line, known: Known) -> set[Person]:
    """Whom a line means: by address, else by the narrowest likeness that somebody has."""
    *by_name, by_mail = known
    if line.mail or "@" in line.who:
        return by_mail.get(spelt(line.mail or line.who), set())
    return next(
        (people for found, key in zip(by_name, alike(line.who), strict=True) if (people := found.get(key))), set()
    )


def _entry(meeting: Meeting, line: rolls.Line, known: Known) -> Entry:
    entry, matches = Entry(line), _matches(line, known)
    if len(matches) != 1:
        entry.fault = (
            _("Several people in this body have that name; use the e-mail address.")
            if matches
            else _("Unknown in this body.")
        )
        return entry
    entry.person = next(iter(matches))
    entry.mode, entry.fault = _part(meeting, line)
    if not entry.fault:
        entry.arrived_at, entry.fault = _moment(meeting, line)
    return entry


def _part(meeting: Meeting, line: rolls.Line) -> tuple[str, Fault]:
    if line.is_present is None:
        return "", _("The list does not say that this person is present.")
    return _mode(meeting, line) if line.is_present else ("", _("Not present according to the list."))


def _mode(meeting: Meeting, line: rolls.Line) -> tuple[str, Fault]:
    only = ONLY.get(MeetingFormat(meeting.format))
    mode = mode_of(line.mode)
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
    return sorted(rows, key=lambda row: (*by_name(row.person), row.arrived_at, row.pk))
