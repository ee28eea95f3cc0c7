"""Who is shut out of a meeting: excluded in it, barred because they refused to leave an earlier one (GO NRW section
51(4)), or outside for a conflict of interest in what is being dealt with while the public is out (section 31).

Exclusion lasts until the meeting is over; it follows from the rows, so that nothing has to be taken back at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from meetings.enums import MeasureKind, MeetingState, Publicity
from meetings.memo import remembered, remembers
from meetings.models import Meeting, OrderMeasure
from meetings.registry import recused_now
from meetings.selectors.rules import rules_of

LIVE = (MeetingState.CONVENED, MeetingState.RUNNING, MeetingState.INTERRUPTED)


@dataclass(frozen=True, slots=True)
class Bar:
    """Somebody who may not take part: `number` of `total` barred meetings; 0 of 0 when excluded in this very
    meeting.
    """

    measure: OrderMeasure
    number: int = 0
    total: int = 0


@remembered
def measures_of(meeting: Meeting) -> list[OrderMeasure]:
    """All measures of the meeting in their order, revoked ones too."""
    if remembers(meeting):
        return [row for row in _measures(meeting) if row.meeting_id == meeting.pk]
    return list(meeting.order_measures.select_related("person"))


@remembered
def excluded_people(meeting: Meeting) -> dict[int, Bar]:
    """Everybody shut out of this meeting as long as it is not over, by the person's id. One query when there is
    nobody.
    """
    if not meeting.is_live:
        return {}
    if remembers(meeting) and not any(_excludes(row) for row in _measures(meeting)):
        return {}
    return _bars(meeting, OrderMeasure.objects.all())


@remembered
def _measures(meeting: Meeting) -> list[OrderMeasure]:
    """The measures of the meeting and those of earlier ones that may reach into it. One query for a page that asks for
    both.
    """
    reach = Q(kind=MeasureKind.EXCLUDED, revoked_at__isnull=True) & _earlier_than(meeting)
    return list(OrderMeasure.objects.filter(Q(meeting=meeting) | reach).select_related("person", "meeting"))


def _excludes(measure: OrderMeasure) -> bool:
    return measure.kind == MeasureKind.EXCLUDED and measure.revoked_at is None


def _earlier_than(meeting: Meeting) -> Q:
    return Q(refused_to_leave=True, meeting__body=meeting.body_id, meeting__starts_at__lt=meeting.starts_at)


def is_excluded(meeting: Meeting, person_id: int | None) -> bool:
    """Whether this person is shut out of the meeting now."""
    if person_id is None or not meeting.is_live:
        return False
    return bool(_bars(meeting, OrderMeasure.objects.filter(person=person_id)))


def shut_out_of(person_id: int | None) -> list[int]:
    """The meetings ahead and running from which somebody is excluded, by their ids. One query for whoever never was."""
    measures = OrderMeasure.objects.filter(person=person_id, kind=MeasureKind.EXCLUDED, revoked_at__isnull=True)
    bodies = set(measures.values_list("meeting__body", flat=True))
    live = Meeting.objects.filter(body__in=bodies, state__in=LIVE).select_related("body") if bodies else []
    return [meeting.pk for meeting in live if is_excluded(meeting, person_id)]


def outside_now(meeting: Meeting) -> frozenset[int]:
    """Who had to leave for a conflict of interest, by their ids: nobody as long as the public is in, where they may
    listen.
    """
    return frozenset() if meeting.publicity == Publicity.PUBLIC or not meeting.is_live else recused_now(meeting)


def _bars(meeting: Meeting, measures: QuerySet[OrderMeasure]) -> dict[int, Bar]:
    excluded = measures.filter(kind=MeasureKind.EXCLUDED, revoked_at__isnull=True)
    if not excluded.exists():  # nearly always; every ballot asks
        return {}
    found = excluded.filter(Q(meeting=meeting) | _earlier_than(meeting))
    bars = [
        _bar(meeting, row) for row in found.select_related("person", "meeting__body").order_by("meeting__starts_at")
    ]
    return {bar.measure.person_id: bar for bar in bars if bar.number <= bar.total}


def _bar(meeting: Meeting, measure: OrderMeasure) -> Bar:
    if measure.meeting_id == meeting.pk:
        return Bar(measure)
    between = Meeting.objects.filter(
        body=meeting.body_id, starts_at__gt=measure.meeting.starts_at, starts_at__lt=meeting.starts_at
    )
    held = between.filter(convened_at__isnull=False).exclude(state=MeetingState.CANCELLED).count()
    return Bar(measure, held + 1, rules_of(measure.meeting).meetings_barred_after_refusal)
