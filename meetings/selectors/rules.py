"""Which rules a body follows on a day, and which those of one meeting are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from meetings.memo import remembered
from meetings.models import Body, Meeting, RulesOfProcedure


def rules_for(body: Body, day: date) -> RulesOfProcedure:
    """The rules in force for a body on a day: its own, else the institution's, else the shipped profile."""
    rules = RulesOfProcedure.objects.filter(institution=body.institution_id, valid_from__lte=day)
    found: Iterable[RulesOfProcedure] = rules.filter(Q(body=body) | Q(body__isnull=True))
    ranked = sorted(found, key=lambda row: (row.body_id is not None, row.valid_from), reverse=True)
    return ranked[0] if ranked else RulesOfProcedure(institution_id=body.institution_id, body=body, valid_from=day)


def report_paths() -> list[str]:
    """The second ways to report a disturbance (DigiSiVO section 10(3)) of all rules in force, each once, for the sign-in page."""
    rows = RulesOfProcedure.objects.filter(valid_from__lte=timezone.localdate()).exclude(report_path="")
    return sorted(set(rows.values_list("report_path", flat=True)))


@remembered
def rules_of(meeting: Meeting) -> RulesOfProcedure:
    """The rules in force on the day of the meeting."""
    return rules_for(meeting.body, timezone.localtime(meeting.starts_at).date())
