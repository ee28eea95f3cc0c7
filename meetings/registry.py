"""What higher rooms hang into the ground floor: checks before a meeting closes, next steps, tabs, minutes sections.

The ground floor imports none of the rooms above it; they register here in `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from meetings.permissions import Actor

CloseCheck = Callable[[Meeting], None]
StepFinder = Callable[[Meeting], "Step | None"]


@dataclass(frozen=True, slots=True)
class Step:
    """What normally comes now: a button for the desk. `url` takes a POST, or is opened when `method` is get."""

    label: str | Promise
    url: str
    method: str = "post"
    fields: tuple[tuple[str, str], ...] = ()
    confirm: str | Promise = ""


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


_close_checks: list[CloseCheck] = []
_readmit_checks: list[CloseCheck] = []
_public_channels: dict[str, PublicChannel] = {}
_step_finders: list[tuple[int, StepFinder]] = []
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


def offer_step(rank: int, finder: StepFinder) -> None:
    """Register a finder for the desk's next-step button; the lowest rank that finds something wins."""
    if (rank, finder) not in _step_finders:
        _step_finders.append((rank, finder))
        _step_finders.sort(key=lambda entry: entry[0])


def next_step(meeting: Meeting) -> Step | None:
    """What normally comes now in this meeting, or None when nothing is left to do."""
    return next((step for _, finder in _step_finders if (step := finder(meeting)) is not None), None)


def add_tab(rank: int, tab: Tab) -> None:
    """Register a link for the meeting's pages."""
    if (rank, tab) not in _tabs:
        _tabs.append((rank, tab))
        _tabs.sort(key=lambda entry: entry[0])


def tabs_for(actor: Actor, meeting: Meeting) -> list[dict[str, Any]]:
    """The links this person gets on the meeting's pages."""
    return [{"label": tab.label, "url_name": tab.url_name} for _, tab in _tabs if tab.shown(actor, meeting)]
