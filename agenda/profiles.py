"""What the rules of a Land say of debate and motions: data for `models.AgendaRules`. [`meetings/profiles.py`]"""

from __future__ import annotations

from typing import Any

NRW: dict[str, Any] = {
    "speaking_seconds": 300,
    "contributions_per_item": 2,
    "faction_seconds": 0,
    "closure_rule": "not_spoken",
    "procedural_majority": "simple",
    "supporters_for_motion": 0,
    # GO NRW section 50(1): a fifth of the members may demand either.
    "roll_call_fraction": "1/5",
    "secret_vote_fraction": "1/5",
    "extension_majority": "simple",
}
