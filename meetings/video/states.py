"""What the video system said last of who is in the conference, kept for a few seconds for all processes."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.cache import cache

from meetings.models import Meeting
from meetings.video.base import MediaState, VideoFault
from meetings.video.systems import system_of

EVERY = 5
"""Seconds between two questions about one meeting, however many processes and sockets there are."""
KEPT = 3 * EVERY


@dataclass(frozen=True, slots=True)
class Conference:
    """The last answer: everybody in the conference by their key, or that there was none."""

    answers: bool
    people: dict[str, MediaState] = field(default_factory=dict)


def look(meeting: Meeting) -> Conference | None:
    """Ask the system, unless somebody has just asked; takes as long as the system does, so never in the database
    thread.
    """
    if cache.add(f"video.asked.{meeting.pk}", True, timeout=EVERY - 0.5):
        cache.set(_name(meeting.pk), _ask(meeting), timeout=KEPT)
    return last_answer(meeting.pk)


def _ask(meeting: Meeting) -> Conference | None:
    system = system_of(meeting)
    try:
        people = system.states(meeting) if system is not None else None
    except VideoFault:
        return Conference(answers=False)
    return None if people is None else Conference(answers=True, people=people)


def last_answer(meeting_id: int) -> Conference | None:
    """The last answer; None when it is too old, or the system tells nothing. Asks nobody."""
    found: Conference | None = cache.get(_name(meeting_id))
    return found


def _name(meeting_id: int) -> str:
    return f"video.seen.{meeting_id}"
