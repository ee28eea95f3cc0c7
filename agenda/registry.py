"""What higher rooms hang into the agenda: checks before an open item is left (voting: no poll may still be open),
parts of its rows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agenda.models import AgendaItem, Presenter
from meetings.enums import Audience
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.registry import Hook, PagePart

LeaveCheck = Callable[[AgendaItem], None]

_leave_checks: list[LeaveCheck] = []
_vote_checks: list[LeaveCheck] = []


def check_before_leaving(check: LeaveCheck) -> LeaveCheck:
    """Let a room refuse that the open item is closed, postponed, withdrawn or taken back, by raising `DomainError`.

    Runs under the meeting's lock.
    """
    if check not in _leave_checks:
        _leave_checks.append(check)
    return check


def run_leave_checks(item: AgendaItem) -> None:
    """Ask every room whether the open item may be left now."""
    for check in _leave_checks:
        check(item)


def check_outside_votes(check: LeaveCheck) -> LeaveCheck:
    """Let a room refuse what may not happen while the open item is being voted on, by raising `DomainError`."""
    if check not in _vote_checks:
        _vote_checks.append(check)
    return check


def run_vote_checks(item: AgendaItem) -> None:
    """Ask every room whether no vote on the open item is being taken."""
    for check in _vote_checks:
        check(item)


follow_leaving = Hook[[AgendaItem, Actor], None]()
"""Let a room end what runs on the open item when it is left; under the meeting's lock, before the event of that."""
tell_presenter_parts = Hook[[Presenter, str], PagePart]()
"""Let a room bring its section of a presenter's personal page; the token is that of the link."""


follow_part_change = Hook[[AgendaItem, Actor], None]()
"""Let a room change what it has put on an item that was moved to another part; under the meeting's lock."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where title and draft resolution of an item come from, and where they are changed instead."""

    name: str
    url: str


name_source = Hook[[AgendaItem], Source | None]()
"""Let a room say that the words of an item are its own: they are not edited at the agenda then."""


def source_of(item: AgendaItem) -> Source | None:
    """Where the words of an item come from; None when they are the agenda's own."""
    return next((source for source in name_source.ask(item) if source is not None), None)


MotionsBusy = Callable[[Meeting], set[int]]

_motions_busy: list[MotionsBusy] = []


def name_motions_at_the_vote(names: MotionsBusy) -> MotionsBusy:
    """Let a room say, by id, which motions of a meeting it has put to the vote: their words are frozen until it is
    through.
    """
    if names not in _motions_busy:
        _motions_busy.append(names)
    return names


def motions_at_the_vote(meeting: Meeting) -> set[int]:
    """The ids of the motions that are put to the vote now."""
    return {pk for names in _motions_busy for pk in names(meeting)}


MatterNamer = Callable[[AgendaItem], Iterable[Any]]

_matter_namers: list[MatterNamer] = []


def name_matters(namer: MatterNamer) -> MatterNamer:
    """Let a room say what of its own arose in the non-public part of an item, as `selectors.Matter` rows."""
    if namer not in _matter_namers:
        _matter_namers.append(namer)
    return namer


def matters_named(item: AgendaItem) -> list[Any]:
    """What the rooms above hang on an item that arose in the non-public part."""
    return [matter for namer in _matter_namers for matter in namer(item)]


@dataclass(frozen=True, slots=True)
class RowPart:
    """What a room says of an item in the agenda of a page: `line` is the template for the row, `body` for what opens
    below it.

    Both get it as `part`; what is `shown` is the room's own. `is_result` when it says what came of the item; then
    `words` are what was put to the vote, so that the same draft does not stand there twice.
    """

    line: str
    body: str
    shown: Mapping[str, Any]
    is_result: bool = False
    words: tuple[str, ...] = ()


tell_editor_parts = Hook[[Meeting, Actor], PagePart]()
"""Let a room bring something to the agenda's editor: what waits to be put there."""
tell_row_parts = Hook[[Meeting, Audience], dict[int, RowPart]]()
"""Let a room say something of the items of a meeting as an audience may see it, by the item's id; the same few
queries for all.
"""


ItemFinder = Callable[[Meeting, Audience], dict[int, Any]]

_at_items: dict[str, tuple[ItemFinder, str]] = {}


def stand_at_items(name: str, found: ItemFinder, template: str) -> None:
    """Let a room put something to the items in the agenda of rooms and the public view, by the item's id: papers,
    results.
    """
    _at_items[name] = (found, template)


def told_of_items(meeting: Meeting, audience: Audience) -> dict[str, dict[int, Any]]:
    """What the rooms have for this audience, by its name and the item's id."""
    return {name: found(meeting, audience) for name, (found, _template) in _at_items.items()}


def told_at_items(name: str, meeting: Meeting, audience: Audience) -> dict[int, Any]:
    """What one of them has for this audience, by the item's id; nothing where no room has it."""
    return _at_items[name][0](meeting, audience) if name in _at_items else {}


def templates_at_items() -> dict[str, str]:
    """By its name, the fragment that shows one thing of it."""
    return {name: template for name, (_found, template) in _at_items.items()}
