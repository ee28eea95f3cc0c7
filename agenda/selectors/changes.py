"""Reads of the changes of the agenda by resolution."""

from __future__ import annotations

from agenda.models import AgendaChange
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.selectors import rules_of


def changes_of(meeting: Meeting) -> list[AgendaChange]:
    """Every change since the meeting began, for the desk. One query."""
    return list(AgendaChange.objects.filter(meeting=meeting).select_related("item"))


def categories_to_choose(meeting: Meeting) -> list[str]:
    """On which grounds an item may be moved to the non-public part; none while no resolution is needed."""
    return (
        list(rules_of(meeting).non_public_categories)
        if meeting.state in {MeetingState.RUNNING, MeetingState.INTERRUPTED}
        else []
    )
