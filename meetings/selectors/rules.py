"""Which rules a body follows on a day, and which those of one meeting are; the rooms above read theirs through here."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, TypeVar, cast

from django.db.models import F, Field, Func, JSONField, Q, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from meetings.memo import remembered
from meetings.models import Body, DatedRules, Meeting, RulesOfProcedure, kinds_of_rules

Rules = TypeVar("Rules", bound=DatedRules)
InForce = dict[type[DatedRules], DatedRules]


class _SideBySide(JSONObject):
    """Columns of a row as JSON.

    Django asks SQLite first whether it knows JSON, in a transaction of its own; within `one_moment` there is one already, and the
    answer would be no for as long as the connection lives.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return Func.as_sql(self, compiler, connection, **context)


def rules_in_force(kind: type[Rules], meeting: Meeting) -> Rules:
    """A room's rules on the day of the meeting. One query for those of all rooms, remembered where the meeting remembers."""
    return cast(Rules, _in_force(meeting)[kind])


def rules_of(meeting: Meeting) -> RulesOfProcedure:
    """The rules in force on the day of the meeting."""
    return rules_in_force(RulesOfProcedure, meeting)


def rules_for(body: Body, day: date) -> RulesOfProcedure:
    """The rules in force for a body on a day: its own, else the institution's, else the shipped profile."""
    return cast(RulesOfProcedure, _on(body, day)[RulesOfProcedure])


def report_paths() -> list[str]:
    """The second ways to report a disturbance (DigiSiVO section 10(3)) of all rules in force, each once, for the sign-in page."""
    rows = RulesOfProcedure.objects.filter(valid_from__lte=timezone.localdate()).exclude(report_path="")
    return sorted(set(rows.values_list("report_path", flat=True)))


@remembered
def _in_force(meeting: Meeting) -> InForce:
    return _on(meeting.body, timezone.localtime(meeting.starts_at).date())


def _on(body: Body, day: date) -> InForce:
    """Of the rules of every room those in force, as JSON side by side: a page that asks for several rooms' asks the database once."""
    kinds = kinds_of_rules()
    found = Body.objects.filter(pk=body.pk).values_list(*(_newest(kind, body, day) for kind in kinds)).get()
    return {kind: _row(kind, values, body, day) for kind, values in zip(kinds, found, strict=True)}


def _newest(kind: type[DatedRules], body: Body, day: date) -> Subquery:
    """The body's own row before the institution's, then the newest."""
    rows = kind._default_manager.filter(Q(body=body) | Q(body=None), institution=body.institution_id, valid_from__lte=day)
    columns = _SideBySide(**{field.attname: _column(field) for field in kind._meta.concrete_fields})
    return Subquery(rows.order_by(F("body").asc(nulls_last=True), "-valid_from").values(columns=columns)[:1])


def _column(field: Field[Any, Any]) -> Any:
    """What is JSON already goes as text: the two databases put it into other JSON differently."""
    return Cast(field.attname, TextField()) if isinstance(field, JSONField) else F(field.attname)


def _row(kind: type[DatedRules], values: dict[str, Any] | None, body: Body, day: date) -> DatedRules:
    if values is None:
        return kind(institution_id=body.institution_id, body=body, valid_from=day)
    fields = kind._meta.concrete_fields
    read = [_read(field, values[field.attname]) for field in fields]
    return kind.from_db(None, [field.attname for field in fields], read)


def _read(field: Field[Any, Any], value: Any) -> Any:
    return json.loads(value) if isinstance(field, JSONField) else field.to_python(value)
