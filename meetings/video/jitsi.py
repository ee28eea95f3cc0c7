"""Jitsi Meet with tokens: who has no token signed by us does not get in (prosody's token authentication)."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import quote, urlsplit

import jwt

from meetings.enums import MeetingFormat
from meetings.models import Meeting
from meetings.video.base import MediaState, VideoPerson, VideoRole
from meetings.video.names import conference_name

VALID = 300
"""Seconds. Jitsi reads the token when somebody connects, not afterwards."""
CLOCKS_DIFFER = 30


class Jitsi:
    """Personal addresses with a token of RFC 7519, signed with HS256; Jitsi itself is never asked anything."""

    tells_states = False

    def __init__(self, url: str, app_id: str, secret: str) -> None:
        self.url, self.app_id, self.secret = url.rstrip("/"), app_id, secret

    @property
    def frame_origin(self) -> str:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def has_conference(self, meeting: Meeting) -> bool:
        return meeting.format != MeetingFormat.IN_PERSON

    def join_address(self, meeting: Meeting, person: VideoPerson) -> str:
        token = jwt.encode(self._claims(meeting, person), self.secret, algorithm="HS256")
        name = quote(json.dumps(person.name))
        return f"{self.url}/{conference_name(meeting.pk)}?jwt={token}#userInfo.displayName={name}"

    def _claims(self, meeting: Meeting, person: VideoPerson) -> dict[str, Any]:
        now = int(time.time())
        return {
            "aud": "jitsi",
            "iss": self.app_id,
            "sub": urlsplit(self.url).hostname,
            "room": conference_name(meeting.pk),
            "nbf": now - CLOCKS_DIFFER,
            "exp": now + VALID,
            "context": {"user": _user(person)},
        }

    def states(self, meeting: Meeting) -> dict[str, MediaState] | None:
        return None

    def end(self, meeting: Meeting) -> bool:
        return False


def _user(person: VideoPerson) -> dict[str, str]:
    """Texts only: lib-jitsi-meet takes nothing else. Two plugins, two words for the same right."""
    leads = person.role == VideoRole.MODERATOR
    return {
        "id": person.key,
        "name": person.name,
        "moderator": "true" if leads else "false",
        "affiliation": "owner" if leads else "member",
    }
