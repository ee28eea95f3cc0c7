"""What the pages of a meeting say of its minutes; the desk's page of them; the next step after the close; the check
before reopening.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import AgendaItem
from agenda.selectors import agenda_of
from documents.minutes.models import MinutesRelease
from documents.minutes.selectors import (
    minutes_on_start,
    minutes_to_read,
    minutes_to_release,
    releases_of,
    sheets_of,
    standing_release,
)
from meetings import registry
from meetings.enums import Audience, MeetingState
from meetings.errors import DomainError
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting
from meetings.permissions import Actor, can
from meetings.registry import PagePart, Phase, Step, Task, Visitor
from meetings.selectors import sees_non_public

TOUCHED_BY = ("documents.minutes.", "meetings.meeting.")
DESK = frozenset({Audience.DESK})


def _minutes(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    sheets = sheets_of(meeting)
    over, member = meeting.state == MeetingState.CLOSED, audience == Audience.PARTICIPANT
    return {
        "release": sheets.release,
        "is_over": over,
        "is_desk": audience == Audience.DESK,
        "sees_all": sees_non_public(audience),
        "sees_draft": audience == Audience.DESK or (member and over and sheets.members_see_drafts),
    }


def _minutes_release(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    over = meeting.state == MeetingState.CLOSED
    releases = releases_of(meeting) if over else []
    return {
        "release": next((row for row in releases if row.taken_back_at is None), None),
        "taken_back": [row for row in releases if row.taken_back_at is not None],
        "is_over": over,
    }


def _all_notes(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    """After the close; until then each note is written where its item is dealt with, at the desk."""
    if meeting.state != MeetingState.CLOSED:
        return {"lines": [], "is_over": False}
    rows = [row for row in agenda_of(meeting, audience) if row.item is not None]
    notes = AgendaItem.objects.filter(meeting=meeting).in_bulk()
    return {
        "lines": [{"row": row, "item": notes[row.item.pk], "number": row.number} for row in rows if row.item],
        "is_over": True,
    }


def minutes_step(meeting: Meeting) -> Step | None:
    """After the close the notes are completed, the draft looked at and released."""
    if meeting.state != MeetingState.CLOSED or standing_release(meeting) is not None:
        return None
    return Step(_("Complete and release the minutes"), reverse("documents:minutes", args=[meeting.pk]), method="get")


def _not_released(meeting: Meeting) -> None:
    if standing_release(meeting) is not None:
        says = _("The minutes of this meeting have been released. Take the release back first.")
        raise DomainError("minutes.released", says)


def _shows_minutes(actor: Actor, meeting: Meeting) -> bool:
    return can(actor, "documents.see_minutes_page", meeting)


@registry.tell_tasks
def tasks_of_minutes(visitor: Visitor) -> list[Task]:
    """For who plans: minutes to release; for who belongs to a body only: minutes to read."""
    if visitor.desks:
        return [_to_release(meeting) for meeting in minutes_to_release(visitor)]
    return [_to_read(release) for release in minutes_to_read(visitor)] if visitor.bodies else []


def _to_release(meeting: Meeting) -> Task:
    detail = _("closed on {day}").format(day=_day(meeting.closed_at))
    label = _("Complete and release the minutes: {meeting}").format(meeting=meeting.title)
    return Task(None, label, detail, reverse("documents:minutes", args=[meeting.pk]), _("Minutes"))


def _to_read(release: MinutesRelease) -> Task:
    detail = _("released on {day}").format(day=_day(release.released_at))
    label = _("Read the minutes: {meeting}").format(meeting=release.meeting.title)
    return Task(None, label, detail, reverse("documents:minutes_pdf", args=[release.meeting_id]), _("Read"))


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


@registry.tell_start_parts
def minutes_waiting(visitor: Visitor) -> list[PagePart]:
    """For the clerk: how the minutes of the last meetings stand."""
    if not visitor.is_clerk:
        return []
    rows = [{"meeting": meeting, "release": release} for meeting, release in minutes_on_start(visitor)]
    return [PagePart("documents/start_minutes.html", {"rows": rows}, beside=True)]


@registry.tell_phases
def minutes_phase(meeting: Meeting) -> Phase:
    """Whether the minutes are released (Niederschrift)."""
    release = standing_release(meeting) if meeting.state == MeetingState.CLOSED else None
    if release is not None:
        words = _("released on {day}").format(day=_day(release.released_at))
        return Phase(40, gettext_lazy("Minutes"), "documents:minutes", "done", words)
    words = (
        _("waiting for the release") if meeting.state == MeetingState.CLOSED else _("come into being in the meeting")
    )
    return Phase(40, gettext_lazy("Minutes"), "documents:minutes", "", words)


@registry.tell_lead
def minutes_lead(meeting: Meeting, actor: Actor, audience: Audience) -> Step | None:
    """After the close: who writes them completes the minutes, everybody reads them once they are released."""
    if meeting.state != MeetingState.CLOSED:
        return None
    if standing_release(meeting) is None:
        return minutes_step(meeting) if audience == Audience.DESK else None
    name = "documents:minutes_pdf" if sees_non_public(audience) else "documents:public_minutes_pdf"
    return Step(_("Read the minutes"), reverse(name, args=[meeting.pk]), method="get")


NOTED_BY = ("agenda.note.", "agenda.item.", "agenda.matter.", "meetings.meeting.", "meetings.public.")
register_panel(Panel("minutes", TOUCHED_BY, "documents/panels/minutes.html", _minutes))
register_panel(Panel("minutes_release", TOUCHED_BY, "documents/panels/minutes_release.html", _minutes_release, DESK))
register_panel(Panel("all_notes", NOTED_BY, "documents/panels/all_notes.html", _all_notes, DESK))
registry.check_before_reopening(_not_released)
registry.add_tab(38, registry.Tab(gettext_lazy("Minutes"), "documents:minutes", _shows_minutes))
