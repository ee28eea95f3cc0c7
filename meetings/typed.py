"""What people type, before it is checked."""

from __future__ import annotations


def one_line(text: str) -> str:
    """These words in one line: runs of white space are one space, and there is no NUL, which PostgreSQL does not store."""
    return " ".join(text.replace("\0", "").split())
