"""Rules that were one row on the ground floor move to the rooms that read them, and back; for migrations alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

Key = tuple[int, int | None, date]
HEAD = frozenset({"id", "institution_id", "body_id", "valid_from", "source"})


def copy_into(room: str, name: str) -> Callable[[Any, Any], None]:
    """Each row of the ground floor has one in the room: the same body, date and source, and the values that the room has fields for."""

    def copy(apps: Any, schema_editor: Any) -> None:
        alias, kind = schema_editor.connection.alias, apps.get_model(room, name)
        columns = [field.attname for field in kind._meta.concrete_fields if field.attname != "id"]
        old = apps.get_model("meetings", "RulesOfProcedure").objects.using(alias).order_by("pk").values(*columns)
        kind.objects.using(alias).bulk_create([kind(**values) for values in old])

    return copy
