"""What the rules of a Land say of votes: data for `models.VotingRules`. [`meetings/profiles.py`]"""

from __future__ import annotations

from typing import Any

NRW: dict[str, Any] = {
    "majority_rule": "simple",
    # GO NRW section 50(5).
    "abstentions": "ignored",
    "casting_vote": False,
    # DigiSiVO sections 2(1) and 11.
    "electronic_vote_needs_approval": True,
    "approval_number": "",
    "ballot_may_change": True,
    "votes_by_name": "after_close",
    "secret_before_roll_call": True,
    "roll_call_order": "name",
    # GO NRW section 50 leaves it to the standing orders; most of them ask for all three in this order.
    "hands_order": "each",
    "results_by_faction": False,
}
