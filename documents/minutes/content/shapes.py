"""What minutes hold (Niederschrift): plain values, collected by the other modules here and arranged by the exports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from agenda.differences import Piece
from agenda.models import AgendaItem
from agenda.selectors import Row
from documents.files.models import File
from meetings.models import Attendance, Meeting, Person, SeatHolding
from meetings.selectors import Seal


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person on the list and the intervals of their presence; none means absent.

    `stood_in` are the times in which they held somebody else's seat, `replaced` those in which somebody held theirs.
    `writes` is set for a clerk who kept the minutes at the desk without being entered in the list.
    """

    name: str
    function: str
    is_demo: bool
    intervals: tuple[Attendance, ...] = ()
    stood_in: tuple[SeatHolding, ...] = ()
    replaced: tuple[SeatHolding, ...] = ()
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the attendance list with its people."""

    title: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that happened, with its time."""

    at: datetime
    sentence: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One counted poll as the minutes show it; `names` are empty where the rules of procedure print none.

    `label` says what the words are: a resolution, what was put to the vote and not adopted, a motion on procedure.
    `untold` are those of the counts that the sentence does not name. `how` says the way of voting and the majority,
    `additions` what came afterwards: objections, recounts, that it was annulled.
    """

    at: datetime
    label: str
    question: str
    is_rejected: bool
    sentence: str
    counts: tuple[tuple[str, int], ...]
    untold: tuple[tuple[str, int], ...]
    names: tuple[tuple[str, tuple[str, ...]], ...]
    how: str = ""
    factions: str = ""
    additions: tuple[str, ...] = ()
    is_void: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A motion or an amendment with its mover, and what became of it; `pieces` is what an amendment changes, word by
    word.
    """

    at: datetime
    label: str
    mover: str
    text: str
    pieces: tuple[Piece, ...] = ()
    became: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Presided:
    """Who led the meeting during an item, and since when within it; None from its beginning."""

    person: Person
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One item with all that was recorded about it; nothing but its title where it is closed to the reader.

    `note` was written in the public part, `inner_note` in the non-public one. `entries` is what was moved, voted and
    decided on it in the order of the time. `presided` is empty where whoever leads the whole meeting did.
    """

    row: Row
    note: str = ""
    inner_note: str = ""
    entries: tuple[Remark | Moved | Vote, ...] = ()
    files: tuple[File, ...] = ()
    presided: tuple[Presided, ...] = ()
    is_closed: bool = False

    @property
    def item(self) -> AgendaItem:
        """The item; a section exists only for those who may see it."""
        assert self.row.item is not None
        return self.row.item

    @property
    def votes(self) -> list[Vote]:
        """Its counted polls."""
        return [entry for entry in self.entries if isinstance(entry, Vote)]


@dataclass(frozen=True, slots=True)
class State:
    """Up to which recorded step these minutes go (Stand), and what was changed after the meeting was over."""

    as_of: datetime
    changed_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Minutes:
    """The whole record of one meeting for one audience."""

    meeting: Meeting
    day: date
    state: State
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

    @property
    def is_draft(self) -> bool:
        """Whether nobody has released them yet."""
        return self.state.released_at is None
