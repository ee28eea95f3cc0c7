"""BigBlueButton: the calls as a server takes them, and servers that are slow, lie, or talk nonsense."""

import logging
import time
import urllib.error
import urllib.request

import pytest

from meetings.enums import MeetingFormat
from meetings.models import Meeting
from meetings.video import MediaState, VideoFault, VideoPerson, VideoRole, transport
from meetings.video.answers import parse
from meetings.video.bigbluebutton import BigBlueButton
from tests.meetings.video_servers import SECRET, BigBlueButtonLike, send, serving

pytestmark = pytest.mark.any_database

SYNTAX = [
    b"",
    b"no xml",
    b"<response>",
    b"<a/><b/>",
    b"\xff\xfe\x00",
    b"{}",
    b"<a>\x00</a>",
    b'<?xml version="1.0" encoding="nonsense"?><a/>',
]
BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "zzzzzzzzzz"><!ENTITY b '
    b'"&a;&a;&a;&a;&a;&a;&a;&a;">]><response><returncode>&b;</returncode></response>'
)
FILE = b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><response><returncode>&a;</returncode></response>'
REMOTE = b'<!DOCTYPE response SYSTEM "http://127.0.0.1:9/x.dtd"><response><returncode>SUCCESS</returncode></response>'


@pytest.fixture
def server():
    with serving(BigBlueButtonLike()) as running:
        yield running


@pytest.fixture
def system(server):
    return BigBlueButton(server.url, SECRET)


def meeting(pk=7):
    return Meeting(pk=pk, title="1. Sitzung & mehr: Größe?", format=MeetingFormat.HYBRID)


def visitor(role=VideoRole.PARTICIPANT, person=3):
    return VideoPerson(7, person, "Mira Möller", role)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def go(address):
    """The status of the answer that a browser gets at the join address."""
    try:
        return urllib.request.build_opener(_Stay).open(address, timeout=3).status
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code


@pytest.mark.parametrize(
    ("role", "right"), [("moderator", "MODERATOR"), ("participant", "VIEWER"), ("guest", "VIEWER")]
)
def test_the_server_lets_a_visitor_in_by_their_role(server, system, role, right):
    assert go(system.join_address(meeting(), visitor(VideoRole(role)))) == 302

    (conference,) = server.conferences.values()
    (attendee,) = conference.attendees
    assert (attendee["fullName"], attendee["role"], attendee["userID"]) == ("Mira Möller", right, visitor().key)
    assert ("guest" in attendee) == (role == "guest")


def test_the_conference_is_created_once_and_records_nothing(server, system):
    for person in (3, 4):
        assert go(system.join_address(meeting(), visitor(person=person))) == 302

    (conference,) = server.conferences.values()
    recording = {name: conference.fields[name] for name in ("record", "autoStartRecording", "allowStartStopRecording")}
    assert set(recording.values()) == {"false"}
    assert (conference.fields["name"], len(conference.attendees)) == ("1. Sitzung & mehr: Größe?", 2)


def test_two_meetings_have_two_conferences(server, system):
    for pk in (7, 8):
        system.join_address(meeting(pk), visitor())

    assert len(server.conferences) == 2


def test_an_address_of_an_earlier_conference_does_not_open_the_next(server, system):
    old = system.join_address(meeting(), visitor())
    system.end(meeting())
    new = system.join_address(meeting(), visitor())

    assert (go(old), go(new)) == (200, 302)


def test_camera_and_microphone_are_read_from_the_server(server, system):
    go(system.join_address(meeting(), visitor()))
    (conference,) = server.conferences.values()
    conference.attendees[0].update(hasVideo="true", hasJoinedVoice="true", isListeningOnly="true")
    listening = system.states(meeting())
    conference.attendees[0].update(isListeningOnly="false")

    assert listening == {visitor().key: MediaState("Mira Möller", camera=True, microphone=False)}
    assert system.states(meeting()) == {visitor().key: MediaState("Mira Möller", camera=True, microphone=True)}


