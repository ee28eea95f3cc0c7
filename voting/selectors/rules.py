"""Reads of the rules of voting."""

from __future__ import annotations

from meetings.models import Meeting
from meetings.selectors import rules_in_force
from voting.enums import Choice, HandsOrder
from voting.models import Poll, VotingRules

ASKED = {
    HandsOrder.EACH: (Choice.YES, Choice.NO, Choice.ABSTAIN),
    HandsOrder.REST_IS_FOR: (Choice.NO, Choice.ABSTAIN, Choice.YES),
}


def rules_of(meeting: Meeting) -> VotingRules:
    """The rules of voting in force on the day of the meeting."""
    return rules_in_force(VotingRules, meeting)


def asked_of_hands(poll: Poll) -> tuple[Choice, ...]:
    """The answers in the order in which the body's rules ask for hands."""
    return ASKED[HandsOrder(rules_of(poll.meeting).hands_order)]


def rest_is_for(poll: Poll) -> bool:
    """Whether those are for who were neither against nor abstained, so that nobody counts them."""
    return rules_of(poll.meeting).hands_order == HandsOrder.REST_IS_FOR
