"""Reads of the rules of debate and motions."""

from __future__ import annotations

from agenda.models import AgendaRules
from meetings.models import Meeting
from meetings.selectors import rules_in_force


def rules_of(meeting: Meeting) -> AgendaRules:
    """The rules of debate and motions in force on the day of the meeting."""
    return rules_in_force(AgendaRules, meeting)
