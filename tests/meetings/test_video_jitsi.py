"""Jitsi Meet: what a token server would let in, and what it would keep out."""

import base64
import json
import time
from urllib.parse import unquote, urlsplit

import jwt
import pytest

from meetings.enums import MeetingFormat
from meetings.models import Meeting
from meetings.video import VideoPerson, VideoRole
from meetings.video.jitsi import VALID, Jitsi
from tests.meetings.video_servers import JitsiLike

pytestmark = pytest.mark.any_database

APP, SECRET = "ratssaal", "a-secret-that-only-both-servers-know-0123456789"
SYSTEM = Jitsi("https://meet.example:8443/", APP, SECRET)
SERVER = JitsiLike(APP, SECRET, "meet.example")


def meeting(pk=7):
    return Meeting(pk=pk, title="1. Sitzung", format=MeetingFormat.HYBRID)


def visitor(role=VideoRole.PARTICIPANT, person=3, name="Mira Möller & Söhne"):
    return VideoPerson(7, person, name, role)


@pytest.mark.parametrize(("role", "moderates"), [("moderator", True), ("participant", False), ("guest", False)])
def test_the_server_admits_whoever_was_sent_in_their_role(role, moderates):
    user = SERVER.admit(SYSTEM.join_address(meeting(), visitor(VideoRole(role))))

    assert (user["name"], user["moderator"]) == ("Mira Möller & Söhne", str(moderates).lower())
    assert user["affiliation"] == ("owner" if moderates else "member")


def test_the_address_leads_to_the_system_and_carries_the_name():
    url = urlsplit(SYSTEM.join_address(meeting(), visitor()))

    assert (url.scheme, url.netloc) == ("https", "meet.example:8443")
    assert json.loads(unquote(url.fragment).removeprefix("userInfo.displayName=")) == "Mira Möller & Söhne"
    assert SYSTEM.frame_origin == "https://meet.example:8443"


def test_the_token_does_not_outlive_the_moment_of_joining(monkeypatch):
    address = SYSTEM.join_address(meeting(), visitor())
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    old = SYSTEM.join_address(meeting(), visitor())
    monkeypatch.undo()
    claims = jwt.decode(address.split("jwt=")[1].split("#")[0], options={"verify_signature": False})

    assert claims["exp"] - time.time() <= VALID <= 300
    with pytest.raises(jwt.ExpiredSignatureError):
        SERVER.admit(old)


def test_a_token_of_the_future_is_not_valid_yet(monkeypatch):
    later = time.time() + 3600
    monkeypatch.setattr(time, "time", lambda: later)
    address = SYSTEM.join_address(meeting(), visitor())
    monkeypatch.undo()

    with pytest.raises(jwt.ImmatureSignatureError):
        SERVER.admit(address)


def test_another_secret_another_application_and_another_room_stay_outside():
    address = SYSTEM.join_address(meeting(), visitor())
    others = [
        Jitsi("https://meet.example", APP, "another-secret-of-the-same-length-0123456789").join_address(
            meeting(), visitor()
        ),
        Jitsi("https://meet.example", "other", SECRET).join_address(meeting(), visitor()),
        Jitsi("https://other.example", APP, SECRET).join_address(meeting(), visitor()),
        address.replace("/ratssaal-", "/ratssaal-0"),
        _as_moderator(address),
    ]

    assert SERVER.admit(address)
    for other in others:
        with pytest.raises(jwt.InvalidTokenError):
            SERVER.admit(other)


def _as_moderator(address):
    """The same token with another right written into it, and the old signature."""
    head, claims, signature = address.split("jwt=")[1].split("#")[0].split(".")
    text = base64.urlsafe_b64decode(claims + "==").replace(b'"moderator":"false"', b'"moderator":"true" ')
    forged = base64.urlsafe_b64encode(text).rstrip(b"=").decode()
    assert forged != claims
    return address.replace(f"{head}.{claims}.{signature}", f"{head}.{forged}.{signature}")


def test_rooms_and_people_have_names_that_tell_nothing_and_differ(settings):
    first, second = SYSTEM.join_address(meeting(7), visitor()), SYSTEM.join_address(meeting(8), visitor())
    room = urlsplit(first).path
    settings.SECRET_KEY = "another key of another installation, long enough"

    assert len({room, urlsplit(second).path, urlsplit(SYSTEM.join_address(meeting(7), visitor())).path}) == 3
    assert len(room) > 32
    assert (
        VideoPerson(7, 3, "", VideoRole.GUEST).key
        != VideoPerson(8, 3, "", VideoRole.GUEST).key
        != VideoPerson(8, 4, "", VideoRole.GUEST).key
    )


def test_jitsi_tells_nothing_and_serves_no_meeting_in_the_hall_alone():
    assert (SYSTEM.tells_states, SYSTEM.states(meeting()), SYSTEM.end(meeting())) == (False, None, False)
    assert SYSTEM.has_conference(meeting()) is True
    assert SYSTEM.has_conference(Meeting(format=MeetingFormat.IN_PERSON)) is False
