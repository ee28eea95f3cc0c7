"""What higher rooms hang into the ground floor: checks before a meeting closes, next steps, tabs, minutes sections.

The ground floor imports none of the rooms above it; they register here in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.enums import Publicity
from meetings.models import Meeting
from meetings.permissions import Actor

SeatCheck = Callable[[Meeting], None]
CloseCheck = Callable[[Meeting], None]
StepFinder = Callable[[Meeting], "Step | None"]


@dataclass(frozen=True, slots=True)
class Step:
    """What normally comes now: a button for the desk. `url` takes a POST, or is opened when `method` is get.

    `words` is what the chair says with it, in the language of the house (`spoken`).
    """

    label: str | Promise
    url: str
    method: str = "post"
    fields: tuple[tuple[str, str], ...] = ()
    confirm: str | Promise = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A link on the meeting's pages: its label, URL name (takes the meeting's id) and who sees it."""

    label: str | Promise
    url_name: str
    shown: Callable[[Actor, Meeting], bool]


@dataclass(frozen=True, slots=True)
class PublicChannel:
    """A way on which the public learns of a meeting; `close` makes sure it is shut and returns "", or what is wrong.

    `exists` says whether this meeting has that way at all.
    """

    label: str | Promise
    close: Callable[[Meeting], str]
    exists: Callable[[Meeting], bool] = lambda meeting: True


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """What is being dealt with right now, as the room above knows it: its row, its number, and whether everybody may know of it."""

    key: int
    number: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class StepDone:
    """Something that was done: the kind of row of a room above ("voting.poll"), its number, and how it reads in a list."""

    kind: str
    key: int
    label: str
    is_public: bool


ItemFinder = Callable[[Meeting], CurrentItem | None]
RecusedFinder = Callable[[Meeting], frozenset[int]]
StepNamer = Callable[[Meeting, datetime], list[StepDone]]
InterruptionFollower = Callable[[Meeting, Actor], None]
DepartureFollower = Callable[[Meeting, int, datetime, Actor], None]
WithdrawalFollower = Callable[[Meeting, int, Actor], None]
Postponer = Callable[[Meeting, Actor], int]

_item_finders: list[ItemFinder] = []
_recused_finders: list[RecusedFinder] = []
_step_namers: list[StepNamer] = []
_postponers: list[Postponer] = []
_interruption_followers: list[InterruptionFollower] = []
_publicity_followers: list[CloseCheck] = []
_departure_followers: list[DepartureFollower] = []
_withdrawal_followers: list[WithdrawalFollower] = []
_close_checks: list[CloseCheck] = []
_reopen_checks: list[CloseCheck] = []
_readmit_checks: list[CloseCheck] = []
_public_channels: dict[str, PublicChannel] = {}
_seat_checks: list[SeatCheck] = []
_steps: dict[str, StepFinder] = {}
_tabs: list[tuple[int, Tab]] = []


def check_before_close(check: CloseCheck) -> CloseCheck:
    """Let a room refuse the closing of a meeting by raising `DomainError`; runs under the meeting's lock."""
    if check not in _close_checks:
        _close_checks.append(check)
    return check


def run_close_checks(meeting: Meeting) -> None:
    """Ask every room whether the meeting may be closed now."""
    for check in _close_checks:
        check(meeting)


def check_before_reopening(check: CloseCheck) -> CloseCheck:
    """Let a room refuse that a closed meeting is opened again, by raising `DomainError`; runs under the meeting's lock."""
    if check not in _reopen_checks:
        _reopen_checks.append(check)
    return check


def run_reopen_checks(meeting: Meeting) -> None:
    """Ask every room whether the closing may be taken back now."""
    for check in _reopen_checks:
        check(meeting)


def check_before_readmitting(check: CloseCheck) -> CloseCheck:
    """Let a room refuse that the public comes in again, by raising `DomainError`; runs under the meeting's lock."""
    if check not in _readmit_checks:
        _readmit_checks.append(check)
    return check


def run_readmit_checks(meeting: Meeting) -> None:
    """Ask every room whether the public may come in now."""
    for check in _readmit_checks:
        check(meeting)


def add_public_channel(key: str, channel: PublicChannel) -> None:
    """Register a way of the public that has to be closed before anything non-public is dealt with."""
    _public_channels[key] = channel


def public_channels() -> dict[str, PublicChannel]:
    """All ways of the public besides the open sockets."""
    return dict(_public_channels)


def channel_label(key: str) -> str | Promise:
    """How a way reads at the desk."""
    return _public_channels[key].label if key in _public_channels else _("Live view and hall display")


def check_before_seat_change(check: SeatCheck) -> SeatCheck:
    """Let a room refuse that a substitute gives a seat up, by raising `DomainError`; runs under the meeting's lock."""
    if check not in _seat_checks:
        _seat_checks.append(check)
    return check


def run_seat_checks(meeting: Meeting) -> None:
    """Ask every room whether a substitute may give a seat up now."""
    for check in _seat_checks:
        check(meeting)


