"""How often a meeting's journal told of its agenda and its papers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce

from agenda import events as agenda
from documents.files import events as files
from documents.papers import events as papers
from meetings import events as meetings
from meetings.enums import Audience
from meetings.journal.kinds import EventKind
from meetings.memo import remembered
from meetings.models import Meeting

AGENDA = (
    agenda.ITEM_ADDED,
    agenda.ITEM_EDITED,
    agenda.ITEM_MOVED,
    agenda.ITEM_REMOVED,
    agenda.ITEM_POSTPONED,
    agenda.ITEM_WITHDRAWN,
)
PAPERS = (papers.PAPER_PLACED, papers.PAPER_DISPLACED, files.FILE_ATTACHED, files.FILE_REMOVED)
STATE = (*AGENDA, *PAPERS)


@dataclass(frozen=True, slots=True)
class Told:
    """Events of one kind for one audience: how many there are, and how many since the meeting was convened."""

    kind: str
    audience: str
    number: int
    since: int


@remembered
def told_of(meeting: Meeting, kinds: tuple[EventKind, ...]) -> list[Told]:
    """What the journal holds of these kinds. One query."""
    convened = meeting.events.filter(name=meetings.MEETING_CONVENED.name).order_by("-seq").values("seq")[:1]
    since = Count("pk", filter=Q(seq__gt=Coalesce(Subquery(convened), Value(0))))
    rows = meeting.events.filter(name__in=[kind.name for kind in kinds]).order_by().values("name", "audience")
    counted = rows.annotate(number=Count("pk"), since=since)
    return [Told(*row) for row in counted.values_list("name", "audience", "number", "since")]


def number_of(told: Collection[Told], kinds: Collection[EventKind], levels: Collection[Audience] | None) -> int:
    """How many events of these kinds: for these audiences since the convening, without audiences all there are."""
    names = {kind.name for kind in kinds}
    rows = [row for row in told if row.kind in names]
    if levels is None:
        return sum(row.number for row in rows)
    return sum(row.since for row in rows if row.audience in levels)


def had_papers(meeting: Meeting) -> bool:
    """Whether a paper ever stood on the agenda. One query, the same as for the state."""
    return any(row.kind == papers.PAPER_PLACED.name for row in told_of(meeting, STATE))
