"""A plain link to any video system: the program knows no more of it than the address."""

from __future__ import annotations

from meetings.models import Meeting
from meetings.video.base import MediaState, VideoPerson


class PlainLink:
    """`Meeting.video_link`, the same for everybody; its own waiting room and rights are set up over there."""

    frame_origin = ""
    tells_states = False

    def has_conference(self, meeting: Meeting) -> bool:
        return bool(meeting.video_link)

    def join_address(self, meeting: Meeting, person: VideoPerson) -> str:
        return meeting.video_link

    def states(self, meeting: Meeting) -> dict[str, MediaState] | None:
        return None

    def end(self, meeting: Meeting) -> bool:
        return False
