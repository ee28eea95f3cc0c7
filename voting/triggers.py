"""What the database itself forbids in the voting room: SQL for SQLite and PostgreSQL, installed by migration 0002.

A declared poll never changes; an electorate never changes; a ballot is cast only into an open poll, and of a cast one
only `superseded` may be set. The test suite lifts the guard to empty tables between tests.
"""

from __future__ import annotations

from typing import Any

NOT_OPEN = (
    "NOT EXISTS (SELECT 1 FROM voting_elector AS e JOIN voting_poll AS p ON p.id = e.poll_id"
    " WHERE e.id = NEW.elector_id AND p.state = 'open')"
)
SUPERSEDED_ONLY = (
    "NOT (NEW.id = OLD.id AND NEW.elector_id = OLD.elector_id AND NEW.choice = OLD.choice AND NEW.version = OLD.version"
    " AND NEW.ballot_id = OLD.ballot_id AND NEW.seq = OLD.seq AND NEW.cast_at = OLD.cast_at AND NEW.superseded)"
)
RULES = {
    "poll_declared_update": ("voting_poll", "UPDATE", "OLD.state = 'declared'", "a declared poll never changes"),
    "poll_declared_delete": ("voting_poll", "DELETE", "OLD.state <> 'draft'", "a poll that was opened is never deleted"),
    "elector_update": ("voting_elector", "UPDATE", "", "an electorate is frozen"),
    "elector_delete": ("voting_elector", "DELETE", "", "an electorate is frozen"),
    "ballot_insert": ("voting_ballot", "INSERT", NOT_OPEN, "the poll is not open"),
    "ballot_update": ("voting_ballot", "UPDATE", SUPERSEDED_ONLY, "a ballot never changes"),
    "ballot_delete": ("voting_ballot", "DELETE", "", "a ballot never changes"),
}


def guard_polls(connection: Any) -> None:
    """Install the guards."""
    with connection.cursor() as cursor:
        for name, (table, verb, when, says) in RULES.items():
            for statement in _guard(connection.vendor, name, table, verb, when, says):
                cursor.execute(statement)


def unguard_polls(connection: Any) -> None:
    """Lift the guards; only for taking the migration back and for emptying a test database."""
    with connection.cursor() as cursor:
        for name, (table, *_rest) in RULES.items():
            suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS voting_{name}{suffix}")


def _guard(vendor: str, name: str, table: str, verb: str, when: str, says: str) -> list[str]:
    if vendor == "sqlite":
        condition = f"WHEN {when} " if when else ""
        return [f"CREATE TRIGGER voting_{name} BEFORE {verb} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{says}'); END"]
    refuse = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"
    kept = "OLD" if verb == "DELETE" else "NEW"
    body = f"IF {when or 'TRUE'} THEN {refuse} END IF; RETURN {kept};"
    return [
        f"CREATE OR REPLACE FUNCTION voting_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER voting_{name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION voting_{name}()",
    ]
