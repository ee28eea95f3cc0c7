"""What stands in the minutes of a meeting (Niederschrift), collected for one audience; the PDF only arranges it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from agenda.enums import Part
from agenda.models import AgendaItem, note_of
from agenda.selectors import Row, agenda_of, items_for
from documents.models import File
from documents.selectors import files_by_item
from meetings import events
from meetings.enums import Audience, GapReason, MeetingState, Role
from meetings.event_kinds import all_kinds
from meetings.journal import sentence_of
from meetings.models import Attendance, Meeting, MeetingEvent, Membership, Person, SeatHolding
from meetings.names import key_of
from meetings.selectors import Seal, roll, seal_of, sees_non_public, substitutions_of
from voting.enums import Outcome
from voting.selectors import Record, polls_for

SHOWN_ELSEWHERE = ("agenda.item.opened", "agenda.item.closed", "voting.poll.declared", "voting.result.")
"""Their time or result stands with the item."""
LEADERS = (Role.CHAIR, Role.DEPUTY_CHAIR)


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person on the list and the intervals of their presence; none means absent.

    `stood_in` are the times in which they held somebody else's seat, `replaced` those in which somebody held theirs.
    """

    name: str
    function: str
    is_demo: bool
    intervals: tuple[Attendance, ...] = ()
    stood_in: tuple[SeatHolding, ...] = ()
    replaced: tuple[SeatHolding, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the attendance list with its people."""

    title: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """One counted poll as the minutes show it; `names` are empty where the rules of procedure print none.

    `how` says the way of voting and the majority, `additions` what came afterwards: objections, recounts, that it was annulled.
    """

    question: str
    is_rejected: bool
    sentence: str
    counts: tuple[tuple[str, int], ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    how: str = ""
    factions: str = ""
    additions: tuple[str, ...] = ()
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One item with all that was recorded about it; nothing but its title where it is closed to the reader.

    `note` was written in the public part, `inner_note` in the non-public one.
    """

    row: Row
    note: str = ""
    inner_note: str = ""
    votes: tuple[Vote, ...] = ()
    papers: tuple[File, ...] = ()
    is_closed: bool = False

    @property
    def item(self) -> AgendaItem:
        """The item; a section exists only for those who may see it."""
        assert self.row.item is not None
        return self.row.item


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that happened, with its time."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole record of one meeting for one audience."""

    meeting: Meeting
    is_draft: bool
    with_non_public: bool
    groups: tuple[Group, ...]
    presiding: Person | None
    clerk: Person | None
    seats: int
    seats_present: int
    recesses: tuple[tuple[datetime, datetime | None], ...]
    agenda: tuple[Row, ...]
    sections: tuple[Section, ...]
    course: tuple[Remark, ...]
    has_demo: bool
    seal: Seal | None


def minutes_of(meeting: Meeting, audience: Audience, closed: Collection[int] = ()) -> Minutes:
    """Collect the minutes; for the public nothing of the non-public part but numbers and neutral titles.

    `closed` are the ids of items of which this reader may learn nothing for a conflict of interest (GO NRW section 31).
    """
    members, stays, swaps = roll(meeting), _stays(meeting), substitutions_of(meeting)
    rows = agenda_of(meeting, audience)
    open_rows = [row for row in rows if row.item is None or row.item.pk not in closed]
    groups = tuple(_groups(members, stays, swaps, open_rows))
    recorded = [event for event in _recorded(meeting, audience) if event.data.get("item") not in closed]
    return Minutes(
        meeting=meeting,
        is_draft=meeting.state != MeetingState.CLOSED,
        with_non_public=sees_non_public(audience),
        groups=groups,
        presiding=_first_present(members, stays, LEADERS),
        clerk=_first_present(members, stays, (Role.CLERK,)),
        seats=sum(row.voting_right for row in members),
        seats_present=len(_seats_present(members, stays, swaps)),
        recesses=tuple(_recesses(recorded)),
        agenda=tuple(rows),
        sections=tuple(_sections(meeting, audience, rows, closed)),
        course=tuple(_course(recorded, rows)),
        has_demo=any(person.is_demo for group in groups for person in group.people),
        seal=seal_of(meeting, audience),
    )


def _stays(meeting: Meeting) -> dict[int, tuple[Attendance, ...]]:
    found: dict[int, list[Attendance]] = defaultdict(list)
    for attendance in meeting.attendances.exclude(end_reason=GapReason.CORRECTED).order_by("arrived_at", "pk"):
        found[attendance.person_id].append(attendance)
    return {person: tuple(rows) for person, rows in found.items()}


def _first_present(members: list[Membership], stays: dict[int, tuple[Attendance, ...]], roles: Iterable[Role]) -> Person | None:
    """Who leads or writes: the first present of the first role that somebody present holds, in the order of the roles."""
    holders = [row for role in roles for row in members if row.role == role]
    present = [row for row in holders if row.person_id in stays]
    return next((row.person for row in present or holders), None)


def _seats_present(members: list[Membership], stays: dict[int, tuple[Attendance, ...]], swaps: list[SeatHolding]) -> set[int]:
    """The voting seats on which somebody sat at any time, the member or a substitute."""
    own = {row.pk for row in members if row.voting_right and row.person_id in stays}
    return own | {swap.seat_id for swap in swaps}


def _groups(
    members: list[Membership], stays: dict[int, tuple[Attendance, ...]], swaps: list[SeatHolding], rows: list[Row]
) -> Iterator[Group]:
    seats = sorted((row for row in members if row.voting_right), key=lambda row: (key_of(_faction(row)), _faction(row)))
    for name, held in groupby(seats, key=_faction):
        yield Group(name or _("Voting members without a faction"), tuple(_attendee(row, stays, swaps) for row in held))
    others = {
        Role.ADVISORY_MEMBER: _("Advisory members"),
        Role.SUBSTITUTE: _("Substitutes present"),
        Role.CLERK: _("Clerk"),
    }
    for role, title in others.items():
        rest = (row for row in members if row.role == role and not row.voting_right)
        people = tuple(_attendee(row, stays, swaps) for row in rest if role != Role.SUBSTITUTE or row.person_id in stays)
        if people:
            yield Group(title, people)
    guests = tuple(_guests(rows))
    if guests:
        yield Group(_("Presenting"), guests)


def _faction(row: Membership) -> str:
    return row.faction.name if row.faction else ""


def _attendee(row: Membership, stays: dict[int, tuple[Attendance, ...]], swaps: list[SeatHolding]) -> Attendee:
    role = "" if row.role == Role.MEMBER else str(row.get_role_display())
    function = ", ".join(part for part in (role, row.person.function) if part)
    stood_in = tuple(swap for swap in swaps if swap.person_id == row.person_id)
    replaced = tuple(swap for swap in swaps if swap.seat_id == row.pk)
    return Attendee(row.person.name, function, row.person.is_demo, stays.get(row.person_id, ()), stood_in, replaced)


def _guests(rows: list[Row]) -> Iterator[Attendee]:
    for row in rows:
        for presenter in row.presenters:
            words = ", ".join(part for part in (presenter.organisation, _("item {number}").format(number=row.number)) if part)
            yield Attendee(presenter.name, words, presenter.is_demo)


def _recorded(meeting: Meeting, audience: Audience) -> list[MeetingEvent]:
    """The events that belong in these minutes and that this audience may see."""
    kinds = [kind.name for kind in all_kinds() if kind.in_minutes]
    levels = {Audience.PUBLIC, Audience.PARTICIPANT} if sees_non_public(audience) else {Audience.PUBLIC}
    found = meeting.events.filter(name__in=kinds, audience__in=levels).order_by("seq")
    return list(found.prefetch_related("secrets"))


def _recesses(recorded: list[MeetingEvent]) -> Iterator[tuple[datetime, datetime | None]]:
    began: datetime | None = None
    for event in recorded:
        if event.name == events.MEETING_INTERRUPTED.name:
            began = event.at
        elif event.name == events.MEETING_RESUMED.name and began is not None:
            yield began, event.at
            began = None
    if began is not None:
        yield began, None


def _course(recorded: list[MeetingEvent], rows: list[Row]) -> Iterator[Remark]:
    """What happened besides the items; whoever came before the first item was called stands in the list alone."""
    arrivals = {events.PERSON_ARRIVED.name, events.PERSON_IMPORTED.name}
    called = [row.item.opened_at for row in rows if row.item and row.item.opened_at]
    items = {row.item.pk for row in rows if row.item}
    for event in recorded:
        early = event.name in arrivals and (not called or event.at <= min(called))
        with_item = event.name.startswith(SHOWN_ELSEWHERE) and event.data.get("item") in items  # not one that has left this part since
        if not early and not with_item:
            yield Remark(event.at, sentence_of(event))


def _sections(meeting: Meeting, audience: Audience, rows: list[Row], closed: Collection[int]) -> Iterator[Section]:
    notes = {item.pk: item for item in items_for(meeting, audience)}
    papers = files_by_item(meeting, audience)
    votes = _votes(meeting, audience)
    for row in rows:
        if row.item is not None and row.item.pk in closed:
            yield Section(row, is_closed=True)
        elif row.item is not None:
            key = row.item.pk
            own, inner = (note_of(notes[key], part) if key in notes else "" for part in Part)
            yield Section(row, own, inner if sees_non_public(audience) else "", tuple(votes[key]), tuple(papers.get(key, ())))


def _votes(meeting: Meeting, audience: Audience) -> dict[int, list[Vote]]:
    """The counted polls by the item's id."""
    found: dict[int, list[Vote]] = defaultdict(list)
    for record in polls_for(meeting, audience):
        found[record.item.pk].append(_vote(record))
    return found


def _vote(record: Record) -> Vote:
    poll = record.poll
    return Vote(
        question=record.question,
        is_rejected=record.outcome == Outcome.REJECTED,
        sentence=record.sentence,
        counts=tuple((line.label, line.count) for line in record.lines if line.count or line.code != "not_voted"),
        names=record.names,
        how=", ".join(words for words in (str(poll.get_method_display()), record.rule) if words),
        factions=record.factions_sentence,
        additions=tuple(_additions(record)),
        is_void=poll.is_void,
    )


def _additions(record: Record) -> Iterator[str]:
    for note in record.notes:
        yield f"{note.label}: {' – '.join(words for words in (note.sentence, note.text) if words)}"
    if record.poll.is_void:
        yield _("This vote was annulled; it does not count.")
