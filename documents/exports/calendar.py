"""A meeting as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from agenda.selectors import agenda_of
from meetings import events
from meetings.enums import Audience, MeetingFormat, MeetingState
from meetings.models import Meeting
from meetings.selectors import rules_of

CHANGES = [kind.name for kind in (events.MEETING_CREATED, events.MEETING_EDITED, events.MEETING_CONVENED, events.MEETING_CANCELLED)]
STATUSES = {MeetingState.DRAFT: "TENTATIVE", MeetingState.CANCELLED: "CANCELLED"}


def calendar_of(meeting: Meeting, url: str) -> bytes:
    """The meeting as a calendar entry: public content only and no video link, whoever asks, for calendars are shared.

    The same data give the same bytes. The entry keeps its identity through changes, and a cancellation replaces it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Ratssaal//Ratssaal//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(meeting, url))
    year = meeting.starts_at.year
    calendar.add_missing_timezones(first_date=date(year, 1, 1), last_date=date(year + 1, 12, 31))
    return calendar.to_ical()


def _event(meeting: Meeting, url: str) -> Event:
    first, changed = _history(meeting)
    event = Event()
    event.add("uid", f"{first}@ratssaal")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", meeting.version + (meeting.state == MeetingState.CANCELLED))
    event.add("status", STATUSES.get(MeetingState(meeting.state), "CONFIRMED"))
    event.add("summary", meeting.title)
    event.add("dtstart", _local(meeting.starts_at))
    if meeting.ends_at:
        event.add("dtend", _local(meeting.ends_at))
    if meeting.hall:
        event.add("location", meeting.hall)
    event.add("categories", [meeting.body.name])
    event.add("description", _description(meeting))
    event.add("url", url)
    return event


def _history(meeting: Meeting) -> tuple[str, datetime]:
    """What never changes about a meeting, the digest of its first event, and when its data changed last."""
    known = list(meeting.events.filter(name__in=CHANGES).order_by("seq").values_list("hash", "at"))
    return (known[0][0][:40], known[-1][1]) if known else (f"meeting-{meeting.pk}", meeting.starts_at)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE))


def _description(meeting: Meeting) -> str:
    facts = [f"{meeting.body.institution.name}, {meeting.body.name}", f"{_('Form')}: {meeting.get_format_display()}"]
    path = rules_of(meeting).report_path if meeting.format != MeetingFormat.IN_PERSON else ""
    facts += [_("Report a disturbance") + f": {path}"] if path else []
    facts += [meeting.remark] if meeting.remark else []
    rows = [f"{row.number} {row.title}" for row in agenda_of(meeting, Audience.PUBLIC)]
    return "\n".join([*facts, *(["", f"{_('Agenda')}:", *rows] if rows else [])])
