"""Every change of state in the voting room goes through one of these."""

from voting.services.ballots import cast_ballot
from voting.services.course import close_poll, create_poll, declare_result, discard_poll, open_poll
from voting.services.subjects import put_procedural_to_vote, put_recusal_to_vote

__all__ = [
    "cast_ballot",
    "close_poll",
    "create_poll",
    "declare_result",
    "discard_poll",
    "open_poll",
    "put_procedural_to_vote",
    "put_recusal_to_vote",
]
