"""No frame of a public socket or a hall display tells anything non-public, from before the item to after the
meeting.
"""

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.test import override_settings

from config.asgi import application
from tests.leaks.planted import Planted
from tests.meetings.test_live import PATIENCE, browser, socket

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True), pytest.mark.any_database]
PHASES = 5


async def frames_of(page):
    """What comes until nothing has come for a moment; a timeout while receiving would end the application."""
    frames = []
    while not await page.receive_nothing(timeout=1.5):
        frames.append(await page.receive_from())
        assert len(frames) < 200, "the socket never falls silent"
    return frames


async def follow(world, seats):
    """All frames of each socket by phase, while the meeting takes its course; `seats` are (role, view)."""
    found = {}
    passage = world.passage()
    async with AsyncExitStack() as stack:
        pages = {seat: await stack.enter_async_context(_socket(world, *seat)) for seat in seats}
        for _ in range(PHASES):
            phase = await sync_to_async(next)(passage)
            for page in pages.values():
                await page.send_to(text_data=json.dumps({"type": "resync"}))
            heard = await asyncio.gather(*map(frames_of, pages.values()))
            for seat, frames in zip(pages, heard, strict=True):
                found[phase, *seat] = [json.dumps(json.loads(frame), ensure_ascii=False) for frame in frames]
    return found


def _socket(world, role, view):
    users = {"public": None, "administrator": world.administrator, "clerk": world.clerk.user}
    return socket(f"/ws/meetings/{world.meeting.pk}/?seq=0&view={view}", users[role])


async def test_no_frame_tells_what_is_not_public():
    world = await sync_to_async(Planted)()
    seats = [(role, view) for role in ("public", "administrator") for view in ("public", "screen", "room", "desk")]
    found = await follow(world, [*seats, ("clerk", "screen"), ("clerk", "public")])

    assert len(found) == PHASES * (len(seats) + 2)
    assert [key for key, frames in found.items() if not any('"panels"' in frame for frame in frames)] == []
    assert {key: words for key, frames in found.items() if (words := world.found(*frames))} == {}


async def test_the_same_search_finds_the_canaries_at_the_desk():
    """Else the search would find nothing anywhere."""
    world = await sync_to_async(Planted)()
    found = await follow(world, [("clerk", "desk")])

    places = {word[4:] for frames in found.values() for word in world.found(*frames)}
    assert {"title", "question", "filetitle", "presenter", "written", "moved"} <= places
    assert "video" not in places  # not even there: every frame names our own address only


OWN = [(b"host", b"localhost:8000")]


async def admitted(path, user, *headers):
    """Whether a socket with these headers, and that user's cookie, is let in, and as whom."""
    scope_headers = [*headers, *await sync_to_async(browser)(user)]
    communicator = WebsocketCommunicator(application, path, scope_headers)
    connected, _code = await communicator.connect()
    audience = json.loads(await communicator.receive_from(timeout=PATIENCE))["audience"] if connected else None
    await communicator.disconnect()
    return audience


@pytest.mark.parametrize(
    "origin",
    [
        b"http://localhost:9999",
        b"http://localhost",
        b"https://localhost:8000",
        b"http://127.0.0.1:8000",
        b"null",
        b"",
        b"x",
    ],
)
async def test_a_page_of_another_port_or_scheme_of_the_host_reads_nothing(origin):
    """Cookies know no ports: such a page would come with the member's own."""
    world = await sync_to_async(Planted)()
    path = f"/ws/meetings/{world.meeting.pk}/?seq=0&view=desk"
    with override_settings(SITE_URL="https://rat.example.org"):
        assert await admitted(path, world.clerk.user, *OWN, (b"origin", origin)) is None
        assert await admitted(path, world.clerk.user, *OWN, (b"origin", b"http://localhost:8000")) == "desk"


async def test_a_program_without_an_origin_comes_in_as_before():
    world = await sync_to_async(Planted)()

    assert await admitted(f"/ws/meetings/{world.meeting.pk}/?seq=0&view=desk", world.clerk.user, *OWN) == "desk"


PROXIED = {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"), "ALLOWED_HOSTS": ["rat.example.org"]}


@pytest.mark.parametrize(
    ("host", "origin", "more", "audience"),
    [
        (b"rat.example.org", b"https://rat.example.org", {}, "desk"),
        (b"rat.example.org:8443", b"https://rat.example.org:8443", {}, "desk"),
        (b"rat.example.org", b"http://rat.example.org", {}, None),
        (b"rat.example.org", b"https://rat.example.org:8443", {}, None),
        (b"rat.example.org", b"https://rat.example.org:8443", {"SITE_URL": "https://rat.example.org:8443"}, "desk"),
        (
            b"rat.example.org",
            b"https://rat.example.org:8443",
            {"CSRF_TRUSTED_ORIGINS": ["https://rat.example.org:8443"]},
            "desk",
        ),
        (b"rat.example.org", b"https://app.example.org", {"CSRF_TRUSTED_ORIGINS": ["https://*.example.org"]}, "desk"),
        (b"evil.example", b"https://evil.example", {}, None),
    ],
)
async def test_behind_a_proxy_that_ends_tls(host, origin, more, audience):
    """The proxy says by its header that the page came by HTTPS; one that leaves the port out of Host needs the
    address in a setting.
    """
    world = await sync_to_async(Planted)()
    headers = [(b"host", host), (b"origin", origin), (b"x-forwarded-proto", b"https")]
    with override_settings(**{"SITE_URL": "https://rat.example.org", **PROXIED, **more}):
        assert (
            await admitted(f"/ws/meetings/{world.meeting.pk}/?seq=0&view=desk", world.clerk.user, *headers) == audience
        )
