"""What the database itself writes and forbids about belonging to a body and reading: SQL for SQLite and PostgreSQL.

Each change of a membership, of a person's account, of that account's address or password by the administration, and of
a data protection officer is written into the history of the bodies concerned by the database, whatever way it came: a
form, the ORM, plain SQL. Nobody may make, change or take on a membership of their own. Histories and keys take INSERT
only; of a reading the count grows and what is old goes. Migration 0010 installs all this; the test suite lifts it to
empty tables between tests.

A later migration that alters `meetings_membership`, `meetings_person`, `meetings_user` or a table guarded here rebuilds
it on SQLite, without its triggers: it has to call `guard_records` again.
"""

from __future__ import annotations

from typing import Any

OWN = "membership_own"
READING_BODY = "record_reading_body"
KEPT_DAYS = 30
"""No reading younger than this can be deleted by anybody."""

_STATE = (
    "membership",
    "person",
    "role",
    "faction",
    "voting_right",
    "vote_weight",
    "rank",
    "council_member",
    "starts_on",
    "ends_on",
)
_COLUMNS = {"membership": "id", "person": "person_id", "faction": "faction_id"}
_FLAGS = {"voting_right", "council_member"}
_HISTORY = "INSERT INTO meetings_bodyrecord (body_id, at, actor, change, person_id, before, after)"
_BODIES_OF = (
    "SELECT m.body_id AS body_id FROM meetings_membership AS m WHERE m.person_id = {person}"
    " AND (m.ends_on IS NULL OR m.ends_on >= CURRENT_DATE)"
    " UNION SELECT b.id AS body_id FROM meetings_body AS b JOIN meetings_dataprotectionofficer AS o ON "
    "o.institution_id = b.institution_id"
    " WHERE o.person_id = {person} AND (o.ends_on IS NULL OR o.ends_on >= CURRENT_DATE) AND b.rehearsal_of_id IS NULL"
)
_HAS_OFFICE = (
    "(EXISTS (SELECT 1 FROM meetings_membership AS m WHERE m.person_id = {person})"
    " OR EXISTS (SELECT 1 FROM meetings_dataprotectionofficer AS o WHERE o.person_id = {person}))"
)
_ACCOUNT_OF = "(SELECT 'user:' || p.user_id FROM meetings_person AS p WHERE p.id = {person})"


class _Dialect:
    """How the two databases say the same."""

    def __init__(self, vendor: str) -> None:
        self.is_sqlite = vendor == "sqlite"
        self.now = "strftime('%Y-%m-%d %H:%M:%f', 'now')" if self.is_sqlite else "clock_timestamp()"
        self.actor = (
            "ratssaal_actor()"
            if self.is_sqlite
            else "coalesce(nullif(current_setting('ratssaal.actor', true), ''), 'system')"
        )
        self.differs = "IS NOT" if self.is_sqlite else "IS DISTINCT FROM"

    def state(self, row: str) -> str:
        """A membership as JSON."""
        pairs = ", ".join(f"'{name}', {self._value(row, name)}" for name in _STATE)
        return f"json_object({pairs})" if self.is_sqlite else f"jsonb_build_object({pairs})"

    def _value(self, row: str, name: str) -> str:
        column = f"{row}.{_COLUMNS.get(name, name)}"
        return f"json(CASE WHEN {column} THEN 'true' ELSE 'false' END)" if self.is_sqlite and name in _FLAGS else column

    def pairs(self, **values: str) -> str:
        """Some values as JSON."""
        inside = ", ".join(f"'{name}', {value}" for name, value in values.items())
        return f"json_object({inside})" if self.is_sqlite else f"jsonb_build_object({inside})"

    def refuse(self, when: str, says: str) -> str:
        """Refuse where that holds."""
        if self.is_sqlite:
            return f"SELECT RAISE(ABORT, '{says}') WHERE {when};"
        return f"IF {when} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF;"

    def write(self, change: str, person: str, before: str, after: str, bodies: str) -> str:
        """One line in the history of each of these bodies."""
        values = f"SELECT b.body_id, {self.now}, {self.actor}, '{change}', {person}, {before}, {after}"
        return f"{_HISTORY} {values} FROM ({bodies}) AS b;"

    def create(self, name: str, table: str, event: str, when: str, body: str, moment: str = "AFTER") -> list[str]:
        """The statements that make one trigger."""
        condition = f"WHEN ({when})" if when else ""
        head = f"CREATE TRIGGER {name} {moment} {event} ON {table} FOR EACH ROW {condition}"
        if self.is_sqlite:
            return [f"{head} BEGIN {body} END"]
        kept = "OLD" if event == "DELETE" else "NEW"
        function = (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} "
            f"RETURN {kept}; END $$"
        )
        return [function, f"{head} EXECUTE FUNCTION {name}()"]


