"""The demonstration: one committee and its meetings, with invented persons marked as such."""

from __future__ import annotations

from typing import Any


def load() -> None:
    """Put the demo data into the database; called at every start, does nothing when it is there."""


def describe(base_url: str) -> dict[str, Any]:
    """Accounts and addresses for people and programs."""
    return {"base_url": base_url, "accounts": [], "meetings": []}
