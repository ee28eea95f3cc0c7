"""Live panels and next steps of the meetings room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meetings import registry
from meetings.enums import AttendanceMode, Audience, MeetingFormat, MeetingState, RecessCause
from meetings.journal.sentences import spoken
from meetings.live.panels import EVERYBODY, Panel, PersonalPanel, register_panel
from meetings.models import Attendance, Meeting, Membership, OrderMeasure
from meetings.panels.quorum import quorum_line
from meetings.panels.seats import seat_marks
from meetings.registry import Step
from meetings.selectors import (
    check_in_from,
    course_stamp,
    formalities_noted,
    holdings,
    is_shut_out,
    measures_of,
    open_disruptions,
    pending_request,
    present_people,
    presiding_person,
    recess_of,
    roll,
    rules_of,
    stops_the_meeting,
)
from meetings.video import has_video


def _status(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {
        **quorum_line(meeting, audience),
        "presiding": presiding_person(meeting) if meeting.is_open and not is_shut_out(meeting, audience) else None,
        "recess": recess_of(meeting),
        "shut_out": is_shut_out(meeting, audience),
        "has_video": audience in {Audience.PARTICIPANT, Audience.DESK} and has_video(meeting),
    }


def _attendance(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    present, marks = present_people(meeting), seat_marks(meeting, for_desk=False)
    rows: list[dict[str, Any]] = [
        {"membership": row, "attendance": present[row.person_id], "mark": marks.get(row.person_id)}
        for row in roll(meeting)
        if row.person_id in present
    ]
    since = lru_cache(_since)
    for row in rows:
        row["since"] = since(row["attendance"].mode, f"{localtime(row['attendance'].arrived_at):%H:%M}")
    return {
        "rows": rows,
        "remote": [row for row in rows if row["attendance"].mode == "remote"],
        "count": len(present),
        "shut_out": is_shut_out(meeting, audience),
    }


def _since(mode: str, time: str) -> str:
    """How and since when somebody is present; put into words once for all to whom it applies, as a list may have 150
    lines.
    """
    return f"{AttendanceMode(mode).label}, {gettext('since %(time)s') % {'time': time}}"


def _other_way(meeting: Meeting, attendance: Attendance | None) -> str:
    """The way in which somebody present could go on, where the format allows both."""
    if attendance is None or meeting.format != MeetingFormat.HYBRID:
        return ""
    return str(AttendanceMode.HALL if attendance.mode == AttendanceMode.REMOTE else AttendanceMode.REMOTE)


def _next_step(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    return {
        "step": registry.next_step(meeting),
        "following": registry.following_step(meeting),
        "stamp": course_stamp(meeting),
        "causes": list(RecessCause),
        "house_language": settings.LANGUAGE_CODE,
        "noted": formalities_noted(meeting) if meeting.state == MeetingState.RUNNING else [],
    }


def _my_part(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    present, marks = present_people(meeting), seat_marks(meeting, for_desk=False)
    rows = {row.person_id: row for row in roll(meeting)}
    seated = {holding.person_id for holding in holdings(meeting).values()}
    waiting = pending_request(meeting) is not None if meeting.is_open else True
    parts = {person_id: _own_part(meeting, rows.get(person_id), present.get(person_id)) for person_id in person_ids}
    for person_id, part in parts.items():
        part |= {"mark": marks.get(person_id), "has_seat": person_id in seated, "may_ask_for_check": not waiting}
    return parts


def _my_measure(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    present = present_people(meeting)
    return {
        person_id: {"measure": _measure_against(meeting, person_id) if person_id in present else None}
        for person_id in person_ids
    }


def _measure_against(meeting: Meeting, person_id: int) -> OrderMeasure | None:
    """The last measure of order that holds against somebody on the item that is being dealt with."""
    item = registry.current_item(meeting)
    rows = [row for row in measures_of(meeting) if row.person_id == person_id and row.revoked_at is None]
    return next((row for row in reversed(rows) if item is not None and row.item == item.key), None)


def _own_part(meeting: Meeting, membership: Membership | None, attendance: Attendance | None) -> dict[str, Any]:
    return {
        "membership": membership,
        "attendance": attendance,
        "other_way": _other_way(meeting, attendance),
        "absent_from": _absent_from(meeting, attendance),
        "may_join": membership is not None and attendance is None and (meeting.is_open or _is_the_day(meeting)),
        "check_in_from": check_in_from(meeting) if meeting.state == MeetingState.CONVENED else None,
        "hall_possible": meeting.format != MeetingFormat.DIGITAL,
        "remote_possible": meeting.format != MeetingFormat.IN_PERSON,
    }


def _is_the_day(meeting: Meeting) -> bool:
    """The buttons are there before they may be pressed, for nothing redraws a page when their time has come."""
    return meeting.state == MeetingState.CONVENED and localtime() >= check_in_from(meeting) - timedelta(days=1)


def _absent_from(meeting: Meeting, attendance: Attendance | None) -> datetime | None:
    """When a lost connection becomes an absence."""
    if attendance is None or attendance.unreachable_since is None:
        return None
    return attendance.unreachable_since + timedelta(seconds=rules_of(meeting).grace_seconds)


_COURSE = ("meetings.",)
# Ten arrivals a second would otherwise keep a full house busy with the list of those present, and a vote would wait
# behind it. The desk, which ticks people off in it, gets its own at once.
register_panel(
    Panel(
        "status",
        _COURSE,
        "meetings/desk/status.html",
        _status,
        interval=0.5,
        hall="meetings/hall/status.html",
        room="meetings/room/status.html",
    )
)
register_panel(
    Panel(
        "attendance",
        _COURSE,
        "meetings/panels/attendance.html",
        _attendance,
        EVERYBODY - {Audience.DESK},
        interval=1.0,
        hall="meetings/hall/attendance.html",
    )
)
register_panel(
    Panel(
        "next_step",
        ("meetings.", "agenda.", "voting.", "documents.minutes."),
        "meetings/panels/next_step.html",
        _next_step,
        frozenset({Audience.DESK}),
    )
)
register_panel(PersonalPanel("my_part", _COURSE, "meetings/panels/my_part.html", _my_part))
register_panel(
    PersonalPanel(
        "my_measure",
        ("meetings.measure.", "meetings.attendance.", "agenda.item."),
        "meetings/panels/my_measure.html",
        _my_measure,
    )
)


def _step(label: Any, name: str, meeting: Meeting, confirm: Any = "", words: str = "") -> Step:
    return Step(label, reverse(f"meetings:{name}", args=[meeting.pk]), confirm=confirm, words=words)


def first_step(meeting: Meeting) -> Step | None:
    """A draft is convened, what is convened is opened."""
    if meeting.state == MeetingState.DRAFT:
        return _step(_("Convene the meeting"), "convene_meeting", meeting)
    if meeting.state == MeetingState.CONVENED:
        return _step(_("Open the meeting"), "open_meeting", meeting, words=_opening_words(meeting))
    return None


def _opening_words(meeting: Meeting) -> str:
    words = {
        MeetingFormat.IN_PERSON: _("I open the meeting “{title}” and welcome you all."),
        MeetingFormat.HYBRID: _(
            "I open the meeting “{title}” and welcome you all, in the hall and connected remotely."
        ),
        MeetingFormat.DIGITAL: _("I open the digital meeting “{title}” and welcome you all."),
    }
    return spoken(words[MeetingFormat(meeting.format)], title=meeting.title)


def resume_step(meeting: Meeting) -> Step | None:
    """An interrupted meeting is resumed; while a disturbance needs its ground first, the way to where it is given."""
    if meeting.state != MeetingState.INTERRUPTED:
        return None
    if any(stops_the_meeting(row) for row in open_disruptions(meeting)):
        return Step(_("Say how the disturbance was settled"), "#panel-disruptions", method="get")
    url = reverse("meetings:resume_meeting", args=[meeting.pk])
    words = spoken(_("I resume the meeting."))
    return Step(_("Resume the meeting"), url, fields=(("offered", course_stamp(meeting)),), words=words)


def last_step(meeting: Meeting) -> Step | None:
    """Nothing else is left to do while it runs: the meeting is closed."""
    if meeting.state != MeetingState.RUNNING:
        return None
    words = spoken(_("I thank you all and close the meeting."))
    return _step(_("Close the meeting"), "close_meeting", meeting, _("Press again to close the meeting"), words)


registry.add_tab(10, registry.Tab(_("Overview"), "meetings:meeting", lambda actor, meeting: True))
registry.add_tab(20, registry.Tab(_("Room"), "meetings:room", lambda actor, meeting: bool(actor.roles)))
registry.add_tab(
    30,
    registry.Tab(
        _("Desk"), "meetings:desk", lambda actor, meeting: bool(actor.roles & {"chair", "deputy_chair", "clerk"})
    ),
)
registry.add_tab(
    32,
    registry.Tab(
        _("Reading form"),
        "meetings:reading",
        lambda actor, meeting: bool(actor.roles & {"chair", "deputy_chair", "clerk"}),
    ),
)
registry.add_tab(50, registry.Tab(_("Public view"), "meetings:public", lambda actor, meeting: meeting.is_published))
registry.add_tab(60, registry.Tab(_("Hall display"), "meetings:screen", lambda actor, meeting: meeting.is_published))
