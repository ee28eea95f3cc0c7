"""Disturbances that are open, what may be said about them, and the steps that they have affected."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.utils import timezone

from meetings.enums import AttendanceMode, DisruptionRule, DisruptionSource, MeetingState, ResumptionGround
from meetings.memo import remembered
from meetings.models import Attendance, DisruptedStep, Disruption, Meeting, Recess
from meetings.registry import StepDone, steps_since
from meetings.selectors.rules import rules_of


@remembered
def recess_of(meeting: Meeting) -> Recess | None:
    """The interruption that lasts now."""
    if meeting.state != MeetingState.INTERRUPTED:
        return None
    return meeting.recesses.filter(ended_at__isnull=True).first()


@remembered
def _disruptions_of(meeting: Meeting) -> list[Disruption]:
    return list(meeting.disruptions.select_related("person"))


def open_disruptions(meeting: Meeting) -> list[Disruption]:
    """The disturbances that have not been settled, in the order in which they were noticed."""
    return [row for row in _disruptions_of(meeting) if row.settled_at is None]


def my_disruptions(meeting: Meeting, person_ids: Collection[int]) -> dict[int, Disruption]:
    """The open disturbance of each of these people, by the person's id."""
    return {
        row.person_id: row
        for row in open_disruptions(meeting)
        if row.person_id is not None and row.person_id in person_ids
    }


def stops_the_meeting(disruption: Disruption) -> bool:
    """Whether the meeting may go on only with a ground; in some Länder only when the municipality itself is hit."""
    rule = rules_of(disruption.meeting).disruption_rule
    return disruption.person_id is None or rule == DisruptionRule.UNTIL_SETTLED


def proposals(meeting: Meeting) -> dict[int, str]:
    """The ground that may be proposed for each open disturbance, by its id; empty when there is none. The chair
    decides.
    """
    found = open_disruptions(meeting)
    present = {row.person_id: row for row in meeting.attendances.filter(left_at__isnull=True)}
    return {row.pk: _proposal(meeting, row, found, present) for row in found}


def _proposal(meeting: Meeting, row: Disruption, found: list[Disruption], present: dict[int, Attendance]) -> str:
    if row.person_id is None:
        return ""
    if row.source == DisruptionSource.DETECTED and (_back(row, present) or _unreported_too_long(meeting, row)):
        return ResumptionGround.INSIGNIFICANT
    return ResumptionGround.OWN_SPHERE if _all_others_well(row, found, present) else ""


def _back(row: Disruption, present: dict[int, Attendance]) -> bool:
    """Takes part again and has not complained (DigiSiVO section 10(4))."""
    attendance = present.get(row.person_id or 0)
    return attendance is not None and attendance.unreachable_since is None


def _unreported_too_long(meeting: Meeting, row: Disruption) -> bool:
    return timezone.now() - row.began_at > timedelta(minutes=rules_of(meeting).report_minutes)


def _all_others_well(row: Disruption, found: list[Disruption], present: dict[int, Attendance]) -> bool:
    """Whether every other member is undisturbed, and every other remote one reachable (DigiSiVO section 10(1))."""
    others = [
        other for other in present.values() if other.person_id != row.person_id and other.mode == AttendanceMode.REMOTE
    ]
    return all(other.pk == row.pk for other in found) and all(other.unreachable_since is None for other in others)


def affected(disruption: Disruption) -> list[StepDone]:
    """What was done while the disturbance lasted and has to be repeated once it is remedied (DigiSiVO section
    10(2)).
    """
    return steps_since(disruption.meeting, disruption.began_at) if stops_the_meeting(disruption) else []


@remembered
def steps_to_repeat(meeting: Meeting) -> list[DisruptedStep]:
    """The disturbed steps of the meeting that have not been repeated."""
    if all(row.ground != ResumptionGround.REMEDIED for row in _disruptions_of(meeting)):
        return []
    rows = DisruptedStep.objects.filter(disruption__meeting=meeting, repeated_at__isnull=True)
    return list(rows.select_related("disruption__person"))
