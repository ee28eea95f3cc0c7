"""No frame of a public socket or a hall display tells anything non-public, from before the item to after the meeting."""

import asyncio
import json
import re
from contextlib import AsyncExitStack

import pytest
from asgiref.sync import sync_to_async

from tests.leaks.planted import Planted
from tests.meetings.test_live import socket

pytestmark = pytest.mark.django_db(transaction=True)
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

    places = {re.sub(r"^zq\d+", "", word) for frames in found.values() for word in world.found(*frames)}
    assert {"title", "question", "filetitle", "presenter", "written", "moved"} <= places
    assert "video" not in places  # not even there: every frame names our own address only
