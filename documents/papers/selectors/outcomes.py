"""What came of papers in the bodies, read from their meetings (Beratungsergebnis); nothing of it is kept twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agenda.enums import ChangeKind, ItemState
from agenda.models import AgendaChange
from agenda.selectors import numbers_of
from documents.papers.enums import ConsultationRole, Outcome
from documents.papers.models import Consultation, PaperVersion
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting
from meetings.selectors import actor_for, audience_of, may_see, sees_non_public
from meetings.typed import words_of
from voting.enums import Outcome as Verdict
from voting.selectors import Record, results_by_item

OVER = frozenset({ItemState.CLOSED, ItemState.POSTPONED, ItemState.WITHDRAWN})
MEETING_OVER = frozenset({MeetingState.CLOSED, MeetingState.CANCELLED})
TAKES_NOTE = {ConsultationRole.NOTICE, ConsultationRole.HEARING}


@dataclass(frozen=True, slots=True)
class Station:
    """One station of a paper's way as somebody may see it: where it is dealt with, and what came of it.

    `sentence` is how the vote went, `text` the resolved words where they differ from the draft. Without `number`
    somebody knows of the body only.
    """

    row: Consultation
    meeting: Meeting | None = None
    number: str = ""
    outcome: Outcome | None = None
    sentence: str = ""
    text: str = ""


def station_for(row: Consultation, user: Any) -> Station:
    """A station for this user with the rights they have in its meeting."""
    item = row.item
    if item is None:
        return Station(row)
    meeting = item.meeting
    actor = actor_for(user, body_id=meeting.body_id, meeting=meeting)
    return station_as(row, audience_of(actor)) if may_see(actor, meeting) else Station(row)


def station_as(row: Consultation, audience: Audience) -> Station:
    """A station as this audience of its meeting may see it."""
    item = row.item
    if item is None or not (item.is_public or sees_non_public(audience)):
        return Station(row)
    meeting = item.meeting
    found = results_by_item(meeting, audience).get(item.pk, [])
    standing = [record for record in found if not record.poll.is_void]
    last = next((record for record in reversed(standing) if record.poll.motion is None), None)
    outcome = _outcome(row, last, amended=any(map(_is_adopted_amendment, standing)))
    return Station(
        row,
        meeting,
        numbers_of(meeting)[item.pk],
        outcome,
        last.sentence if last else "",
        last.question if last and outcome == Outcome.AMENDED else "",
    )


def is_over(row: Consultation) -> bool:
    """Whether the body has done with it for this time, or left it, so that it may go on an agenda again."""
    return row.item is not None and (row.item.state in OVER or row.item.meeting.state in MEETING_OVER)


def _outcome(row: Consultation, last: Record | None, *, amended: bool) -> Outcome | None:
    assert row.item is not None
    if row.item.state == ItemState.WITHDRAWN:
        return Outcome.WITHDRAWN
    if row.item.state == ItemState.POSTPONED:
        referred = AgendaChange.objects.filter(item=row.item, kind=ChangeKind.REFERRED).exists()
        return Outcome.REFERRED if referred else Outcome.POSTPONED
    if last is not None and last.outcome == Verdict.REJECTED:
        return Outcome.REJECTED
    if last is not None and last.outcome == Verdict.ADOPTED:
        return Outcome.AMENDED if amended or words_of(last.question) not in _drafts(row, last) else Outcome.ADOPTED
    if row.item.state != ItemState.CLOSED:
        is_left = row.item.state == ItemState.PENDING and row.item.meeting.state in MEETING_OVER
        return Outcome.LEFT if is_left else None
    return Outcome.NOTED if row.role in TAKES_NOTE else Outcome.DEALT_WITH


def _drafts(row: Consultation, last: Record) -> set[str]:
    """The draft of the paper as it stood when the vote was opened, for members and for the public: later versions do
    not change what came of it.
    """
    before = PaperVersion.objects.filter(
        paper=row.paper_id, released_at__lte=last.poll.opened_at or last.poll.closed_at
    )
    version = before.order_by("-seq").first()
    return (
        {words_of(version.words("draft_resolution", public=public)) for public in (True, False)} if version else set()
    )


def _is_adopted_amendment(record: Record) -> bool:
    motion = record.poll.motion
    return motion is not None and motion.is_amendment and record.outcome == Verdict.ADOPTED
