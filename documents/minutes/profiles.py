"""What the rules of a Land say of documents: data for `models.DocumentRules`. [`meetings/profiles.py`]"""

from __future__ import annotations

from typing import Any

NRW: dict[str, Any] = {
    "members_see_draft_minutes": False,
}
