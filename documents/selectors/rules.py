"""Reads of the rules about documents."""

from __future__ import annotations

from documents.models import DocumentRules
from meetings.models import Meeting
from meetings.selectors import rules_in_force


def rules_of(meeting: Meeting) -> DocumentRules:
    """The rules about documents in force on the day of the meeting."""
    return rules_in_force(DocumentRules, meeting)
