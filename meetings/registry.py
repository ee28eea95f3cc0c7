"""What higher rooms hang into the ground floor: checks, followers, next steps, tabs, ways of the public, the start
page.

The ground floor imports none of the rooms above it; they register here in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.enums import Audience, Publicity
from meetings.models import Meeting
from meetings.offers import (
    Answered as Answered,
)
from meetings.offers import (
    CurrentItem as CurrentItem,
)
from meetings.offers import (
    News as News,
)
from meetings.offers import (
    PagePart as PagePart,
)
from meetings.offers import (
    Phase as Phase,
)
from meetings.offers import (
    PublicChannel as PublicChannel,
)
from meetings.offers import (
    RunningWords as RunningWords,
)
from meetings.offers import (
    Step as Step,
)
from meetings.offers import (
    StepDone as StepDone,
)
from meetings.offers import (
    Tab as Tab,
)
from meetings.offers import (
    Task as Task,
)
from meetings.offers import (
    Visitor as Visitor,
)
from meetings.permissions import Actor

StepFinder = Callable[[Meeting], "Step | None"]


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
follow_close = Hook[[Meeting, Actor], None]()
"""Let a room forget what is kept for a running meeting only, when it is closed."""
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
