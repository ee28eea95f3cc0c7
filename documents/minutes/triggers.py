"""What the database itself forbids of minutes: SQL for SQLite and PostgreSQL, installed by migration 0003.

Of a release only the fields of taking it back are written, once; its copies never change; neither is ever deleted. The
test suite lifts the guard to empty tables between tests.
"""

from __future__ import annotations

from typing import Any

from documents.guards import guard, unguard

SAME = "NEW.{0} IS NOT DISTINCT FROM OLD.{0}"
KEPT = ("id", "meeting_id", "seq", "head", "released_at", "released_by_id")
TAKES_BACK = (
    f"OLD.taken_back_at IS NULL AND NEW.taken_back_at IS NOT NULL AND "
    f"{' AND '.join(SAME.format(column) for column in KEPT)}"
)
RULES = {
    "release_update": (
        "documents_minutesrelease",
        "UPDATE",
        f"NOT ({TAKES_BACK})",
        "a release of minutes never changes",
    ),
    "release_delete": ("documents_minutesrelease", "DELETE", "1 = 1", "a release of minutes is never deleted"),
    "copy_update": ("documents_minutescopy", "UPDATE", "1 = 1", "released minutes never change"),
    "copy_delete": ("documents_minutescopy", "DELETE", "1 = 1", "released minutes are never deleted"),
}


def guard_minutes(connection: Any) -> None:
    """Install the guards."""
    guard(connection, RULES)


def unguard_minutes(connection: Any) -> None:
    """Lift the guards; only for migrations and for emptying a test database."""
    unguard(connection, RULES)
