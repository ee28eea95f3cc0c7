"""What the agenda room brings to the start page."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import selectors
from meetings import registry
from meetings.models import Meeting
from meetings.registry import RunningWords, Task, Visitor
from meetings.selectors import drafts_for, last_days_to_convene


@registry.tell_tasks
def agendas_without_items(visitor: Visitor) -> list[Task]:
    """Drafts whose agenda nobody has begun; it is due with the invitation."""
    empty = selectors.without_items(drafts_for(visitor)) if visitor.desks else []
    last = last_days_to_convene(empty) if empty else {}
    return [
        Task(
            last[meeting.pk],
            _("No item yet: {meeting}").format(meeting=meeting.title),
            str(meeting.body),
            _editor(meeting),
            _("Agenda"),
        )
        for meeting in empty
    ]


def _editor(meeting: Meeting) -> str:
    return reverse("agenda:agenda", args=[meeting.pk])


@registry.tell_running_words
def running_items(meetings: Sequence[Meeting]) -> dict[int, RunningWords]:
    """The number and the title of the public item that is being dealt with."""
    return selectors.running_in(meetings)
