"""Who was present at any second, told by the journal alone (Anwesenheit aus dem Verlauf; GO NRW section 52, DigiSiVO
section 2(3)).

Pure: it takes (name, moment, data) of the events in their order and asks no database. A stay lasts from `since` up to,
but not including, `until`. Nobody's stay ends with an interruption of the meeting: that gap follows from the course.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

Fact = tuple[str, datetime, Mapping[str, Any]]
Span = tuple[datetime, datetime | None]

BEGINNINGS = frozenset(f"meetings.attendance.{word}" for word in ("arrived", "imported", "healed", "changed"))
ENDINGS = {
    "meetings.attendance.left": "left",
    "meetings.attendance.lost": "disruption",
    "meetings.attendance.changed": "changed",
}
CORRECTED, STRUCK = "meetings.attendance.corrected", "meetings.attendance.struck"
OPENINGS = frozenset({"meetings.meeting.opened", "meetings.meeting.reopened"})
CLOSINGS = frozenset({"meetings.meeting.closed"})


@dataclass(frozen=True, slots=True)
class Stay:
    """One interval of one person; `until` is None while it lasts."""

    person: int
    mode: str
    since: datetime
    until: datetime | None = None
    reason: str = ""

    def covers(self, moment: datetime) -> bool:
        """Whether it lasts at that moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Gap:
    """Time in which somebody was away between two stays, or nobody was at work: `reason` is "recess" then."""

    reason: str
    since: datetime
    until: datetime | None


def stamp(moment: datetime | None) -> str:
    """A moment as it stands in the journal; empty for none."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


def moment_of(text: str) -> datetime | None:
    """The moment behind a stamp."""
    return datetime.fromisoformat(text) if text else None


def replay(facts: Iterable[Fact]) -> list[Stay]:
    """Every stay that the events tell of, as corrected, in the order in which they were entered."""
    stays: list[Stay] = []
    for name, at, data in facts:
        if name in ENDINGS:
            _end(stays, data, at, data.get("reason") or ENDINGS[name])
        if name in BEGINNINGS:
            stays.append(Stay(data["person"], data["mode"], moment_of(data.get("since", "")) or at))
        if name in {CORRECTED, STRUCK}:
            _correct(stays, name, data)
    return stays


def _end(stays: list[Stay], data: Mapping[str, Any], at: datetime, reason: str) -> None:
    until = moment_of(data.get("until") or data.get("since", "")) or at
    for place, stay in enumerate(stays):
        if stay.person == data["person"] and stay.until is None:
            stays[place] = replace(stay, until=until, reason=reason)


def _correct(stays: list[Stay], name: str, data: Mapping[str, Any]) -> None:
    was = (data["person"], moment_of(data["was_since"]), moment_of(data["was_until"]))
    place = next(place for place, stay in enumerate(stays) if (stay.person, stay.since, stay.until) == was)
    if name == STRUCK:
        del stays[place]
        return
    since, until = moment_of(data["since"]), moment_of(data["until"])
    reason = (stays[place].reason or "left") if until else ""
    stays[place] = replace(stays[place], since=since or stays[place].since, until=until, reason=reason)


def spans(facts: Iterable[Fact], beginnings: frozenset[str], endings: frozenset[str]) -> list[Span]:
    """The stretches between events that begin something and events that end it."""
    found: list[Span] = []
    for name, at, _ in facts:
        if name in beginnings:
            found.append((at, None))
        elif name in endings and found and found[-1][1] is None:
            found[-1] = (found[-1][0], at)
    return found


def present_at(facts: Sequence[Fact], moment: datetime) -> dict[int, str]:
    """Who was present at that moment, and in which way; nobody outside the meeting."""
    if not any(
        since <= moment and (until is None or moment < until) for since, until in spans(facts, OPENINGS, CLOSINGS)
    ):
        return {}
    return {stay.person: stay.mode for stay in replay(facts) if stay.covers(moment)}


def gaps(stays: Sequence[Stay], recesses: Sequence[Span]) -> list[Gap]:
    """The gaps of one person: between their stays, with the reason of each, and the interruptions that fell into a
    stay.
    """
    own = sorted(stays, key=lambda stay: stay.since)
    return sorted([*_between(own), *_within(own, recesses)], key=lambda gap: gap.since)


def _between(own: Sequence[Stay]) -> Iterator[Gap]:
    for stay, following in zip(own, [*own[1:], None], strict=True):
        if stay.until is not None and (following is None or following.since > stay.until):
            yield Gap(stay.reason, stay.until, following.since if following else None)


def _within(own: Sequence[Stay], recesses: Sequence[Span]) -> Iterator[Gap]:
    for since, until in recesses:
        for stay in own:
            begins = max(since, stay.since)
            ends = min((end for end in (until, stay.until) if end is not None), default=None)
            if ends is None or begins < ends:
                yield Gap("recess", begins, ends)
