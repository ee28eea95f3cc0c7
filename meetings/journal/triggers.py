"""What the database itself forbids about the journal and its signed heads: SQL for SQLite and PostgreSQL.

Both take INSERT only. Migrations 0002 and 0009 install this; the test suite lifts it to empty tables between tests. A
migration that makes SQLite build one of the tables anew takes its triggers with it; it has to install them again.
"""

from typing import Any

_SQLITE_JOURNAL = """
CREATE TRIGGER journal_no_{lower} BEFORE {verb} ON meetings_meetingevent
BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END
"""

_POSTGRES_JOURNAL_FUNCTION = """
CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is append only' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""

_SQLITE_HEADS = """
CREATE TRIGGER head_no_{lower} BEFORE {verb} ON meetings_signedhead
BEGIN SELECT RAISE(ABORT, 'signed heads are append only'); END
"""


def guard_journal(connection: Any) -> None:
    """Make the database refuse UPDATE and DELETE (and TRUNCATE) on the journal."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(_SQLITE_JOURNAL.format(verb=verb, lower=verb.lower()))
            return
        cursor.execute(_POSTGRES_JOURNAL_FUNCTION)
        for name, when in (
            ("rows", "UPDATE OR DELETE ON meetings_meetingevent FOR EACH ROW"),
            ("all", "TRUNCATE ON meetings_meetingevent"),
        ):
            cursor.execute(f"CREATE TRIGGER journal_no_{name} BEFORE {when} EXECUTE FUNCTION journal_append_only()")


def unguard_journal(connection: Any) -> None:
    """Lift the guard; only for taking the migration back and for emptying a test database."""
    with connection.cursor() as cursor:
        names = ("update", "delete") if connection.vendor == "sqlite" else ("rows", "all")
        for name in names:
            suffix = "" if connection.vendor == "sqlite" else " ON meetings_meetingevent"
            cursor.execute(f"DROP TRIGGER IF EXISTS journal_no_{name}{suffix}")


def guard_heads(connection: Any) -> None:
    """Make the database refuse UPDATE and DELETE (and TRUNCATE) on signed heads."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(_SQLITE_HEADS.format(verb=verb, lower=verb.lower()))
            return
        for name, when in (
            ("rows", "UPDATE OR DELETE ON meetings_signedhead FOR EACH ROW"),
            ("all", "TRUNCATE ON meetings_signedhead"),
        ):
            cursor.execute(f"CREATE TRIGGER head_no_{name} BEFORE {when} EXECUTE FUNCTION journal_append_only()")


def unguard_heads(connection: Any) -> None:
    """Take `guard_heads` back; only for migrations and for emptying a test database."""
    with connection.cursor() as cursor:
        names = ("update", "delete") if connection.vendor == "sqlite" else ("rows", "all")
        for name in names:
            suffix = "" if connection.vendor == "sqlite" else " ON meetings_signedhead"
            cursor.execute(f"DROP TRIGGER IF EXISTS head_no_{name}{suffix}")
