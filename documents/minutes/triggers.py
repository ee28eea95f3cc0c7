"""What the database itself forbids of minutes: SQL for SQLite and PostgreSQL, installed by migration 0003.

Of a release only the fields of taking it back are written, once; its copies never change; neither is ever deleted. The
test suite lifts the guard to empty tables between tests.
"""

from __future__ import annotations

from typing import Any

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
    with connection.cursor() as cursor:
        for name, rule in RULES.items():
            for statement in _guard(connection.vendor, f"documents_{name}", *rule):
                cursor.execute(statement)


def unguard_minutes(connection: Any) -> None:
    """Lift the guards; only for migrations and for emptying a test database."""
    with connection.cursor() as cursor:
        for name, (table, *_rest) in RULES.items():
            suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS documents_{name}{suffix}")


def _guard(vendor: str, name: str, table: str, verb: str, when: str, says: str) -> list[str]:
    if vendor == "sqlite":
        when = when.replace("IS NOT DISTINCT FROM", "IS")  # the words of SQLite before 3.39
        return [f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"]
    refuse = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {when} THEN {refuse} END IF; RETURN {'OLD' if verb == 'DELETE' else 'NEW'};"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
