"""What the database itself forbids in the voting room: SQL for SQLite and PostgreSQL, installed by migrations 0002 and
0006.

Of a declared poll only the state may change, to annulled and repeated; of an electorate only the way of somebody who
has not voted, while the poll is open; ballots and counted hands come only into an open poll and never change but for
`superseded`; remarks never change. The test suite lifts the guard to empty tables between tests.
"""

from __future__ import annotations

from typing import Any

POLL_OPEN = "EXISTS (SELECT 1 FROM voting_poll AS p WHERE p.id = NEW.poll_id AND p.state = 'open')"
NOT_OPEN = (
    "NOT EXISTS (SELECT 1 FROM voting_elector AS e JOIN voting_poll AS p ON p.id = e.poll_id"
    " WHERE e.id = NEW.elector_id AND p.state = 'open')"
)
SAME = "NEW.{0} IS NOT DISTINCT FROM OLD.{0}"


def _only(*changing: str, of: tuple[str, ...]) -> str:
    """That every other column stays as it was; the columns are fixed words of this file."""
    return " AND ".join(SAME.format(column) for column in of if column not in changing)


BALLOT = ("id", "elector_id", "choice", "version", "ballot_id", "source", "seq", "cast_at", "superseded")
HANDS = ("id", "poll_id", "yes", "no", "abstain", "casting", "version", "seq", "entered_at", "superseded")
ELECTOR = ("id", "poll_id", "person_id", "faction_id", "seat_id", "way", "weight", "position", "admitted_at")
POLL = (
    "id", "meeting_id", "item_id", "motion_id", "procedural_motion_id", "recusal_id", "repeats_id", "part", "question",
    "kind",
    "method", "state", "majority_rule", "abstentions", "casting_vote", "ballot_may_change", "votes_by_name",
    "by_faction",
    "opened_at", "closed_at", "declared_at", "present_count", "members_count", "called_id", "yes_count", "no_count",
    "abstain_count", "not_voted_count", "casting", "outcome", "declared_outcome",
)  # fmt: skip
ANNULS = (
    f"{_only('state', of=POLL)} AND ((OLD.state = 'declared' AND NEW.state = 'annulled')"
    " OR (OLD.state = 'annulled' AND NEW.state = 'repeated'))"
)
VOTED = "EXISTS (SELECT 1 FROM voting_ballot AS b WHERE b.elector_id = NEW.id)"
Rules = dict[str, tuple[str, str, str, str]]
FIRST: Rules = {
    "poll_declared_update": ("voting_poll", "UPDATE", "OLD.state = 'declared'", "a declared poll never changes"),
    "poll_declared_delete": (
        "voting_poll",
        "DELETE",
        "OLD.state <> 'draft'",
        "a poll that was opened is never deleted",
    ),
    "elector_update": ("voting_elector", "UPDATE", "", "an electorate is frozen"),
    "elector_delete": ("voting_elector", "DELETE", "", "an electorate is frozen"),
    "ballot_insert": ("voting_ballot", "INSERT", NOT_OPEN, "the poll is not open"),
    "ballot_update": (
        "voting_ballot",
        "UPDATE",
        f"NOT ({_only('superseded', 'source', of=BALLOT)} AND NEW.superseded)",
        "a ballot never changes",
    ),
    "ballot_delete": ("voting_ballot", "DELETE", "", "a ballot never changes"),
}
"""What migration 0002 installed, before there were hands, remarks and annulled votes."""
RULES: Rules = {
    **FIRST,
    "poll_declared_update": (
        "voting_poll",
        "UPDATE",
        f"OLD.state IN ('declared', 'annulled', 'repeated') AND NOT ({ANNULS})",
        "a declared or annulled poll never changes",
    ),
    "elector_insert": ("voting_elector", "INSERT", f"NOT {POLL_OPEN}", "an electorate is made when its poll opens"),
    "elector_update": (
        "voting_elector",
        "UPDATE",
        f"NOT ({_only('way', of=ELECTOR)} AND {POLL_OPEN} AND NOT {VOTED})",
        "an electorate is frozen",
    ),
    "ballot_update": (
        "voting_ballot",
        "UPDATE",
        f"NOT ({_only('superseded', of=BALLOT)} AND NEW.superseded)",
        "a ballot never changes",
    ),
    "hands_insert": ("voting_handcount", "INSERT", f"NOT {POLL_OPEN}", "the poll is not open"),
    "hands_update": (
        "voting_handcount",
        "UPDATE",
        f"NOT ({_only('superseded', of=HANDS)} AND NEW.superseded)",
        "counted hands never change",
    ),
    "hands_delete": ("voting_handcount", "DELETE", "", "counted hands never change"),
    "remark_update": ("voting_pollremark", "UPDATE", "", "a remark never changes"),
    "remark_delete": ("voting_pollremark", "DELETE", "", "a remark never changes"),
}


def guard_polls(connection: Any, rules: Rules = RULES) -> None:
    """Install the guards."""
    with connection.cursor() as cursor:
        for name, (table, verb, when, says) in rules.items():
            for statement in _guard(connection.vendor, name, table, verb, when, says):
                cursor.execute(statement)


def unguard_polls(connection: Any, rules: Rules = RULES) -> None:
    """Lift the guards; only for migrations and for emptying a test database."""
    with connection.cursor() as cursor:
        for name, (table, *_rest) in rules.items():
            suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS voting_{name}{suffix}")


def _guard(vendor: str, name: str, table: str, verb: str, when: str, says: str) -> list[str]:
    if vendor == "sqlite":
        when = when.replace("IS NOT DISTINCT FROM", "IS")  # the words of SQLite before 3.39
        condition = f"WHEN {when} " if when else ""
        return [
            f"CREATE TRIGGER voting_{name} BEFORE {verb} ON {table} {condition}BEGIN SELECT RAISE(ABORT, '{says}'); END"
        ]
    refuse = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation';"
    kept = "OLD" if verb == "DELETE" else "NEW"
    body = f"IF {when or 'TRUE'} THEN {refuse} END IF; RETURN {kept};"
    return [
        f"CREATE OR REPLACE FUNCTION voting_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER voting_{name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION voting_{name}()",
    ]