def _own(sql: _Dialect, person: str) -> str:
    return sql.refuse(f"{sql.actor} = {_ACCOUNT_OF.format(person=person)}", OWN)


def _memberships(sql: _Dialect) -> list[list[str]]:
    table = "meetings_membership"
    added, removed = sql.state("NEW"), sql.state("OLD")
    new, old = "SELECT NEW.body_id AS body_id", "SELECT OLD.body_id AS body_id"
    came = _own(sql, "NEW.person_id") + sql.write("added", "NEW.person_id", "NULL", added, new)
    moved = sql.write("changed", "NEW.person_id", removed, added, f"{new} UNION {old}")
    went = _own(sql, "OLD.person_id") + sql.write("removed", "OLD.person_id", removed, "NULL", old)
    differs = f"{removed} {sql.differs} {added} OR OLD.body_id <> NEW.body_id"
    both = _own(sql, "NEW.person_id") + _own(sql, "OLD.person_id")
    return [
        sql.create("record_membership_insert", table, "INSERT", "", came),
        sql.create("record_membership_update", table, "UPDATE", differs, both + moved),
        sql.create("record_membership_delete", table, "DELETE", "", went),
    ]


def _accounts(sql: _Dialect) -> list[list[str]]:
    person, bodies = "NEW.id", _BODIES_OF.format(person="NEW.id")
    accounts = "'user:' || coalesce(NEW.user_id, 0), 'user:' || coalesce(OLD.user_id, 0)"
    own = f"{_HAS_OFFICE.format(person=person)} AND {sql.actor} IN ({accounts})"
    linked = sql.refuse(own, OWN) + sql.write(
        "account", person, sql.pairs(user="OLD.user_id"), sql.pairs(user="NEW.user_id"), bodies
    )
    by_another = f"{sql.actor} LIKE 'user:%' AND {sql.actor} <> 'user:' || NEW.id"
    found = []
    for change, column in (("address", "email"), ("password", "password")):
        theirs = "(SELECT p.id FROM meetings_person AS p WHERE p.user_id = NEW.id)"
        body = sql.write(change, theirs, "NULL", "NULL", _BODIES_OF.format(person=theirs))
        when = f"OLD.{column} <> NEW.{column} AND {by_another}"
        found.append(sql.create(f"record_account_{change}", "meetings_user", f"UPDATE OF {column}", when, body))
    return [
        sql.create(
            "record_person_account",
            "meetings_person",
            "UPDATE OF user_id",
            f"OLD.user_id {sql.differs} NEW.user_id",
            linked,
        ),
        *found,
    ]


def _officers(sql: _Dialect) -> list[list[str]]:
    table, found = "meetings_dataprotectionofficer", []
    for verb, rows in (("INSERT", ("NEW",)), ("UPDATE", ("NEW", "OLD")), ("DELETE", ("OLD",))):
        said = {
            row: sql.pairs(person=f"{row}.person_id", starts_on=f"{row}.starts_on", ends_on=f"{row}.ends_on")
            for row in rows
        }
        bodies = (
            "SELECT b.id AS body_id FROM meetings_body AS b WHERE b.rehearsal_of_id IS NULL AND "
            "b.institution_id IN ({})"
        )
        where = bodies.format(", ".join(f"{row}.institution_id" for row in rows))
        refused = "".join(_own(sql, f"{row}.person_id") for row in rows)
        written = sql.write("officer", f"{rows[0]}.person_id", said.get("OLD", "NULL"), said.get("NEW", "NULL"), where)
        found.append(sql.create(f"record_officer_{verb.lower()}", table, verb, "", refused + written))
    return found


