"""What the database itself forbids and Django cannot say: SQL for SQLite and PostgreSQL.

The journal and its signed heads take INSERT only, and no person has two overlapping memberships in one body and role.
Migrations 0002 and 0009 install them; the test suite lifts the journal's guards to empty tables between tests.
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

_SQLITE_OVERLAP = """
CREATE TRIGGER membership_overlap_{lower} BEFORE {verb} ON meetings_membership
WHEN EXISTS (
    SELECT 1 FROM meetings_membership AS other
    WHERE other.person_id = NEW.person_id AND other.body_id = NEW.body_id AND other.role = NEW.role
      AND other.id IS NOT NEW.id
      AND other.starts_on <= COALESCE(NEW.ends_on, '9999-12-31')
      AND NEW.starts_on <= COALESCE(other.ends_on, '9999-12-31'))
BEGIN SELECT RAISE(ABORT, 'membership_overlaps'); END
"""

_POSTGRES_OVERLAP = """
ALTER TABLE meetings_membership ADD CONSTRAINT membership_overlaps EXCLUDE USING gist (
    person_id WITH =, body_id WITH =, role WITH =, daterange(starts_on, ends_on, '[]') WITH &&)
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


def forbid_overlaps(connection: Any) -> None:
    """Make the database refuse overlapping memberships; PostgreSQL needs its own extension btree_gist."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("INSERT", "UPDATE"):
                cursor.execute(_SQLITE_OVERLAP.format(verb=verb, lower=verb.lower()))
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        cursor.execute(_POSTGRES_OVERLAP)


def allow_overlaps(connection: Any) -> None:
    """Take `forbid_overlaps` back."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("insert", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS membership_overlap_{name}")
            return
        cursor.execute("ALTER TABLE meetings_membership DROP CONSTRAINT IF EXISTS membership_overlaps")
