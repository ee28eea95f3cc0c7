"""BigBlueButton: calls of its API, each with a checksum over the query and the shared secret."""

from __future__ import annotations

import hashlib
import logging
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from meetings.enums import MeetingFormat
from meetings.models import Meeting
from meetings.video.answers import parse, word
from meetings.video.base import MediaState, VideoFault, VideoPerson, VideoRole
from meetings.video.names import conference_name, password
from meetings.video.transport import STRANGE, fetch

REFUSES = _("The video system refuses the request.")
LONGEST_NAME = 200
logger = logging.getLogger(__name__)


class Refused(VideoFault):
    """The server answered FAILED; `key` is its own word for why."""

    def __init__(self, key: str) -> None:
        super().__init__(REFUSES)
        self.key = key


class BigBlueButton:
    """A conference is created when the first one joins; whoever is in it is known by their key."""

    frame_origin = ""
    tells_states = True

    def __init__(self, url: str, secret: str, checksum: str = "sha256") -> None:
        self.url = url.rstrip("/").removesuffix("/api")
        self.secret, self.checksum = secret, checksum

    def has_conference(self, meeting: Meeting) -> bool:
        return meeting.format != MeetingFormat.IN_PERSON

    def join_address(self, meeting: Meeting, person: VideoPerson) -> str:
        created = word(self._create(meeting), "createTime")
        fields = {
            "meetingID": conference_name(meeting.pk),
            "fullName": person.name,
            "userID": person.key,
            **_right(meeting, person.role),
        }
        if created.isascii() and created.isdigit():  # an address of one conference does not open the next
            fields["createTime"] = created
        return self._address("join", fields)

    def _create(self, meeting: Meeting) -> Element:
        """Create the conference; with the same data once more, the server answers with the one there is."""
        return self._call(
            "create",
            meetingID=conference_name(meeting.pk),
            name=meeting.title[:LONGEST_NAME],
            moderatorPW=password("moderator", meeting.pk),
            attendeePW=password("attendee", meeting.pk),
            guestPolicy="ASK_MODERATOR",
            muteOnStart="true",
            record="false",
            autoStartRecording="false",
            allowStartStopRecording="false",
        )

    def states(self, meeting: Meeting) -> dict[str, MediaState] | None:
        try:
            info = self._call("getMeetingInfo", meetingID=conference_name(meeting.pk))
        except Refused as refusal:
            if refusal.key == "notFound":
                return {}
            raise
        return {word(one, "userID"): _state(one) for one in info.iterfind("attendees/attendee")}

    def end(self, meeting: Meeting) -> bool:
        try:
            self._call("end", meetingID=conference_name(meeting.pk), password=password("moderator", meeting.pk))
        except Refused as refusal:
            if refusal.key != "notFound":
                raise
        return True

    def _call(self, call: str, **fields: str) -> Element:
        root = parse(fetch(self._address(call, fields)))
        code = word(root, "returncode")
        if code == "FAILED":
            key = word(root, "messageKey")[:100]
            if key != "notFound":
                logger.warning("the video system refused %s: %r", call, key)
            raise Refused(key)
        if code != "SUCCESS":
            raise VideoFault(STRANGE)
        return root

    def _address(self, name: str, fields: dict[str, Any]) -> str:
        query = urlencode(fields, quote_via=quote)
        checksum = hashlib.new(self.checksum, f"{name}{query}{self.secret}".encode()).hexdigest()
        return f"{self.url}/api/{name}?{query}&checksum={checksum}"


def _right(meeting: Meeting, role: VideoRole) -> dict[str, str]:
    """Password for old servers, role for new ones; a guest has to be let in by a moderator."""
    if role == VideoRole.MODERATOR:
        return {"password": password("moderator", meeting.pk), "role": "MODERATOR"}
    guest = {"guest": "true"} if role == VideoRole.GUEST else {}
    return {"password": password("attendee", meeting.pk), "role": "VIEWER", **guest}


def _state(attendee: Element) -> MediaState:
    speaks = word(attendee, "hasJoinedVoice") == "true" and word(attendee, "isListeningOnly") != "true"
    return MediaState(word(attendee, "fullName")[:LONGEST_NAME], word(attendee, "hasVideo") == "true", speaks)
