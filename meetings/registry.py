"""What higher rooms hang into the ground floor: checks, followers, next steps, tabs, ways of the public, the start
page.

The ground floor imports none of the rooms above it; they register here in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, ParamSpec, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience, Publicity, Role
from meetings.models import Meeting
from meetings.permissions import Actor

StepFinder = Callable[[Meeting], "Step | None"]


@dataclass(frozen=True, slots=True)
class Step:
    """What normally comes now: a button for the desk. `url` takes a POST, or is opened when `method` is get.

    `words` is what the chair says with it, in the language of the house (`spoken`). Where a question is to be answered
    first, `answers` are the buttons that answer it, and the step itself, going on without one, is a quiet button.
    """

    label: str | Promise
    url: str
    method: str = "post"
    fields: tuple[tuple[str, str], ...] = ()
    confirm: str | Promise = ""
    words: str = ""
    answers: tuple[Answered, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A button that answers the question of a step: its label, its address, what it sends, its key, the icon beside
    it.
    """

    label: str | Promise
    url: str
    fields: tuple[tuple[str, str], ...] = ()
    key: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """Something that has come in and needs a hand at the desk: since when it waits, what it is, and the one thing to do
    about it.

    `key` tells it from all others; `step` is a button, or a link to where it is dealt with.
    """

    key: str
    at: datetime
    icon: str
    title: str
    detail: str
    step: Step


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
    """What is being dealt with right now, as the room above knows it: its row, its number, and whether everybody may
    know of it.
    """

    key: int
    number: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class StepDone:
    """Something that was done: the kind of row of a room above ("voting.poll"), its number, and how it reads in a
    list.
    """

    kind: str
    key: int
    label: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who opens the start page: their roles today, by body, and the day. `desks` are the bodies for which they plan
    meetings.
    """

    user: Any
    person_id: int | None
    roles: Mapping[int, frozenset[Role]]
    desks: frozenset[int]
    day: date

    @property
    def bodies(self) -> frozenset[int]:
        """The bodies to which this person belongs."""
        return frozenset(self.roles)

    @property
    def is_clerk(self) -> bool:
        """Whether they are the clerk of a body (Schriftführung)."""
        return any(Role.CLERK in held for held in self.roles.values())


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is expected of somebody, with the day on which it is due, if there is one, and the button that
    leads there.
    """

    due: date | None
    label: str
    detail: str
    url: str
    button: str | Promise
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class PagePart:
    """A section of a page: its template, which gets it as `part`, and what it shows; `beside` stands in the second
    column.

    Those of a lower `rank` stand before the others.
    """

    template: str
    shown: Mapping[str, Any]
    beside: bool = False
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Phase:
    """One of the stages of a meeting's work, for chair and clerk: where it leads, how it stands (`done`, `now`, else
    waiting), in words.
    """

    rank: int
    label: str | Promise
    url_name: str
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class RunningWords:
    """The number and the title of a public item that is being dealt with."""

    number: str
    title: str


Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Hook(Generic[Given, Answer]):
    """Something that rooms above are asked or told, in the order in which they came: `@hook` over a function takes
    part in it.
    """

    def __init__(self) -> None:
        self._functions: list[Callable[Given, Answer]] = []

    def __call__(self, function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        if function not in self._functions:
            self._functions.append(function)
        return function

    def ask(self, *args: Given.args, **kwargs: Given.kwargs) -> list[Answer]:
        """What each of them answers."""
        return [function(*args, **kwargs) for function in self._functions]


check_before_close = Hook[[Meeting], None]()
"""Let a room refuse the closing of a meeting by raising `DomainError`; runs under the meeting's lock."""
check_before_reopening = Hook[[Meeting], None]()
"""Let a room refuse that a closed meeting is opened again, as before the close."""
check_before_readmitting = Hook[[Meeting], None]()
"""Let a room refuse that the public comes in again."""
check_before_seat_change = Hook[[Meeting], None]()
"""Let a room refuse that a substitute gives a seat up."""
follow_interruption = Hook[[Meeting, Actor], None]()
"""Let a room stop what runs when the meeting is interrupted; under the meeting's lock, like all that follow."""
follow_publicity = Hook[[Meeting], None]()
"""Let a room do what is due when the public goes out or comes in."""
follow_departure = Hook[[Meeting, int, datetime, Actor], None]()
"""Let a room stop what somebody does who is there no longer, however their presence ended: the person's id and the
moment.
"""
follow_withdrawal = Hook[[Meeting, int, Actor], None]()
"""Let a room end what somebody says from whom the floor is withdrawn on the item that is being dealt with."""
postpone_rest = Hook[[Meeting, Actor], int]()
"""Let a room put off what is not through when a meeting is adjourned; answers how much that was."""
tell_current_item = Hook[[Meeting], "CurrentItem | None"]()
"""Let a room say which item is being dealt with."""
tell_recused = Hook[[Meeting], frozenset[int]]()
"""Let a room say who takes no part in the item that is being dealt with, by their ids (Befangenheit, GO NRW section
31).
"""
name_steps = Hook[[Meeting, datetime], list[StepDone]]()
"""Let a room name what was done in a meeting since a moment, for the steps that a disturbance has affected."""

tell_tasks = Hook[[Visitor], list[Task]]()
"""Let a room say what is expected of somebody, for the start page."""
tell_start_parts = Hook[[Visitor], list[PagePart]]()
"""Let a room bring its sections of the start page; each asks the database the same of one row as of many."""
tell_meeting_parts = Hook[[Meeting, Actor, Audience], list[PagePart]]()
"""Let a room bring its sections of a meeting's own page, as this person may see them."""
tell_phases = Hook[[Meeting], Phase]()
"""Let a room name its stage of the work on a meeting: agenda, invitation, meeting, minutes."""
tell_lead = Hook[[Meeting, Actor, Audience], "Step | None"]()
"""Let a room say what is the one thing to do on a meeting's page, before what its state alone suggests."""
tell_running_words = Hook[[Sequence[Meeting]], dict[int, "RunningWords"]]()
"""Let a room say what is being dealt with in these meetings as everybody may know it, by the meeting's id."""
tell_speaker = Hook[[Meeting], int | None]()
"""Let a room say who has the floor right now, by the person's id."""
tell_news = Hook[[Meeting], list[News]]()
"""Let a room name what has come in and waits for a hand at the desk."""

_public_channels: dict[str, PublicChannel] = {}
_steps: dict[str, StepFinder] = {}
_tabs: list[tuple[int, Tab]] = []


def add_public_channel(key: str, channel: PublicChannel) -> None:
    """Register a way of the public that has to be closed before anything non-public is dealt with."""
    _public_channels[key] = channel


def public_channels() -> dict[str, PublicChannel]:
    """All ways of the public besides the open sockets."""
    return dict(_public_channels)


def channel_label(key: str) -> str | Promise:
    """How a way reads at the desk."""
    return _public_channels[key].label if key in _public_channels else _("Live view and hall display")


def offer_steps(steps: Mapping[str, StepFinder], *, after: str = "") -> None:
    """Let a room add its next steps of the desk, in this order, by names of its own.

    With `after` they come right behind that step, of a room below or of its own; without it behind all that are known.
    ValueError for a name or a finder that is there already, and for an `after` that nobody offers.
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
    """What normally comes now in this meeting: of the steps in their order the first that is found; None when
    nothing is left to do.
    """
    return next((step for finder in _steps.values() if (step := finder(meeting)) is not None), None)


def following_step(meeting: Meeting) -> Step | None:
    """What will normally come after the next step, as things stand: the first one that says something else."""
    found = (step for finder in _steps.values() if (step := finder(meeting)) is not None)
    first = next(found, None)
    return next((step for step in found if first and str(step.label) != str(first.label)), None)


def news_of(meeting: Meeting) -> list[News]:
    """What waits for a hand at the desk, the newest first."""
    return sorted((one for found in tell_news.ask(meeting) for one in found), key=lambda one: one.at, reverse=True)


def speaking_now(meeting: Meeting) -> int | None:
    """Who has the floor, by the person's id; None where nobody of the body speaks."""
    return next((person for person in tell_speaker.ask(meeting) if person is not None), None)


def add_tab(rank: int, tab: Tab) -> None:
    """Register a link for the meeting's pages."""
    if (rank, tab) not in _tabs:
        _tabs.append((rank, tab))
        _tabs.sort(key=lambda entry: entry[0])


def tabs_for(actor: Actor, meeting: Meeting) -> list[dict[str, Any]]:
    """The links this person gets on the meeting's pages."""
    return [{"label": tab.label, "url_name": tab.url_name} for _, tab in _tabs if tab.shown(actor, meeting)]


def phases_of(meeting: Meeting) -> list[Phase]:
    """The stages of the work on a meeting in their order."""
    return sorted(tell_phases.ask(meeting), key=lambda phase: phase.rank)


def current_item(meeting: Meeting) -> CurrentItem | None:
    """The item that is being dealt with right now, public or not."""
    return next((item for item in tell_current_item.ask(meeting) if item is not None), None)


def recused_now(meeting: Meeting) -> frozenset[int]:
    """Who has neither floor nor vote on the item that is being dealt with, because of a conflict of interest."""
    return frozenset().union(*tell_recused.ask(meeting))


def is_public_now(meeting: Meeting) -> bool:
    """Whether everybody may know what happens right now: the public is in, and no non-public item is being dealt
    with.
    """
    item = current_item(meeting)
    return meeting.publicity == Publicity.PUBLIC and (item is None or item.is_public)


def steps_since(meeting: Meeting, moment: datetime) -> list[StepDone]:
    """What was done in the meeting since that moment, by all rooms."""
    return [step for steps in name_steps.ask(meeting, moment) for step in steps]
