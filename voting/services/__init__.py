"""Every change of state in the voting room goes through one of these."""

from voting.services.afterwards import annul_poll, object_to_result, recount_result, repeat_poll
from voting.services.approval import override_approval
from voting.services.ballots import cast_ballot
from voting.services.closing import close_poll, declare_result, take_by_acclamation
from voting.services.course import create_poll, discard_poll, open_poll
from voting.services.electorate import admit_elector, change_way
from voting.services.hands import call_elector, enter_hands, enter_votes
from voting.services.subjects import put_procedural_to_vote, put_recusal_to_vote

__all__ = [
    "admit_elector",
    "annul_poll",
    "call_elector",
    "cast_ballot",
    "change_way",
    "close_poll",
    "create_poll",
    "declare_result",
    "discard_poll",
    "enter_hands",
    "enter_votes",
    "object_to_result",
    "open_poll",
    "override_approval",
    "put_procedural_to_vote",
    "put_recusal_to_vote",
    "recount_result",
    "repeat_poll",
    "take_by_acclamation",
]