def offer_steps(steps: Mapping[str, StepFinder], *, after: str = "") -> None:
    """Let a room add its next steps of the desk, in this order, by names of its own.

    With `after` they come right behind that step, of a room below or of its own; without it behind all that are known. ValueError
    for a name or a finder that is there already, and for an `after` that nobody offers.
    """
    if doubled := [name for name, finder in steps.items() if name in _steps or finder in _steps.values()]:
        raise ValueError(f"next steps are offered twice: {doubled}")
    if after and after not in _steps:
        raise ValueError(f"there is no next step {after!r}")
    rows = list(_steps.items())
    place = list(_steps).index(after) + 1 if after else len(rows)
    rows[place:place] = steps.items()
    _steps.clear()
    _steps.update(rows)


def all_steps() -> dict[str, StepFinder]:
    """The next steps of all rooms in their order, by name."""
    return dict(_steps)


def next_step(meeting: Meeting) -> Step | None:
    """What normally comes now in this meeting: of the steps in their order the first that is found; None when nothing is left to do."""
    return next((step for finder in _steps.values() if (step := finder(meeting)) is not None), None)


def add_tab(rank: int, tab: Tab) -> None:
    """Register a link for the meeting's pages."""
    if (rank, tab) not in _tabs:
        _tabs.append((rank, tab))
        _tabs.sort(key=lambda entry: entry[0])


def tabs_for(actor: Actor, meeting: Meeting) -> list[dict[str, Any]]:
    """The links this person gets on the meeting's pages."""
    return [{"label": tab.label, "url_name": tab.url_name} for _, tab in _tabs if tab.shown(actor, meeting)]


def tell_current_item(finder: ItemFinder) -> ItemFinder:
    """Let a room say which item is being dealt with."""
    if finder not in _item_finders:
        _item_finders.append(finder)
    return finder


def current_item(meeting: Meeting) -> CurrentItem | None:
    """The item that is being dealt with right now, public or not."""
    return next((item for finder in _item_finders if (item := finder(meeting)) is not None), None)


def tell_recused(finder: RecusedFinder) -> RecusedFinder:
    """Let a room say who takes no part in the item that is being dealt with, by their ids (Befangenheit, GO NRW section 31)."""
    if finder not in _recused_finders:
        _recused_finders.append(finder)
    return finder


def recused_now(meeting: Meeting) -> frozenset[int]:
    """Who has neither floor nor vote on the item that is being dealt with, because of a conflict of interest."""
    return frozenset().union(*(finder(meeting) for finder in _recused_finders))


def is_public_now(meeting: Meeting) -> bool:
    """Whether everybody may know what happens right now: the public is in, and no non-public item is being dealt with."""
    item = current_item(meeting)
    return meeting.publicity == Publicity.PUBLIC and (item is None or item.is_public)


def name_steps(namer: StepNamer) -> StepNamer:
    """Let a room name what was done in a meeting since a moment, for the steps that a disturbance has affected."""
    if namer not in _step_namers:
        _step_namers.append(namer)
    return namer


def steps_since(meeting: Meeting, moment: datetime) -> list[StepDone]:
    """What was done in the meeting since that moment, by all rooms."""
    return [step for namer in _step_namers for step in namer(meeting, moment)]


def follow_interruption(follower: InterruptionFollower) -> InterruptionFollower:
    """Let a room stop what runs when the meeting is interrupted; under the meeting's lock."""
    if follower not in _interruption_followers:
        _interruption_followers.append(follower)
    return follower


def run_interruption(meeting: Meeting, actor: Actor) -> None:
    """Tell all rooms that the meeting is being interrupted."""
    for follower in _interruption_followers:
        follower(meeting, actor)


def follow_publicity(follower: CloseCheck) -> CloseCheck:
    """Let a room do what is due when the public goes out or comes in; under the meeting's lock."""
    if follower not in _publicity_followers:
        _publicity_followers.append(follower)
    return follower


def run_publicity(meeting: Meeting) -> None:
    """Tell all rooms that the meeting's publicity has changed."""
    for follower in _publicity_followers:
        follower(meeting)


def follow_departure(follower: DepartureFollower) -> DepartureFollower:
    """Let a room stop what somebody does who is there no longer, however their presence ended; under the meeting's lock."""
    if follower not in _departure_followers:
        _departure_followers.append(follower)
    return follower


def run_departure(meeting: Meeting, person_id: int, at: datetime, actor: Actor) -> None:
    """Tell all rooms that somebody's presence has ended at that moment."""
    for follower in _departure_followers:
        follower(meeting, person_id, at, actor)


def follow_withdrawal(follower: WithdrawalFollower) -> WithdrawalFollower:
    """Let a room end what somebody says from whom the floor is withdrawn; under the meeting's lock."""
    if follower not in _withdrawal_followers:
        _withdrawal_followers.append(follower)
    return follower


def run_withdrawal(meeting: Meeting, person_id: int, actor: Actor) -> None:
    """Tell all rooms that somebody has lost the floor on the item that is being dealt with."""
    for follower in _withdrawal_followers:
        follower(meeting, person_id, actor)


def postpone_rest(postponer: Postponer) -> Postponer:
    """Let a room put off what is not through when a meeting is adjourned; answers how much that was."""
    if postponer not in _postponers:
        _postponers.append(postponer)
    return postponer


def run_postponing(meeting: Meeting, actor: Actor) -> int:
    """Put off whatever is not through, in all rooms; under the meeting's lock."""
    return sum(postponer(meeting, actor) for postponer in _postponers)