def _frozen(sql: _Dialect) -> list[list[str]]:
    """Histories and keys take INSERT only, but for the moment at which somebody was told; readings grow, and go when
    they are old.
    """
    history = "UPDATE OF id, body_id, at, actor, change, person_id, before, after"
    reading = "UPDATE OF id, meeting_id, reader_id, acted_as, what, key, title, way, at"
    old = (
        f"strftime('%Y-%m-%d %H:%M:%S', 'now', '-{KEPT_DAYS} days')"
        if sql.is_sqlite
        else f"now() - interval '{KEPT_DAYS} days'"
    )
    grows = "NEW.count > OLD.count AND NEW.last_at >= OLD.last_at"
    says = "is append only"
    rows = (
        ("record_history_update", "meetings_bodyrecord", history, "", f"the history {says}"),
        ("record_history_delete", "meetings_bodyrecord", "DELETE", "", f"the history {says}"),
        ("record_key_update", "meetings_signingkey", "UPDATE", "", f"the record of keys {says}"),
        ("record_key_delete", "meetings_signingkey", "DELETE", "", f"the record of keys {says}"),
        ("record_reading_update", "meetings_reading", reading, "", f"the record of readings {says}"),
        ("record_reading_count", "meetings_reading", "UPDATE", f"NOT ({grows})", f"the record of readings {says}"),
        (
            "record_reading_delete",
            "meetings_reading",
            "DELETE",
            f"OLD.last_at > {old}",
            f"the record of readings {says}",
        ),
    )
    always = "1 = 1"
    return [
        sql.create(name, table, event, when, sql.refuse(always, words), "BEFORE")
        for name, table, event, when, words in rows
    ]


def _not_replaced(sql: _Dialect) -> list[list[str]]:
    """SQLite's REPLACE takes a row away without asking the triggers of DELETE."""
    if not sql.is_sqlite:
        return []
    there = "EXISTS (SELECT 1 FROM meetings_{} WHERE {})"
    same = {"bodyrecord": "id = NEW.id", "signingkey": "(id = NEW.id OR number = NEW.number)", "reading": "id = NEW.id"}
    refused = {
        name: sql.refuse(there.format(name, which), "what is on record is append only") for name, which in same.items()
    }
    return [
        sql.create(f"record_{name}_insert", f"meetings_{name}", "INSERT", "", body, "BEFORE")
        for name, body in refused.items()
    ]


_TRUNCATED = ("meetings_bodyrecord", "meetings_signingkey", "meetings_reading")


def _all(vendor: str) -> list[list[str]]:
    sql = _Dialect(vendor)
    return [*_memberships(sql), *_accounts(sql), *_officers(sql), *_frozen(sql), *_not_replaced(sql)]


def guard_records(connection: Any) -> None:
    """Let the database write the histories and refuse what may not be; what stands already is made anew."""
    unguard_records(connection)
    with connection.cursor() as cursor:
        for statements in _all(connection.vendor):
            for statement in statements:
                cursor.execute(statement)
        for table in _TRUNCATED if connection.vendor == "postgresql" else ():
            cursor.execute(
                f"CREATE TRIGGER record_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION journal_append_only()"
            )


def unguard_records(connection: Any) -> None:
    """Take `guard_records` back; only for migrations and for emptying a test database."""
    with connection.cursor() as cursor:
        for statements in _all(connection.vendor):
            _create, _trigger, name, _moment, *rest = statements[-1].split()
            table = rest[rest.index("ON") + 1]
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if connection.vendor == "sqlite" else f" ON {table}"))
        for table in _TRUNCATED if connection.vendor == "postgresql" else ():
            cursor.execute(f"DROP TRIGGER IF EXISTS record_no_truncate ON {table}")


def guard_bodies_of_readings(connection: Any) -> None:
    """Where a reading belongs stays as it was written. The column came after the other guards, which an installation of
    before is given first.
    """
    sql = _Dialect(connection.vendor)
    refused = sql.refuse("1 = 1", "the record of readings is append only")
    unguard_bodies_of_readings(connection)
    with connection.cursor() as cursor:
        for statement in sql.create(READING_BODY, "meetings_reading", "UPDATE OF body_id", "", refused, "BEFORE"):
            cursor.execute(statement)


def unguard_bodies_of_readings(connection: Any) -> None:
    """Take `guard_bodies_of_readings` back; only for migrations."""
    table = "" if connection.vendor == "sqlite" else " ON meetings_reading"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {READING_BODY}{table}")
