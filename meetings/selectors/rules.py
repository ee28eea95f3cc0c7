"""Which rules a body follows on a day, and which those of one meeting are; the rooms above read theirs through here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeVar, cast

from django.db.models import F, Q
from django.utils import timezone

from meetings.enums import MeetingState
from meetings.memo import remembered
from meetings.models import Body, DatedRules, Meeting, RulesOfProcedure

Rules = TypeVar("Rules", bound=DatedRules)


def rules_in_force(kind: type[Rules], meeting: Meeting) -> Rules:
    """A room's rules on the day of the meeting. One query, remembered where the meeting remembers."""
    return cast(Rules, _in_force(meeting, kind))


def rules_of(meeting: Meeting) -> RulesOfProcedure:
    """The rules in force on the day of the meeting."""
    return rules_in_force(RulesOfProcedure, meeting)


def check_in_from(meeting: Meeting) -> datetime:
    """From when on presence may be entered before the opening, by the body's rules and the planned beginning."""
    return meeting.starts_at - timedelta(minutes=rules_of(meeting).check_in_minutes)


def is_checking_in(meeting: Meeting) -> bool:
    """Whether presence may be entered now: the meeting has begun, or is about to by the server's clock."""
    return meeting.is_open or (meeting.state == MeetingState.CONVENED and timezone.now() >= check_in_from(meeting))


def rules_for(body: Body, day: date) -> RulesOfProcedure:
    """The rules in force for a body on a day: its own, else the institution's, else the shipped profile."""
    return _newest(RulesOfProcedure, body, day)


def report_paths() -> list[str]:
    """The second ways to report a disturbance (DigiSiVO section 10(3)) of all rules in force, each once, for the
    sign-in page.
    """
    rows = RulesOfProcedure.objects.filter(valid_from__lte=timezone.localdate()).exclude(report_path="")
    return sorted(set(rows.values_list("report_path", flat=True)))


@remembered
def _in_force(meeting: Meeting, kind: type[DatedRules]) -> DatedRules:
    return _newest(kind, meeting.body, timezone.localtime(meeting.starts_at).date())


def _newest(kind: type[Rules], body: Body, day: date) -> Rules:
    """The body's own row before the institution's, then the newest; else what is delivered."""
    rows = kind._default_manager.filter(
        Q(body=body) | Q(body=None), institution=body.institution_id, valid_from__lte=day
    )
    found = rows.order_by(F("body").asc(nulls_last=True), "-valid_from").first()
    return found or kind(institution_id=body.institution_id, body=body, valid_from=day)
