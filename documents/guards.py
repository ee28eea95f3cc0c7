"""What the database itself forbids of rows that never change: SQL for SQLite and PostgreSQL, installed by migrations.

The test suite lifts the guards to empty tables between tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Guards = Mapping[str, tuple[str, str, str, str]]
"""By name: table, UPDATE or DELETE, when it is forbidden (OLD and NEW are the row), and what is said then."""


def guard(connection: Any, guards: Guards) -> None:
    """Install them."""
    with connection.cursor() as cursor:
        for name, rule in guards.items():
            for statement in _guard(connection.vendor, f"documents_{name}", *rule):
                cursor.execute(statement)


def unguard(connection: Any, guards: Guards) -> None:
    """Lift them; only for migrations and for emptying a test database."""
    with connection.cursor() as cursor:
        for name, (table, *_rest) in guards.items():
            suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS documents_{name}{suffix}")


def _guard(vendor: str, name: str, table: str, verb: str, when: str, says: str) -> list[str]:
    if vendor == "sqlite":
        when = when.replace("IS NOT DISTINCT FROM", "IS").replace("IS DISTINCT FROM", "IS NOT")  # SQLite before 3.39
        return [f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{says}'); END"]
    refuse = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {when} THEN {refuse} END IF; RETURN {'OLD' if verb == 'DELETE' else 'NEW'};"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
