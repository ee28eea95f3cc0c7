"""Which adapter serves a meeting."""

from __future__ import annotations

from django.conf import settings

from meetings.enums import VideoSystem
from meetings.models import Meeting
from meetings.video.base import VideoAdapter
from meetings.video.bigbluebutton import BigBlueButton
from meetings.video.configured import is_configured
from meetings.video.jitsi import Jitsi
from meetings.video.link import PlainLink


def system_of(meeting: Meeting) -> VideoAdapter | None:
    """The meeting's video system; None when the operator has taken its settings away."""
    if not is_configured(meeting.video_system):
        return None
    if meeting.video_system == VideoSystem.JITSI:
        return Jitsi(settings.JITSI_URL, settings.JITSI_APP_ID, settings.JITSI_SECRET)
    if meeting.video_system == VideoSystem.BIGBLUEBUTTON:
        return BigBlueButton(settings.BBB_URL, settings.BBB_SECRET, settings.BBB_CHECKSUM)
    return PlainLink()


def any_tells_states() -> bool:
    """Whether it is worth watching conferences at all; a look at the settings."""
    return is_configured(VideoSystem.BIGBLUEBUTTON)


def has_video(meeting: Meeting) -> bool:
    """Whether participants can join a conference of this meeting now."""
    system = system_of(meeting)
    return system is not None and meeting.is_live and system.has_conference(meeting)
