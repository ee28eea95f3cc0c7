"""Reads of the rules of voting."""

from __future__ import annotations

from meetings.models import Meeting
from meetings.selectors import rules_in_force
from voting.models import VotingRules


def rules_of(meeting: Meeting) -> VotingRules:
    """The rules of voting in force on the day of the meeting."""
    return rules_in_force(VotingRules, meeting)
