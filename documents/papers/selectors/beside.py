"""What stands beside the item that is dealt with: late papers, what earlier bodies said, who has opened them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from agenda.enums import ItemState
from agenda.selectors import Row, agenda_of, closed_to_people, open_item
from documents.papers.models import Consultation, Paper, PaperOpening
from documents.papers.selectors.items import PaperAtItem, papers_by_item
from documents.papers.selectors.outcomes import MEETING_OVER, Station, station_as
from meetings.enums import Audience, MeetingState, Role
from meetings.models import Meeting, Person
from meetings.selectors import is_shut_out, present_people, roll


@dataclass(frozen=True, slots=True)
class Beside:
    """The item that is open or comes next, its late papers, and what came of its papers before, the first first."""

    row: Row
    late: list[PaperAtItem]
    earlier: list[Station]


def beside_item(meeting: Meeting, audience: Audience) -> Beside | None:
    """What this audience may read beside the item that it has before it; None where there is nothing to say."""
    row = _at_hand(meeting, audience)
    papers = papers_by_item(meeting, audience).get(row.item.pk, []) if row and row.item else []
    if row is None or not papers:
        return None
    late = [paper for paper in papers if paper.late_at is not None]
    earlier = _earlier([paper.paper for paper in papers], meeting, audience)
    return Beside(row, late, earlier) if late or earlier else None


def _at_hand(meeting: Meeting, audience: Audience) -> Row | None:
    """The open item, else the one that comes next, unless it is closed to somebody for a conflict of interest."""
    if meeting.state in MEETING_OVER or is_shut_out(meeting, audience):
        return None
    rows = [row for row in agenda_of(meeting, audience) if row.item is not None]
    current = next((row for row in rows if row.is_open), None)
    if current is not None or open_item(meeting) is not None:
        return current
    closed = frozenset[int]().union(*closed_to_people(meeting).values())
    following = next((row for row in rows if row.item and row.item.state == ItemState.PENDING), None)
    return None if following is None or following.item is None or following.item.pk in closed else following


def _earlier(papers: list[Paper], meeting: Meeting, audience: Audience) -> list[Station]:
    """What other meetings made of them: of another body what everybody may know."""
    rows = Consultation.objects.filter(paper__in=papers, item__isnull=False).exclude(item__meeting=meeting)
    told = rows.exclude(item__meeting__state=MeetingState.DRAFT).order_by("item__meeting__starts_at", "pk")
    found = [
        station_as(row, audience if row.body_id == meeting.body_id else Audience.PUBLIC)
        for row in told.select_related("body", "item__meeting__body", "item__meeting__journal")
    ]
    return [station for station in found if station.outcome is not None]


@dataclass(frozen=True, slots=True)
class Opened:
    """How many of those present have opened a late version, and who has not."""

    paper: PaperAtItem
    present: int
    opened: int
    missing: list[Person]


def openings_at_hand(meeting: Meeting) -> list[Opened]:
    """For the desk, of each late paper at the open or next item; one query beside what the page has read."""
    row = _at_hand(meeting, Audience.DESK) if meeting.is_open else None
    papers = papers_by_item(meeting, Audience.DESK).get(row.item.pk, []) if row and row.item else []
    late = [paper for paper in papers if paper.late_at is not None]
    if not late:
        return []
    here = present_people(meeting)
    members = [one.person for one in roll(meeting) if one.person_id in here and one.role != Role.CLERK]
    done = set(
        PaperOpening.objects.filter(version__in=[paper.version for paper in late]).values_list("version", "person")
    )
    return [_opened(paper, members, done) for paper in late]


def _opened(paper: PaperAtItem, members: list[Person], done: set[tuple[int, int]]) -> Opened:
    missing = [person for person in members if (paper.version.pk, person.pk) not in done]
    return Opened(paper, len(members), len(members) - len(missing), missing)


def opened_late(meeting: Meeting) -> int | None:
    """How often late versions at items of this meeting were opened: moves without an event. One query."""
    at_items = PaperOpening.objects.filter(version__paper__consultations__item__meeting=meeting)
    late = at_items.filter(version__released_at__gt=F("version__paper__consultations__item__meeting__convened_at"))
    return late.count() or None
