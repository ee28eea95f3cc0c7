"""The hub watches the conference: changes reach the desk by themselves, and a slow video server delays nobody."""

import asyncio
import threading
import time

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache

from meetings import services
from meetings.live import hub as hubs
from meetings.live.hub import hub
from meetings.video.states import look
from tests.meetings.test_live import act, frames_until, socket
from tests.meetings.video_servers import SECRET, BigBlueButtonLike, send, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bbb(settings, monkeypatch):
    """A video server, and a hub that beats twice a second."""
    cache.clear()
    monkeypatch.setattr(hubs, "HEARTBEAT", 0.2)
    monkeypatch.setattr(hubs, "WATCH", 0.1)
    monkeypatch.setattr("meetings.video.states.EVERY", 0.6)
    with serving(BigBlueButtonLike()) as server:
        settings.BBB_URL, settings.BBB_SECRET = server.url, SECRET
        yield server


@pytest.fixture
def watched(bbb, running, seat, clerk):
    """A running meeting with a conference and one member who takes part remotely."""
    running.refresh_from_db()
    services.edit_meeting(meeting=running, actor=clerk, version=running.version, video_system="bigbluebutton")
    services.record_arrival(meeting=running, person=seat("member").person, mode="remote", actor=clerk)
    running.refresh_from_db()
    return running


async def panel_until(page, text):
    """Wait for a pushed video panel with that text."""
    while True:
        frame = (await frames_until(page, "panels"))[-1]
        if text in frame["panels"].get("video", ""):
            return frame


def desk(meeting, user):
    return socket(f"/ws/meetings/{meeting.pk}/?seq=0&view=desk", user)


async def test_what_the_server_says_reaches_the_desk_without_an_event(bbb, watched, clerk):
    async with desk(watched, clerk.user) as page:
        await panel_until(page, "nicht in der Videokonferenz")
        bbb.misbehave = lambda handler: send(handler, 500, b"")
        silent = await panel_until(page, "antwortet nicht")
        bbb.misbehave = None
        await panel_until(page, "nicht in der Videokonferenz")

    assert list(silent["panels"]) == ["video"]


async def test_a_slow_server_delays_no_event(bbb, watched, clerk):
    """While the question hangs, the room goes on."""
    asked, go_on = threading.Event(), threading.Event()

    def hang(handler):
        asked.set()
        go_on.wait(4)
        send(handler, 200, b"")

    bbb.misbehave = hang
    async with desk(watched, clerk.user) as page:
        await frames_until(page, "panels")
        assert await asyncio.to_thread(asked.wait, 3)
        begun = time.monotonic()
        changed = await act(services.interrupt_meeting, meeting=watched, actor=clerk, cause="break")
        await frames_until(page, "panels", seq=changed.last_seq)
        took = time.monotonic() - begun
        go_on.set()
        await panel_until(page, "antwort")

    assert took < 1.5


async def test_a_meeting_without_such_a_system_asks_nobody(bbb, running, clerk):
    async with desk(running, clerk.user) as page:
        for _ in range(3):
            await frames_until(page, "heartbeat")

    assert bbb.calls == []


async def test_a_closed_meeting_is_watched_no_more(bbb, watched, clerk):
    async with desk(watched, clerk.user) as page:
        await panel_until(page, "nicht in der Videokonferenz")
        await act(services.close_meeting, meeting=watched, actor=clerk)
        await frames_until(page, "heartbeat")
        await asyncio.sleep(0.3)
        before = len(bbb.calls)
        for _ in range(5):
            await frames_until(page, "heartbeat")
        forgotten = hub()

    assert len(bbb.calls) == before
    assert forgotten.video._shown == {}


async def test_several_processes_ask_once_between_them(bbb, watched, monkeypatch):
    monkeypatch.setattr("meetings.video.states.EVERY", 5)  # Redis keeps whole seconds only
    cache.clear()
    await asyncio.gather(*(sync_to_async(look, thread_sensitive=False)(watched) for _ in range(4)))

    assert bbb.calls == ["getMeetingInfo"]
