"""What comes in at the desk and needs a hand, the newest first; while nothing does, the last lines of the record."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from meetings import registry
from meetings.enums import Audience, MeetingState
from meetings.journal import sentence_of
from meetings.live.panels import Panel, register_panel
from meetings.models import Disruption, Meeting
from meetings.panels.quorum import check_step, requester
from meetings.registry import News, Step
from meetings.selectors import last_recorded, open_disruptions, pending_request, put_off

SHOWN = 2
"""So many cards stand side by side; of the others only the number, with what was put aside for later."""
LINES = 3
"""So many lines of the record stand where nothing has come in."""
TOUCHED_BY = ("meetings.", "agenda.", "voting.poll.", "voting.result.", "documents.")


def _inbox(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    news = registry.news_of(meeting) if meeting.is_open else []
    later = put_off(meeting) if news else frozenset()
    waiting = [one for one in news if one.key not in later]
    aside = [one for one in news if one.key in later]
    more = waiting[SHOWN:]
    lists = {"news": waiting[:SHOWN], "more": more, "aside": aside, "behind": len(more) + len(aside)}
    return {**lists, "record": _record(meeting, waiting)}


def _record(meeting: Meeting, waiting: list[News]) -> list[dict[str, Any]]:
    if waiting:
        return []
    rows = last_recorded(meeting, TOUCHED_BY, LINES)
    return [{"at": row.at, "words": sentence_of(row)} for row in rows]


@registry.tell_news
def quorum_news(meeting: Meeting) -> list[News]:
    """Somebody has asked for a check of the quorum."""
    request = pending_request(meeting) if meeting.state == MeetingState.RUNNING else None
    if request is None:
        return []
    title = _("{name} asks for the quorum to be checked.").format(name=requester(meeting))
    return [News(f"quorum-{request.seq}", request.at, "people", title, "", check_step(meeting))]


@registry.tell_news
def disruption_news(meeting: Meeting) -> list[News]:
    """Disturbances that somebody has reported or the program has noticed."""
    return [_disrupted(row) for row in open_disruptions(meeting)]


def _disrupted(row: Disruption) -> News:
    who = row.person.name if row.person else _("the whole meeting")
    title = _("Disturbance: {who}").format(who=who)
    return News(
        f"disruption-{row.pk}",
        row.began_at,
        "alert",
        title,
        row.remark,
        Step(_("Decide"), "#panel-disruptions", method="get"),
    )


def link_to(meeting: Meeting, anchor: str) -> str:
    """Where on the desk something is dealt with."""
    return f"{reverse('meetings:desk', args=[meeting.pk])}#{anchor}"


register_panel(Panel("inbox", TOUCHED_BY, "meetings/desk/inbox.html", _inbox, frozenset({Audience.DESK})))
