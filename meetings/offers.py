"""What rooms offer to the ground floor, as plain values: steps, news, tabs, tasks, parts of pages (see `registry`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from meetings.enums import Role
from meetings.models import Meeting
from meetings.permissions import Actor


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
