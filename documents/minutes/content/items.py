"""The items with what was noted, moved, voted and decided on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from agenda.differences import differences
from agenda.enums import MotionState, Part
from agenda.models import AgendaItem, Motion, note_of
from agenda.selectors import Row, base_of, items_for, motions_by_item, mover_of
from documents.files.selectors import files_by_item
from documents.minutes.content.shapes import Moved, Presided, Remark, Section, Vote
from documents.minutes.content.votes import votes_by_item
from meetings.enums import Audience
from meetings.journal import sentence_of
from meetings.models import Meeting, MeetingEvent, Person
from meetings.selectors import handed_over, sees_non_public

ELSEWHERE = ("agenda.item.opened", "agenda.item.closed", "voting.poll.declared", "voting.result.")
"""Their time or result stands with the item."""
UNDER_ITEM = (
    "agenda.recusal.",
    "agenda.procedure.",
    "agenda.motion.",
    "agenda.amendment.",
    "agenda.statement.",
    "agenda.debate.",
    "voting.",
)
"""These stand in their place under the item, not in the course of the meeting."""
TOLD_BY_MOTION = ("moved", "edited", "withdrawn", "settled", "accepted", "rejected")
"""What a motion's own lines say."""


def is_with_item(event: MeetingEvent, shown: Collection[int]) -> bool:
    """Whether it stands with one of the items that are shown, not one that has left this part since."""
    return event.name.startswith((*ELSEWHERE, *UNDER_ITEM)) and event.data.get("item") in shown


def sections_of(
    meeting: Meeting,
    audience: Audience,
    rows: Sequence[Row],
    closed: Collection[int],
    recorded: Sequence[MeetingEvent],
    presiding: Person | None,
) -> Iterator[Section]:
    """One section for each item that this audience may see; an empty one where it is closed to the reader."""
    notes = {item.pk: item for item in items_for(meeting, audience)}
    files, changes = files_by_item(meeting, audience), handed_over(meeting)
    entries = _entries(meeting, audience, recorded)
    for row in rows:
        if row.item is not None and row.item.pk in closed:
            yield Section(row, is_closed=True)
        elif row.item is not None:
            key = row.item.pk
            own, inner = (note_of(notes[key], part) if key in notes else "" for part in Part)
            yield Section(
                row,
                own,
                inner if sees_non_public(audience) else "",
                tuple(sorted(entries[key], key=lambda entry: entry.at)),
                tuple(files.get(key, ())),
                tuple(_presided(row.item, changes, presiding)),
            )


def _entries(
    meeting: Meeting, audience: Audience, recorded: Sequence[MeetingEvent]
) -> dict[int, list[Remark | Moved | Vote]]:
    """By the item's id what was moved and voted, and every other step on it that belongs in the minutes."""
    found: dict[int, list[Remark | Moved | Vote]] = defaultdict(list)
    motions = motions_by_item(meeting, audience)
    for item, rows in motions.items():
        found[item] += [_moved(row, rows) for row in rows]
    shown = {row.pk for rows in motions.values() for row in rows}
    for event in recorded:
        if event.name.startswith(UNDER_ITEM) and not event.name.startswith(ELSEWHERE) and not _is_told(event, shown):
            found[event.data.get("item", 0)].append(Remark(event.at, sentence_of(event)))
    for item, votes in votes_by_item(meeting, audience).items():
        found[item] += votes
    return found


def _is_told(event: MeetingEvent, shown: set[int]) -> bool:
    noun, _, verb = event.name.removeprefix("agenda.").partition(".")
    return noun in {"motion", "amendment"} and verb in TOLD_BY_MOTION and event.data.get("motion") in shown


def _moved(row: Motion, rows: list[Motion]) -> Moved:
    return Moved(
        at=row.moved_at,
        label=_label(row),
        mover=mover_of(row),
        text=row.text,
        pieces=differences(base_of(rows, row), row.text) if row.is_amendment else (),
        became="" if row.state == MotionState.MOVED else str(row.get_state_display()),
        decided_at=row.decided_at,
    )


def _label(row: Motion) -> str:
    if not row.is_amendment:
        return _("Motion")
    return _("Amendment to the motion of {name}").format(name=mover_of(row.amends)) if row.amends else _("Amendment")


def _presided(
    item: AgendaItem, changes: list[tuple[datetime, Person | None]], presiding: Person | None
) -> Iterator[Presided]:
    """Who led this item, where it was handed over; None among the changes is whoever leads the whole meeting."""
    if item.opened_at is None:
        return
    before = [person or presiding for at, person in changes if at <= item.opened_at]
    first = before[-1] if before else presiding
    later = [
        (at, person or presiding)
        for at, person in changes
        if at > item.opened_at and not (item.closed_at and at >= item.closed_at)
    ]
    if first and (first != presiding or later):
        yield Presided(first)
        yield from (Presided(person, at) for at, person in later if person)
