"""What the database itself forbids and Django cannot say: SQL for SQLite and PostgreSQL.

No person has two overlapping memberships in one body and role; migration 0002 installs this. Others move the clock of
rights on (`RightsClock`), so that no way of writing can forget it. A migration that makes SQLite build a table anew
takes its triggers with it; it has to install them again (`tests/meetings/test_rights.py` notices). The journal's
guards: `meetings.journal.triggers`.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

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


class Turn(NamedTuple):
    """A change of a table after which somebody may see something else; `when` is SQL that both databases understand."""

    table: str
    verb: str
    columns: str = ""
    when: str = ""

    @property
    def name(self) -> str:
        return f"rights_{self.table}_{self.verb.lower()}"

    @property
    def event(self) -> str:
        return f"{self.verb} OF {self.columns}" if self.columns else self.verb


# After these changes somebody may see something else.
TURNS = (
    Turn("meetings_membership", "INSERT"),
    Turn("meetings_membership", "UPDATE"),
    Turn("meetings_membership", "DELETE"),
    Turn("meetings_person", "INSERT", when="NEW.user_id IS NOT NULL"),
    Turn("meetings_person", "UPDATE", "user_id"),
    Turn("meetings_person", "DELETE", when="OLD.user_id IS NOT NULL"),
    Turn("meetings_user", "UPDATE", "password, is_active, is_superuser"),
    Turn("meetings_user", "DELETE"),
    Turn("django_session", "UPDATE", "expire_date", "NEW.expire_date < OLD.expire_date"),
    Turn("django_session", "DELETE"),
)
# Once hall displays can be set up; migration 0020 installs these.
TURNS_OF_DISPLAYS = (
    Turn("meetings_display", "UPDATE", "ended_at", "NEW.ended_at IS NOT NULL"),
    Turn("meetings_display", "DELETE"),
)
_TICK = (
    "INSERT INTO meetings_rightsclock (id, number) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = "
    "meetings_rightsclock.number + 1"
)
_SQLITE = "CREATE TRIGGER {name} AFTER {event} ON {table} {when} BEGIN {tick}; END"
_FUNCTION = """
CREATE OR REPLACE FUNCTION rights_clock_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {tick}; RETURN NULL; END $$
"""
# Deferred: the one row is locked for the moment of the commit only, so that no two long transactions wait for each
# other.
_POSTGRES = """
CREATE CONSTRAINT TRIGGER {name} AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW {when} EXECUTE FUNCTION rights_clock_moves()
"""


def wind_clock(connection: Any, turns: Iterable[Turn] = TURNS) -> None:
    """Install the triggers, anew where they are there already."""
    stop_clock(connection, turns)
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if not sqlite:
            cursor.execute(_FUNCTION.format(tick=_TICK))
        for turn in turns:
            when = f"WHEN ({turn.when})" if turn.when else ""
            form = _SQLITE if sqlite else _POSTGRES
            cursor.execute(form.format(name=turn.name, event=turn.event, table=turn.table, when=when, tick=_TICK))


def stop_clock(connection: Any, turns: Iterable[Turn] = TURNS) -> None:
    """Take the triggers away; for taking the migration back."""
    with connection.cursor() as cursor:
        for turn in turns:
            cursor.execute(
                f"DROP TRIGGER IF EXISTS {turn.name}" + ("" if connection.vendor == "sqlite" else f" ON {turn.table}")
            )
