"""Access data of the video conference stand in one answer only, the one that takes a participant there (DigiSiVO
section 2(5)).
"""

import logging

import pytest

from meetings import services
from meetings.journal.export import export_lines
from meetings.video.names import conference_name, password, person_key
from tests.leaks.crawl import ask, other_addresses, room_addresses
from tests.leaks.planted import Planted
from tests.meetings.video_servers import SECRET, BigBlueButtonLike, serving

SYSTEMS = ("link", "jitsi", "bigbluebutton")
KEY = "a-secret-that-only-both-servers-know-0123456789"
pytestmark = [pytest.mark.long, pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def systems(settings):
    """All systems set up, BigBlueButton with a server behind it."""
    settings.JITSI_URL, settings.JITSI_APP_ID, settings.JITSI_SECRET = "https://meet.example", "ratssaal-app", KEY
    with serving(BigBlueButtonLike()) as server:
        settings.BBB_URL, settings.BBB_SECRET = server.url, SECRET
        yield server


def plant(world, system):
    """Give the running meeting that system; the plain link has its canary already."""
    meeting, link = world.meeting, world.meeting.video_link if system == "link" else ""
    meeting.refresh_from_db()
    services.edit_meeting(
        meeting=meeting, actor=world.clerk, version=meeting.version, video_system=system, video_link=link
    )
    meeting.refresh_from_db()
    return ["https://video.example.org/"] if system == "link" else _access_data(world, meeting)


def _access_data(world, meeting):
    people = [person_key(meeting.pk, person.pk) for person in world.people.values()]
    passwords = [password(role, meeting.pk) for role in ("moderator", "attendee")]
    return [conference_name(meeting.pk), "jwt=", "checksum=", KEY, SECRET, *people, *passwords]


def outputs(world, role, system):
    """Every answer; the public asks in one more way for each system (`test_leaks` asks in all)."""
    client, turns = world.client(role), [SYSTEMS.index(system)] if role == "public" else []
    addresses = [*room_addresses(world, world.links()["own"]), *other_addresses()]
    return {address: "\n".join(ask(client, address, turns)) for address in addresses}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("role", ["clerk", "member", "public"])
def test_access_data_stand_in_one_answer_only(system, role, systems, caplog):
    caplog.set_level(logging.DEBUG)
    world = Planted()
    data = plant(world, system)
    way = f"/meetings/{world.meeting.pk}/video/"
    forms = {f"/meetings/{pk}/edit/" for pk in (world.meeting.pk, world.draft.pk)}

    found = {address for address, text in outputs(world, role, system).items() if any(word in text for word in data)}
    others = {
        address
        for address in found - {way}
        if not (system == "link" and role == "clerk" and (address in forms or "copy=" in address))
    }

    assert (way in found, others) == (role != "public", set())
    assert [word for word in data if word in caplog.text] == []


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_whole_journal_holds_no_access_data(system, systems):
    world = Planted()
    data = plant(world, system)
    world.client("clerk").get(f"/meetings/{world.meeting.pk}/video/")

    assert [word for word in data if word in "\n".join(export_lines(world.meeting))] == []
