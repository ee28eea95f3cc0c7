"""A poll with all that is cast and added, and the rules of voting."""

from voting.models.polls import Ballot, Elector, HandCount, Poll, PollRemark
from voting.models.rules import ApprovalOverride, VotingRules

__all__ = ["ApprovalOverride", "Ballot", "Elector", "HandCount", "Poll", "PollRemark", "VotingRules"]