def test_a_conference_that_does_not_exist_is_empty_and_ends_without_complaint(server, system):
    assert system.states(meeting()) == {}
    assert system.end(meeting()) is True


def test_a_conference_can_be_ended(server, system):
    go(system.join_address(meeting(), visitor()))

    assert system.end(meeting()) is True
    assert server.conferences == {}


@pytest.mark.parametrize("suffix", ["", "api", "api/"])
def test_the_address_may_be_given_as_the_server_prints_it(server, suffix):
    assert BigBlueButton(server.url + suffix, SECRET).states(meeting()) == {}


def test_the_checksum_is_the_one_that_was_agreed(server):
    with serving(BigBlueButtonLike("sha1")) as old:
        assert BigBlueButton(old.url, SECRET, "sha1").states(meeting()) == {}
        with pytest.raises(VideoFault):
            BigBlueButton(old.url, SECRET, "sha256").states(meeting())


def test_a_wrong_secret_is_refused_and_the_log_says_why_without_the_secret(server, caplog):
    with pytest.raises(VideoFault) as refusal:
        BigBlueButton(server.url, "wrong-secret").states(meeting())

    assert "checksumError" in caplog.text
    assert not {word for word in ("wrong-secret", "checksum=", "meetingID") if word in caplog.text + str(refusal.value)}


@pytest.mark.parametrize(
    "body", [*SYNTAX, BOMB, FILE, REMOTE, b"<response/>", b"<response><returncode>PERHAPS</returncode></response>"]
)
def test_an_answer_that_makes_no_sense_is_a_fault(server, system, body):
    server.misbehave = lambda handler: send(handler, 200, body)

    with pytest.raises(VideoFault) as fault:
        system.join_address(meeting(), visitor())

    assert fault.value.message == transport.STRANGE


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_document_types_are_refused_in_every_encoding(encoding):
    with pytest.raises(VideoFault):
        parse(BOMB.decode().encode(encoding))
    assert parse("<response><a>ä</a></response>".encode(encoding)).findtext("a") == "ä"


def test_a_huge_answer_is_not_read_to_its_end(server, system):
    sent = []

    def flood(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(400):
                handler.wfile.write(b"<!-- " + b"x" * 65_536 + b" -->")
                sent.append(65_536)
        except OSError:
            handler.close_connection = True

    server.misbehave = flood

    with pytest.raises(VideoFault):
        system.states(meeting())
    assert sum(sent) < 400 * 65_536


@pytest.mark.parametrize("pace", ["silent", "dripping"])
def test_a_slow_server_is_given_up(server, system, monkeypatch, pace):
    monkeypatch.setattr(transport, "TIMEOUT", 0.3)

    def crawl(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(12):
                time.sleep(0.1)
                handler.wfile.write(b" " if pace == "dripping" else b"")
        except OSError:
            handler.close_connection = True

    server.misbehave = crawl
    begun = time.monotonic()

    with pytest.raises(VideoFault) as fault:
        system.states(meeting())
    assert (fault.value.message, time.monotonic() - begun < 1.0) == (transport.SILENT, True)


def test_a_redirect_is_not_followed(server, system):
    with serving(BigBlueButtonLike()) as other:
        server.misbehave = lambda handler: send(handler, 302, b"", Location=other.url + "api/getMeetingInfo?x=1")
        with pytest.raises(VideoFault):
            system.states(meeting())
        assert other.calls == []


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_status_of_failure_is_a_fault(server, system, status):
    server.misbehave = lambda handler: send(handler, status, b"<response><returncode>SUCCESS</returncode></response>")

    with pytest.raises(VideoFault):
        system.states(meeting())


def test_no_server_is_a_fault_and_the_log_holds_no_address(caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(VideoFault):
        BigBlueButton("http://127.0.0.1:9/bigbluebutton", SECRET).states(meeting())

    assert "did not answer" in caplog.text
    assert "127.0.0.1" not in caplog.text
