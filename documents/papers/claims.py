"""Which proposals have to be put on the agenda (GO NRW section 48(1) sentence 2): pure, no database."""

from __future__ import annotations


def has_to_be_included(backers: int, seats: int, *, by_faction: bool) -> bool:
    """Whether a proposal is one of a faction, or of a fifth of the members by law at least."""
    return by_faction or (seats > 0 and backers * 5 >= seats)
