"""Where files lie: under random names in the default storage, never under a name that somebody chose."""

from __future__ import annotations

import secrets
from typing import Any

HEX_LENGTH = 32
PDF = "application/pdf"


def random_place(instance: Any, filename: str) -> str:
    """A place that tells nothing about the file; the first two digits keep folders small."""
    name = secrets.token_hex(HEX_LENGTH // 2)
    return f"papers/{name[:2]}/{name}"
