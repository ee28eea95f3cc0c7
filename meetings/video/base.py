"""What the program asks of a video system, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise

from meetings.models import Meeting
from meetings.video.names import person_key


class VideoRole(StrEnum):
    """What somebody is in the conference; a moderator may mute and remove others."""

    MODERATOR = "moderator"
    PARTICIPANT = "participant"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class VideoPerson:
    """Who wants to join; of the person, the system learns the name, a pseudonym for this meeting and the role."""

    meeting_id: int
    person_id: int
    name: str
    role: VideoRole

    @property
    def key(self) -> str:
        """The pseudonym under which the system knows this person in this meeting."""
        return person_key(self.meeting_id, self.person_id)


@dataclass(frozen=True, slots=True)
class MediaState:
    """What the system says of one person who is in the conference."""

    name: str
    camera: bool
    microphone: bool


class VideoFault(Exception):
    """The system did not do what it was asked; `message` is for people and holds nothing of what was sent."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class VideoAdapter(Protocol):
    """One video system. Only methods that say so talk to it; all of those raise `VideoFault`."""

    @property
    def frame_origin(self) -> str:
        """Where a frame in the room page leads, "" when the system is opened in a tab of its own."""

    @property
    def tells_states(self) -> bool:
        """Whether `states` knows who is in the conference."""

    def has_conference(self, meeting: Meeting) -> bool:
        """Whether this meeting has a conference to join."""

    def join_address(self, meeting: Meeting, person: VideoPerson) -> str:
        """The personal address of this person; may talk to the system."""

    def states(self, meeting: Meeting) -> dict[str, MediaState] | None:
        """Everybody in the conference by their key, None when the system does not tell; talks to the system."""

    def end(self, meeting: Meeting) -> bool:
        """End the conference for everybody; False when the system cannot. Talks to the system."""
