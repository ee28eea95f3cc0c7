"""Rules that were one row on the ground floor move to the rooms that read them, and back; for migrations alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

Row = dict[str, Any]
Key = tuple[int, int | None, date]
GROUND = ("meetings", "RulesOfProcedure")
ROOMS = (("agenda", "AgendaRules"), ("voting", "VotingRules"), ("documents", "DocumentRules"))


def copy_into(room: str, name: str) -> Callable[[Any, Any], None]:
    """Each row of the ground floor has one in the room: the same body, date and source, and the values that the room
    has fields for.
    """

    def copy(apps: Any, schema_editor: Any) -> None:
        alias, kind = schema_editor.connection.alias, apps.get_model(room, name)
        columns = [field.attname for field in kind._meta.concrete_fields if field.attname != "id"]
        old = apps.get_model(*GROUND).objects.using(alias).order_by("pk").values(*columns)
        kind.objects.using(alias).bulk_create([kind(**values) for values in old])

    return copy


def take_back(apps: Any, schema_editor: Any) -> None:
    """One row for all rooms again. Where rooms have days of their own it says what is in force on each of them."""
    alias = schema_editor.connection.alias
    held = [list(apps.get_model(*kind).objects.using(alias).order_by("pk").values()) for kind in (GROUND, *ROOMS)]
    ground = apps.get_model(*GROUND).objects.using(alias)
    joined = {key: _joined(held, key) for key in {*_days(held)}}
    there = {_key(row): row["id"] for row in held[0]}
    for key, values in joined.items():
        if key in there:
            ground.filter(pk=there[key]).update(**values)
        else:
            ground.create(institution_id=key[0], body_id=key[1], valid_from=key[2], **values)


def _key(row: Row) -> Key:
    return row["institution_id"], row["body_id"], row["valid_from"]


def _days(held: list[list[Row]]) -> Iterator[Key]:
    """Every day of its own, and where a body has some rules of its own the days on which others of its institution
    change for it.
    """
    rows = [row for kind in held for row in kind]
    yield from map(_key, rows)
    first: dict[tuple[int, int], date] = {}
    for row in rows:
        if row["body_id"] is not None:
            whose = row["institution_id"], row["body_id"]
            first[whose] = min(row["valid_from"], first.get(whose, row["valid_from"]))
    for (institution, body), begin in first.items():
        days = {row["valid_from"] for row in rows if (row["institution_id"], row["body_id"]) == (institution, None)}
        keys = [(institution, body, day) for day in days if day > begin]
        yield from (key for key in keys if any(_changes(kind, key) for kind in held))


def _changes(rows: list[Row], key: Key) -> bool:
    found = _in_force(rows, key)
    return found is not None and found["body_id"] is None and found["valid_from"] == key[2]


def _in_force(rows: list[Row], key: Key) -> Row | None:
    """As `selectors.rules_for` has it: the body's own row before the institution's, then the newest."""
    institution, body, day = key
    known = [
        row
        for row in rows
        if row["institution_id"] == institution and row["body_id"] in {body, None} and row["valid_from"] <= day
    ]
    return max(known, key=lambda row: (row["body_id"] is not None, row["valid_from"]), default=None)


def _joined(held: list[list[Row]], key: Key) -> Row:
    """The values of all rooms; the source is that of the newest of them."""
    found = [row for rows in held if (row := _in_force(rows, key)) is not None]
    source = max(found, key=lambda row: row["valid_from"])["source"]
    values = {name: value for row in found for name, value in row.items()}
    return {
        name: value for name, value in values.items() if name not in {"id", "institution_id", "body_id", "valid_from"}
    } | {"source": source}
