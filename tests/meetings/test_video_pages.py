"""The way into the conference: who is taken where, what the pages may show, what the desk learns."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from meetings import services
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.pictures import picture_for
from meetings.models import ChannelClosure
from meetings.panels.video import close_video
from meetings.video import VideoPerson, VideoRole, transport
from meetings.video.names import person_key
from meetings.video.states import look
from tests.meetings.test_video_bigbluebutton import go
from tests.meetings.video_servers import SECRET, BigBlueButtonLike, JitsiLike, send, serving

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
APP, KEY = "ratssaal", "a-secret-that-only-both-servers-know-0123456789"
JITSI = JitsiLike(APP, KEY, "meet.example")
LINK = "https://video.example.org/saal"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def jitsi(settings):
    settings.JITSI_URL, settings.JITSI_APP_ID, settings.JITSI_SECRET = "https://meet.example", APP, KEY


@pytest.fixture
def bbb(settings):
    with serving(BigBlueButtonLike()) as server:
        settings.BBB_URL, settings.BBB_SECRET = server.url, SECRET
        yield server


@pytest.fixture
def use(clerk):
    """Give a meeting another video system."""

    def change(meeting, system, link=""):
        meeting.refresh_from_db()
        services.edit_meeting(
            meeting=meeting, actor=clerk, version=meeting.version, video_system=system, video_link=link
        )
        meeting.refresh_from_db()

    return change


@pytest.fixture
def remote(seat, clerk):
    """A member who takes part remotely, and the way they are known to the video system."""

    def make(meeting):
        person = seat("member").person
        services.record_arrival(meeting=meeting, person=person, mode="remote", actor=clerk)
        return person

    return make


def way(meeting):
    return f"/meetings/{meeting.pk}/video/"


def joined(server, meeting, person, name="Wer auch immer"):
    """Somebody in the conference, as the server keeps them."""
    from meetings.video import system_of

    assert (
        go(system_of(meeting).join_address(meeting, VideoPerson(meeting.pk, person, name, VideoRole.PARTICIPANT)))
        == 302
    )
    (conference,) = server.conferences.values()
    return conference.attendees[-1]


def test_a_participant_is_taken_to_the_plain_link_and_nobody_keeps_it(running, use, seat, signed_in):
    use(running, "link", LINK)
    answer = signed_in(seat("member").person.user).get(way(running))

    assert (answer.status_code, answer["Location"]) == (302, LINK)
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store, private", "no-referrer")


@pytest.mark.parametrize(
    ("role", "moderates"), [("chair", "true"), ("clerk", "true"), ("member", "false"), ("deputy_chair", "false")]
)
def test_jitsi_admits_each_in_their_role(role, moderates, jitsi, running, use, seat, clerk, signed_in):
    use(running, "jitsi")
    user = clerk.user if role == "clerk" else seat(role).person.user
    admitted = JITSI.admit(signed_in(user).get(way(running))["Location"])

    assert (admitted["name"], admitted["moderator"]) == (user.person.name, moderates)


def test_whoever_presides_moderates(jitsi, running, use, seat, signed_in):
    use(running, "jitsi")
    deputy = seat("deputy_chair").person
    running.presiding = deputy
    running.save(update_fields=["presiding"])

    assert JITSI.admit(signed_in(deputy.user).get(way(running))["Location"])["moderator"] == "true"


def test_bigbluebutton_lets_a_member_in_through_our_address(bbb, running, use, seat, signed_in):
    use(running, "bigbluebutton")
    member = seat("member").person

    assert go(signed_in(member.user).get(way(running))["Location"]) == 302
    (conference,) = bbb.conferences.values()
    assert [one["userID"] for one in conference.attendees] == [person_key(running.pk, member.pk)]


def test_others_are_refused(jitsi, running, use, actor, signed_in):
    use(running, "jitsi")
    statuses = {
        who: signed_in(user).get(way(running)).status_code
        for who, user in {"public": None, "admin": actor("administrator").user}.items()
    }

    assert statuses == {"public": 403, "admin": 403}


def test_there_is_no_way_in_before_and_after_and_without_a_conference(jitsi, meeting, use, clerk, signed_in):
    use(meeting, "jitsi")
    client = signed_in(clerk.user)
    draft = client.get(way(meeting)).status_code
    convened = services.convene_meeting(meeting=meeting, actor=clerk)
    waiting = client.get(way(convened)).status_code
    services.cancel_meeting(meeting=convened, actor=clerk)

    assert (draft, waiting, client.get(way(meeting)).status_code) == (409, 302, 409)


def test_a_meeting_without_a_link_has_no_way_and_no_button(running, clerk, signed_in):
    client = signed_in(clerk.user)

    assert client.get(way(running)).status_code == 404
    assert way(running) not in client.get(f"/meetings/{running.pk}/room/").content.decode()


@pytest.mark.parametrize("view", ["room", "desk", ""])
def test_pages_show_our_own_address_and_nothing_of_the_other(view, running, use, clerk, signed_in):
    use(running, "link", LINK)
    page = signed_in(clerk.user).get(f"/meetings/{running.pk}/{view}{'/' if view else ''}").content.decode()

    assert f'href="{way(running)}"' in page
    assert "video.example.org" not in page


def test_a_dead_server_is_said_in_words(bbb, running, use, clerk, signed_in):
    use(running, "bigbluebutton")
    bbb.misbehave = lambda handler: send(handler, 500, b"")
    answer = signed_in(clerk.user).get(way(running), headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()) == (
        503,
        {"code": "video.failed", "message": "Das Videosystem antwortet nicht."},
    )
    assert answer["Cache-Control"] == "no-store, private"


def test_the_room_page_alone_may_frame_jitsi_alone(jitsi, running, use, clerk, signed_in):
    use(running, "jitsi")
    client = signed_in(clerk.user)
    pages = {view: client.get(f"/meetings/{running.pk}/{view}/") for view in ("room", "desk", "public", "screen")}

    policies = {view: page["Content-Security-Policy"] for view, page in pages.items()}
    assert "frame-src 'self' https://meet.example;" in policies["room"] + ";"
    assert {view for view, policy in policies.items() if "meet.example" in policy} == {"room"}
    assert 'camera=(self "https://meet.example")' in pages["room"]["Permissions-Policy"]
    content = pages["room"].content.decode()
    assert 'data-allow="camera https://meet.example; microphone https://meet.example;' in content
    assert "<iframe" not in content


@pytest.mark.parametrize("system", ["link", "bigbluebutton"])
def test_other_systems_are_not_framed(system, bbb, running, use, clerk, signed_in):
    use(running, system, LINK)
    page = signed_in(clerk.user).get(f"/meetings/{running.pk}/room/")

    assert "frame-src" not in page["Content-Security-Policy"]
    assert "data-video" not in page.content.decode()


def test_the_form_offers_what_is_set_up_and_the_service_refuses_the_rest(meeting, use, clerk, signed_in, settings):
    client = signed_in(clerk.user)
    before = client.get(f"/meetings/{meeting.pk}/edit/").content.decode()
    settings.BBB_URL, settings.BBB_SECRET = "https://bbb.example/bigbluebutton/", SECRET
    after = client.get(f"/meetings/{meeting.pk}/edit/").content.decode()

    assert "video_system" not in before
    assert ("bigbluebutton" in after, "jitsi" in after) == (True, False)
    with pytest.raises(DomainError) as refusal:
        use(meeting, "jitsi")
    assert refusal.value.code == "meeting.video_not_set_up"


def test_the_form_saves_the_choice_and_keeps_it_where_it_is_not_asked(bbb, meeting, clerk, signed_in):
    client = signed_in(clerk.user)
    data = {"title": "Neu", "starts_at": "2030-01-01T17:00", "format": "digital"}
    saved = client.post(f"/meetings/{meeting.pk}/edit/", {**data, "video_system": "bigbluebutton", "version": 1})
    kept = client.post(f"/meetings/{meeting.pk}/edit/", {**data, "title": "Neuer", "version": 2})
    strange = client.post(f"/meetings/{meeting.pk}/edit/", {**data, "video_system": "teams", "version": 3})

    meeting.refresh_from_db()
    assert (saved.status_code, kept.status_code, strange.status_code) == (302, 302, 400)
    assert (meeting.title, meeting.video_system) == ("Neuer", "bigbluebutton")


def test_a_system_that_was_taken_away_has_to_be_replaced(bbb, settings, meeting, use, clerk, signed_in):
    use(meeting, "bigbluebutton")
    settings.BBB_URL = ""
    client = signed_in(clerk.user)
    page = client.get(f"/meetings/{meeting.pk}/edit/").content.decode()
    data = {"title": "Neu", "starts_at": "2030-01-01T17:00", "format": "digital", "video_system": "link", "version": 2}

    assert 'name="video_system"' in page
    assert client.post(f"/meetings/{meeting.pk}/edit/", data).status_code == 302


def desk_of(meeting, audience=Audience.DESK):
    meeting.refresh_from_db()
    return picture_for(meeting, audience, None)["panels"].get("video")


def test_the_desk_sees_who_is_to_be_seen_and_heard(bbb, running, use, remote):
    use(running, "bigbluebutton")
    person = remote(running)
    look(running)
    absent = desk_of(running)
    joined(bbb, running, person.pk).update(hasVideo="true")
    cache.clear()
    look(running)

    assert "nicht in der Videokonferenz" in absent
    assert "Kamera an" in desk_of(running)
    assert "kein Mikrofon" in desk_of(running, Audience.PARTICIPANT)
    assert desk_of(running, Audience.PUBLIC) is desk_of(running, Audience.SCREEN) is None


def test_a_silent_system_is_named_at_the_desk_and_the_meeting_goes_on(bbb, running, use, remote, clerk):
    use(running, "bigbluebutton")
    remote(running)
    bbb.misbehave = lambda handler: send(handler, 500, b"")
    look(running)

    assert "Das Videosystem antwortet nicht." in desk_of(running)
    assert services.interrupt_meeting(meeting=running, actor=clerk, cause="break").state == "interrupted"


def test_the_system_is_asked_once_however_many_look(bbb, running, use):
    use(running, "bigbluebutton")
    for _ in range(4):
        look(running)

    assert bbb.calls == ["getMeetingInfo"]


def test_the_public_is_out_only_when_nobody_strange_is_in_the_conference(bbb, running, use, remote, clerk):
    use(running, "bigbluebutton")
    joined(bbb, running, remote(running).pk)
    joined(bbb, running, 10**6, name="Vito Zuschauer")
    services.exclude_public(meeting=running, category="", motion="Antrag", actor=clerk)
    services.close_channels(meeting=running, actor=clerk)
    closure = ChannelClosure.objects.get(channel="video")
    (conference,) = bbb.conferences.values()
    refused = (closure.closed_at, "Vito Zuschauer" in closure.fault)
    conference.attendees.pop()
    services.close_channels(meeting=running, actor=clerk)
    closure.refresh_from_db()

    assert refused == (None, True)
    assert (closure.closed_at is not None, closure.fault) == (True, "")


def test_a_conference_that_does_not_answer_keeps_the_item_shut(bbb, running, use, clerk):
    use(running, "bigbluebutton")
    bbb.misbehave = lambda handler: send(handler, 500, b"")
    services.exclude_public(meeting=running, category="", motion="Antrag", actor=clerk)
    services.close_channels(meeting=running, actor=clerk)
    running.refresh_from_db()

    assert running.publicity == "closing"
    assert close_video(running) == str(transport.SILENT)


def test_the_meeting_can_leave_a_dead_system_in_the_non_public_part(bbb, running, use, clerk):
    use(running, "bigbluebutton")
    bbb.misbehave = lambda handler: send(handler, 500, b"")
    services.exclude_public(meeting=running, category="", motion="Antrag", actor=clerk)
    services.close_channels(meeting=running, actor=clerk)
    use(running, "link", LINK)
    services.close_channels(meeting=running, actor=clerk)
    running.refresh_from_db()

    assert running.publicity == "non_public"
    assert "nicht erkennen, wer" in desk_of(running)


def test_where_nobody_can_see_who_is_in_the_desk_is_told_to_look(jitsi, running, use, clerk):
    use(running, "jitsi")
    before = desk_of(running)
    services.exclude_public(meeting=running, category="", motion="Antrag", actor=clerk)

    assert "nicht erkennen, wer" not in before
    assert "nicht erkennen, wer" in desk_of(running)
    assert "nicht erkennen, wer" not in desk_of(running, Audience.PARTICIPANT)
    assert not ChannelClosure.objects.filter(channel="video").exists()


def test_the_desk_ends_what_is_left_of_the_conference(bbb, running, use, remote, clerk, signed_in):
    use(running, "bigbluebutton")
    person = remote(running)
    joined(bbb, running, person.pk)
    client = signed_in(clerk.user)
    address = f"{way(running)}end/"
    early = client.post(address).status_code
    services.close_meeting(meeting=running, actor=clerk)
    offered = address in client.get(f"/meetings/{running.pk}/desk/").content.decode()

    assert (early, offered) == (409, True)
    assert (signed_in(person.user).post(address).status_code, client.post(address).status_code) == (403, 302)
    assert bbb.conferences == {}


def test_our_address_stands_in_no_log(jitsi, running, use, clerk, signed_in, caplog):
    use(running, "jitsi")
    with caplog.at_level("DEBUG"):
        address = urlsplit(signed_in(clerk.user).get(way(running))["Location"])

    assert address.path.strip("/") not in caplog.text
    assert "jwt=" not in caplog.text
