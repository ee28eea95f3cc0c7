"""Which video systems the operator has set up; the plain link needs nothing."""

from __future__ import annotations

from django.conf import settings

from meetings.enums import VideoSystem

NEEDED = {
    VideoSystem.JITSI: ("JITSI_URL", "JITSI_APP_ID", "JITSI_SECRET"),
    VideoSystem.BIGBLUEBUTTON: ("BBB_URL", "BBB_SECRET"),
}


def is_configured(system: str) -> bool:
    """Whether all settings that this system needs are there."""
    return all(getattr(settings, name) for name in NEEDED.get(VideoSystem(system), ()))


def configured_systems() -> list[VideoSystem]:
    """The systems a clerk may choose."""
    return [system for system in VideoSystem if is_configured(system)]
