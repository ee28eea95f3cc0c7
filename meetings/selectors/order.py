"""Measures of order: what was said to whom, and what may follow (GO NRW section 51)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from meetings.enums import MeasureKind
from meetings.memo import remembered
from meetings.models import Meeting, OrderMeasure, Person
from meetings.names import by_name
from meetings.registry import current_item
from meetings.selectors.core import present_people
from meetings.selectors.exclusion import Bar, excluded_people, measures_of
from meetings.selectors.presiding import presiding_person
from meetings.selectors.rules import rules_of

CALLS = frozenset({MeasureKind.TO_MATTER, MeasureKind.TO_ORDER})


@remembered
def course_stamp(meeting: Meeting) -> str:
    """What a button about the course was offered for: the state, and how often the meeting was interrupted until
    then.
    """
    return f"{meeting.state}-{meeting.recesses.count()}"


def calls_against(meeting: Meeting, person_id: int, item: int | None) -> QuerySet[OrderMeasure]:
    """The calls to the matter and to order that count against a person on an item; both kinds count together."""
    return meeting.order_measures.filter(person=person_id, item=item, kind__in=CALLS, revoked_at__isnull=True).order_by(
        "at", "pk"
    )


@dataclass(frozen=True, slots=True)
class Conduct:
    """How somebody has behaved on the item that is being dealt with (Ordnungsmaßnahmen), and what may follow.

    `asks` is set when the next call has to say whether its consequences were pointed out.
    """

    person: Person
    calls: int
    warned: bool
    warned_before_last: bool
    withdrawn: bool
    limit: int
    bar: Bar | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether nothing has been said to them on this item."""
        return not (self.calls or self.withdrawn or self.bar)

    @property
    def asks(self) -> bool:
        return not self.warned and self.calls + 1 >= self.limit - 1

    @property
    def may_withdraw(self) -> bool:
        return self.calls >= self.limit and self.warned_before_last and not self.withdrawn


def conduct_of(meeting: Meeting, person: Person) -> Conduct:
    """What counts against one person now; read anew, for services."""
    rows = list(meeting.order_measures.filter(person=person, revoked_at__isnull=True).order_by("at", "pk"))
    return _conduct(meeting, person, rows, {})


def people_to_call(meeting: Meeting) -> list[Conduct]:
    """Everybody against whom a measure may be taken now: those present and those shut out, by name, without who
    presides.
    """
    bars, found = excluded_people(meeting), {row.person_id: row.person for row in present_people(meeting).values()}
    found |= {person_id: bar.measure.person for person_id, bar in bars.items()}
    leading = presiding_person(meeting)
    found.pop(leading.pk if leading else 0, None)
    rows = [row for row in measures_of(meeting) if row.revoked_at is None]
    ordered = sorted(found.values(), key=by_name)
    return [_conduct(meeting, person, [row for row in rows if row.person_id == person.pk], bars) for person in ordered]


def _conduct(meeting: Meeting, person: Person, rows: list[OrderMeasure], bars: dict[int, Bar]) -> Conduct:
    item = current_item(meeting)
    here = [row for row in rows if row.item == (item.key if item else None)]
    calls = [row for row in here if row.kind in CALLS]
    return Conduct(
        person=person,
        calls=len(calls),
        warned=any(row.warned for row in calls),
        warned_before_last=any(row.warned for row in calls[:-1]),
        withdrawn=any(row.kind == MeasureKind.FLOOR_WITHDRAWN for row in here),
        limit=rules_of(meeting).calls_before_withdrawal,
        bar=bars.get(person.pk),
    )
