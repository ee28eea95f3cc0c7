"""The live path over real sockets: who gets what, when, and what never arrives."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from agenda import services as agenda
from config.asgi import application
from meetings import services
from meetings.live.hub import hub
from meetings.models import Meeting, Membership
from meetings.selectors import hall_code
from tests.resolved import RESOLVED

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30
"""Seconds until a test that waits for something gives up; on a quiet machine it comes within a few hundredths of
one.
"""


def browser(user):
    """The cookie header of somebody signed in; empty for a citizen."""
    if user is None:
        return []
    client = Client()
    client.force_login(user)
    return [
        (b"cookie", f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}".encode())
    ]


@asynccontextmanager
async def socket(path, user=None, origin=b"http://localhost", waits=True):
    """A page's socket; unless told otherwise only once the process hears of events, so that nothing is drawn anew
    for that.
    """
    headers = [(b"origin", origin), *await sync_to_async(browser)(user)]
    communicator = WebsocketCommunicator(application, path, headers)
    communicator.accepted, communicator.code = await communicator.connect(timeout=PATIENCE)
    try:
        if communicator.accepted and waits and hub().broadcasts:
            await asyncio.wait_for(hub().listening.wait(), PATIENCE)
        yield communicator
    finally:
        await communicator.disconnect()


async def frames_until(communicator, kind, seq=None):
    """All frames up to the first of that type (and seq); fails after a long time, whatever else comes meanwhile."""
    frames = []
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        frame = json.loads(await communicator.receive_from(timeout=PATIENCE))
        frames.append(frame)
        if frame["type"] == kind and (seq is None or frame["seq"] == seq):
            return frames
        assert asyncio.get_running_loop().time() < until, frames


async def act(service, **arguments):
    return await sync_to_async(service)(**arguments)


async def test_a_public_socket_gets_a_picture_and_follows(convened, clerk):
    async with socket(f"/ws/meetings/{convened.pk}/?seq=0&view=public") as citizen:
        first = await frames_until(citizen, "panels")
        running = await act(services.open_meeting, meeting=convened, actor=clerk)
        later = await frames_until(citizen, "panels", seq=running.last_seq)

    assert [frame["type"] for frame in first] == ["hello", "panels"]
    assert "status" in first[-1]["panels"]
    assert "state-badge--running" in later[-1]["panels"]["status"]


async def test_resume_with_the_last_seq_sends_no_picture_again(running, seat):
    mira = (await sync_to_async(seat)("member")).person.user
    async with socket(f"/ws/meetings/{running.pk}/?seq={running.last_seq}&view=room", mira) as member:
        frames = await frames_until(member, "hello")

        assert await member.receive_nothing(timeout=0.3)

    assert frames[0]["audience"] == "participant"


async def test_resume_after_a_gap_sends_the_picture(running, seat):
    mira = (await sync_to_async(seat)("member")).person.user
    async with socket(f"/ws/meetings/{running.pk}/?seq=1&view=room", mira) as member:
        frames = await frames_until(member, "panels", seq=running.last_seq)

    assert frames[-1]["seq"] == running.last_seq


async def test_a_draft_is_hidden_from_the_public(meeting):
    async with socket(f"/ws/meetings/{meeting.pk}/?view=public") as citizen:
        assert citizen.accepted is False


@pytest.mark.parametrize("path", ["/ws/nowhere/1/", "/ws/", "/ws/meetings/x/"])
async def test_a_socket_at_an_address_that_nobody_serves_is_refused(path):
    async with socket(path) as page:
        assert page.accepted is False


async def test_a_foreign_origin_is_refused(convened):
    async with socket(f"/ws/meetings/{convened.pk}/", origin=b"https://evil.example") as page:
        assert page.accepted is False


@pytest.mark.parametrize("query", ["seq=abc", "seq=-1", "seq=1&view=throne", "seq=99999999999999999999"])
async def test_an_address_without_sense_is_refused(convened, query):
    async with socket(f"/ws/meetings/{convened.pk}/?{query}") as page:
        assert page.accepted is False


async def test_a_view_never_widens_rights(convened):
    async with socket(f"/ws/meetings/{convened.pk}/?view=desk") as citizen:
        frames = await frames_until(citizen, "hello")

    assert frames[0]["audience"] == "public"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"text_data": "no json"}, 4400),
        ({"text_data": "[]"}, 4400),
        ({"text_data": '{"type": {}}'}, 4400),
        ({"text_data": '{"type": "vote"}'}, 4400),
        ({"text_data": "[" * 3000}, 4400),
        ({"text_data": "x" * 5000}, 4413),
        ({"bytes_data": b"\x00\xff"}, 4400),
    ],
)
async def test_a_malformed_frame_closes_the_socket_with_a_code(convened, frame, code):
    async with socket(f"/ws/meetings/{convened.pk}/?view=public") as page:
        await frames_until(page, "panels")
        await page.send_to(**frame)
        output = await page.receive_output(timeout=PATIENCE)

    assert output == {"type": "websocket.close", "code": code}


async def test_too_many_frames_close_the_socket(convened):
    async with socket(f"/ws/meetings/{convened.pk}/?view=public") as page:
        await frames_until(page, "panels")
        for _ in range(25):
            await page.send_to(text_data='{"type": "ping"}')
        output = await page.receive_output(timeout=PATIENCE)

    assert output == {"type": "websocket.close", "code": 4429}


async def code_of_the_close(page, within):
    """The code with which the server closes; other frames are passed over."""
    async with asyncio.timeout(within):
        while True:
            output = await page.receive_output(timeout=within)
            if output["type"] == "websocket.close":
                return output["code"]


async def test_the_end_of_a_session_closes_the_socket_within_two_seconds(running, seat):
    mira = (await sync_to_async(seat)("member")).person.user
    async with socket(f"/ws/meetings/{running.pk}/?view=room", mira) as member:
        await frames_until(member, "hello")
        await Session.objects.all().adelete()

        assert await code_of_the_close(member, within=2.0) == 4401


async def test_a_changed_password_closes_the_socket_within_two_seconds(running, seat):
    mira = (await sync_to_async(seat)("member")).person.user
    async with socket(f"/ws/meetings/{running.pk}/?view=room", mira) as member:
        await frames_until(member, "hello")
        mira.set_password("something else entirely")
        await mira.asave()

        assert await code_of_the_close(member, within=2.0) == 4401


async def test_the_end_of_a_membership_lowers_the_audience_within_two_seconds(running, seat):
    membership = await sync_to_async(seat)("member")
    async with socket(f"/ws/meetings/{running.pk}/?view=room", membership.person.user) as member:
        await frames_until(member, "hello")
        await Membership.objects.filter(pk=membership.pk).aupdate(ends_on="2021-01-01")
        async with asyncio.timeout(2):
            frames = await frames_until(member, "audience")

    assert frames[-1]["audience"] == "public"


async def test_a_lost_hint_is_found_by_the_heartbeat(convened, clerk, monkeypatch):
    monkeypatch.setattr("meetings.live.hub.HEARTBEAT", 1.0)
    async with socket(f"/ws/meetings/{convened.pk}/?view=public") as citizen:
        await frames_until(citizen, "panels")
        monkeypatch.setattr("meetings.journal.book.announce", lambda about, *hint: None)
        running = await act(services.open_meeting, meeting=convened, actor=clerk)
        frames = await frames_until(citizen, "panels", seq=running.last_seq)

    assert "state-badge--running" in frames[-1]["panels"]["status"]


async def test_many_events_are_coalesced_into_few_pushes(running, clerk, seat):
    people = [(await sync_to_async(seat)("member")).person for _ in range(12)]
    async with socket(f"/ws/meetings/{running.pk}/?view=public") as citizen:
        await frames_until(citizen, "panels")
        for person in people:
            await act(services.record_arrival, meeting=running, person=person, mode="hall", actor=clerk)
        frames = await frames_until(citizen, "panels", seq=running.last_seq + len(people))
        while shown_present(frames) < len(people):
            frames += await frames_until(citizen, "panels")

    assert len(frames) < len(people)


def shown_present(frames):
    """How many people the last list of those present among these frames has."""
    lists = [frame["panels"]["attendance"] for frame in frames if "attendance" in frame.get("panels", {})]
    return lists[-1].count("<li><span>") if lists else 0


async def test_a_lost_hint_is_found_although_later_ones_come(running, clerk, seat, monkeypatch):
    """Of an arrival nothing is told, of what comes after it is."""
    monkeypatch.setattr("meetings.live.hub.HEARTBEAT", 1.0)
    person = (await sync_to_async(seat)("member")).person
    async with socket(f"/ws/meetings/{running.pk}/?seq=0&view=public") as citizen:
        frames = await frames_until(citizen, "panels")
        with monkeypatch.context() as lost:
            lost.setattr("meetings.journal.book.announce", lambda about, *hint: None)
            await act(services.record_arrival, meeting=running, person=person, mode="hall", actor=clerk)
        item = {"resolution": RESOLVED, "part": "public", "title": "Bericht"}
        await act(agenda.add_item, meeting=running, actor=clerk, **item)
        while shown_present(frames) < 1:
            frames += await frames_until(citizen, "panels")

    assert shown_present(frames) == 1


async def test_what_happens_before_the_process_listens_is_shown_without_a_heartbeat(running, clerk, monkeypatch):
    """A channel layer that is slow to let the process in: the hint of the event between is sent to nobody."""
    layer = get_channel_layer()
    join, joined = layer.group_add, asyncio.Event()

    async def late(group, channel):
        await joined.wait()
        await join(group, channel)

    monkeypatch.setattr(layer, "group_add", late)
    monkeypatch.setattr("meetings.live.hub.HEARTBEAT", 3600.0)
    async with socket(f"/ws/meetings/{running.pk}/?seq=0&view=public", waits=False) as citizen:
        await frames_until(citizen, "panels")
        adjourned = await act(services.interrupt_meeting, meeting=running, actor=clerk)
        await asyncio.sleep(0.2)
        joined.set()
        frames = await frames_until(citizen, "panels", seq=adjourned.last_seq)

    assert frames[-1]["panels"]


async def test_my_part_reaches_me_and_nobody_else(running, actor):
    mira, second = await sync_to_async(actor)("member"), await sync_to_async(actor)("member")
    path = f"/ws/meetings/{running.pk}/?view=room&seq={running.last_seq}"
    async with socket(path, mira.user) as own, socket(path, second.user) as other:
        await frames_until(own, "hello")
        await frames_until(other, "hello")
        await act(services.join_meeting, meeting=running, mode="hall", code=hall_code(running), actor=mira)
        mine = [frame["panels"] for frame in await frames_until(own, "panels") if "panels" in frame]
        mine += [json.loads(await own.receive_from(timeout=PATIENCE))["panels"]]
        theirs = [json.loads(await other.receive_from(timeout=PATIENCE))["panels"]]
        while not await other.receive_nothing(timeout=0.5):
            theirs.append(json.loads(await other.receive_from())["panels"])

    assert any(f"meetings/{running.pk}/leave/" in panels.get("my_part", "") for panels in mine)
    assert not any("my_part" in panels for panels in theirs)  # nothing of theirs has changed


async def test_the_hub_answers_when_the_public_sees_the_notice(running, clerk):
    async with socket(f"/ws/meetings/{running.pk}/?seq=0&view=public") as citizen:
        await frames_until(citizen, "panels")
        await act(services.exclude_public, meeting=running, category="Auftragsvergaben", motion="", actor=clerk)
        await act(services.close_channels, meeting=running, actor=clerk)
        for _attempt in range(300):
            await asyncio.sleep(0.1)
            if (await act(Meeting.objects.get, pk=running.pk)).publicity == "non_public":
                break
        seen = []
        while not await citizen.receive_nothing(timeout=0.05):
            seen.append(json.loads(await citizen.receive_from()))

    assert (await act(Meeting.objects.get, pk=running.pk)).publicity == "non_public"
    shown = [frame["panels"]["current_item"] for frame in seen if "current_item" in frame.get("panels", {})]
    assert "ausgeschlossen" in shown[-1]


async def test_an_excluded_persons_socket_turns_public_at_once_and_gets_nothing_of_the_room(running, seat, clerk):
    person = (await sync_to_async(seat)("member")).person
    await act(services.record_arrival, meeting=running, person=person, mode="hall", actor=clerk)
    async with socket(f"/ws/meetings/{running.pk}/?seq=0&view=room", person.user) as member:
        await frames_until(member, "panels")
        await act(services.exclude_person, meeting=running, person=person, actor=clerk)
        await frames_until(member, "audience")
        picture = (await frames_until(member, "panels"))[-1]
        await act(services.record_disruption, meeting=running, person=None, trouble="other", actor=clerk)
        later = (
            [json.loads(await member.receive_from(timeout=1))] if not await member.receive_nothing(timeout=0.5) else []
        )

    assert (picture["audience"], {"my_part", "order", "my_disruption"} & picture["panels"].keys()) == ("public", set())
    assert not any("disruptions" in frame.get("panels", {}) for frame in later)
