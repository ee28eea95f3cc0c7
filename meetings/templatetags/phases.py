"""`{% phases meeting %}`: the stages of the work on a meeting, for chair and clerk, above all their pages of it."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.registry import phases_of

register = template.Library()
STANDS = {MeetingState.DRAFT: "meetings:meeting", MeetingState.CLOSED: "documents:minutes"}


@register.inclusion_tag("meetings/_phases.html", takes_context=True)
def phases(context: dict[str, Any], meeting: Meeting) -> dict[str, Any]:
    """Needs `request`. The page one is on is marked, elsewhere the stage in which the meeting is."""
    found = [(phase, reverse(phase.url_name, args=[meeting.pk])) for phase in phases_of(meeting)]
    path = context["request"].path
    is_page = any(url == path for _, url in found) and path != meeting.get_absolute_url()
    stage = STANDS.get(MeetingState(meeting.state), "meetings:desk")
    here = [url == path if is_page else phase.url_name == stage for phase, url in found]
    mark = "page" if is_page else "step"
    return {
        "rows": [
            {"phase": phase, "url": url, "current": mark if at else ""}
            for (phase, url), at in zip(found, here, strict=True)
        ]
    }
