"""A meeting as an iCalendar file (RFC 5545), right in the readers that people have: Thunderbird, Outlook, Google,
Apple.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from agenda.selectors import agenda_of
from meetings import events
from meetings.enums import Audience, MeetingFormat, MeetingState
from meetings.models import Meeting
from meetings.selectors import rules_of

STATUSES = {MeetingState.DRAFT: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}
LENGTH = timedelta(hours=2)
"""Of a meeting whose end nobody has named: some readers show one without a length as a moment, others as a whole
day.
"""
BEFORE = timedelta(hours=1)
CEST, CET = timedelta(hours=2), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The how manieth content of the entry this is, and since when it has been the present one."""

    sequence: int
    changed_at: datetime


UNSTAMPED = Stamp(0, datetime.fromtimestamp(0, tz=ZoneInfo("UTC")))


def calendar_of(meeting: Meeting, url: str, stamp: Stamp = UNSTAMPED) -> bytes:
    """The meeting as a calendar entry: public content only and no video link, whoever asks, for calendars are shared.

    The same data give the same bytes. The entry keeps its identity through changes, and a cancellation replaces it.
    What a reader may show alone says all: a cancellation stands in the title too, the link in the description too.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Ratssaal//Ratssaal//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone())
    calendar.add_component(_event(meeting, url, stamp))
    return calendar.to_ical()


def digest_of(meeting: Meeting) -> str:
    """What changes exactly when the entry's content does."""
    return hashlib.sha256(calendar_of(meeting, "")).hexdigest()


def _zone() -> Timezone:
    """Central European time by rule and from 1970: what is generated with dates of single years is an hour off in
    some readers.
    """
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    for turn, month, hour, before, after, name in (
        (TimezoneDaylight(), 3, 2, CET, CEST, "MESZ"),
        (TimezoneStandard(), 10, 3, CEST, CET, "MEZ"),
    ):
        last_sunday = 29 if month == 3 else 25  # of 1970
        turn.add("dtstart", datetime(1970, month, last_sunday, hour))  # noqa: DTZ001  (local by definition)
        turn.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        turn.add("tzoffsetfrom", before)
        turn.add("tzoffsetto", after)
        turn.add("tzname", name)
        zone.add_component(turn)
    return zone


def _event(meeting: Meeting, url: str, stamp: Stamp) -> Event:
    event = Event()
    event.add("uid", f"{_identity(meeting)}@ratssaal")
    event.add("dtstamp", stamp.changed_at)
    event.add("last-modified", stamp.changed_at)
    event.add("sequence", stamp.sequence)
    event.add("status", STATUSES.get(MeetingState(meeting.state), "CONFIRMED"))
    event.add("organizer", _organizer(meeting))
    event.add("summary", _summary(meeting))
    event.add("dtstart", _local(meeting.starts_at))
    event.add("dtend", _local(meeting.ends_at or meeting.starts_at + LENGTH))
    event.add("location", _place(meeting))
    event.add("categories", [meeting.body.name])
    event.add("description", _description(meeting, url))
    event.add("url", url)
    if meeting.is_published and meeting.state != MeetingState.CANCELLED:
        event.add_component(_alarm(meeting))
    return event


def _identity(meeting: Meeting) -> str:
    """What never changes about a meeting: the digest of its first event."""
    first = (
        meeting.events.filter(name=events.MEETING_CREATED.name).order_by("seq").values_list("hash", flat=True).first()
    )
    return first[:40] if first else f"meeting-{meeting.pk}"


def _organizer(meeting: Meeting) -> vCalAddress:
    """RFC 5546 section 3.2.1: whatever is published names who publishes it."""
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["cn"] = vText(f"{meeting.body.institution.name}, {meeting.body.name}")
    return address


def _summary(meeting: Meeting) -> str:
    called_off = meeting.state == MeetingState.CANCELLED
    return _("Cancelled: {title}").format(title=meeting.title) if called_off else meeting.title


def _place(meeting: Meeting) -> str:
    if meeting.hall:
        return meeting.hall
    return _("Digital, by video conference") if meeting.format == MeetingFormat.DIGITAL else _("Place not named yet")


def _alarm(meeting: Meeting) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -BEFORE)
    alarm.add("description", meeting.title)
    return alarm


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def _description(meeting: Meeting, url: str) -> str:
    facts = [f"{meeting.body.institution.name}, {meeting.body.name}", f"{_('Format')}: {meeting.get_format_display()}"]
    facts = [_("This meeting has been cancelled."), *facts] if meeting.state == MeetingState.CANCELLED else facts
    path = rules_of(meeting).report_path if meeting.format != MeetingFormat.IN_PERSON else ""
    facts += [_("Report a disturbance") + f": {path}"] if path else []
    facts += [meeting.remark] if meeting.remark else []
    rows = [f"{row.number} {row.title}" for row in agenda_of(meeting, Audience.PUBLIC)]
    link = ["", _("Agenda, files and live view: {url}").format(url=url)] if url else []
    return "\n".join([*facts, *(["", f"{_('Agenda')}:", *rows] if rows else []), *link])
