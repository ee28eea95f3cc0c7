"""Live panel of the video conference: who of those connected remotely is to be seen and heard, and what the desk
must know.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import registry
from meetings.enums import AttendanceMode, Audience, Publicity
from meetings.live.panels import Panel, register_panel
from meetings.models import Meeting
from meetings.names import by_name, in_order
from meetings.selectors import excluded_people, outside_now, present_people, roll
from meetings.video import VideoFault, has_video, system_of
from meetings.video.names import person_key
from meetings.video.states import Conference, last_answer

TOUCHED_BY = ("meetings.attendance.", "meetings.connection.", "meetings.meeting.", "meetings.public.")
MOST_NAMED = 5


def _video(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    answer = last_answer(meeting.pk) if tells_states(meeting) else None
    is_out = meeting.publicity != Publicity.PUBLIC
    return {
        "people": _people(meeting, answer) if answer is not None and answer.answers else [],
        "is_silent": answer is not None and not answer.answers,
        "must_look": is_out and audience == Audience.DESK and has_video(meeting) and not tells_states(meeting),
        "may_end": audience == Audience.DESK and meeting.closed_at is not None and _can_end(meeting),
    }


def tells_states(meeting: Meeting) -> bool:
    """Whether the program can see who is in this meeting's conference."""
    system = system_of(meeting)
    return system is not None and system.tells_states and has_video(meeting)


def _can_end(meeting: Meeting) -> bool:
    system = system_of(meeting)
    return system is not None and system.tells_states and system.has_conference(meeting)


def _people(meeting: Meeting, answer: Conference) -> list[dict[str, Any]]:
    remote = [row for row in present_people(meeting).values() if row.mode == AttendanceMode.REMOTE]
    rows = [{"person": row.person, "state": answer.people.get(person_key(meeting.pk, row.person_id))} for row in remote]
    return sorted(rows, key=lambda row: by_name(row["person"]))


register_panel(
    Panel(
        "video",
        TOUCHED_BY,
        "meetings/panels/video.html",
        _video,
        frozenset({Audience.PARTICIPANT, Audience.DESK}),
        interval=1.0,
    )
)


def close_video(meeting: Meeting) -> str:
    """Make sure that nobody is in the conference who does not belong there; "" when the system has said so.

    It is not asked any more once the meeting has gone over to a system that tells nothing: then the desk is told to
    look.
    """
    system = system_of(meeting)
    try:
        people = system.states(meeting) if system is not None and tells_states(meeting) else None
    except VideoFault as fault:
        return str(fault.message)
    if people is None:
        return ""
    out = excluded_people(meeting).keys() | outside_now(meeting)
    known = {person_key(meeting.pk, row.person_id) for row in roll(meeting) if row.person_id not in out}
    return _strangers([state.name or "?" for key, state in people.items() if key not in known])


def _strangers(names: list[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(in_order(names)[:MOST_NAMED])
    if (others := len(names) - MOST_NAMED) > 0:
        shown = _("%(names)s and %(number)d more") % {"names": shown, "number": others}
    return _("There are people in the conference who do not belong there: %(names)s") % {"names": shown}


registry.add_public_channel(
    "video", registry.PublicChannel(gettext_lazy("Video conference"), close_video, tells_states)
)
