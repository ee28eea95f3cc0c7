"""A short code opens the hall display and nothing else, whatever the meeting is just doing."""

import json
from contextlib import AsyncExitStack

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.urls import reverse

from meetings import services
from meetings.selectors import display_code_of, display_token
from tests.leaks.crawl import VIEWS, ask, room_addresses
from tests.leaks.planted import Planted, text_of
from tests.leaks.test_sockets import PHASES, frames_of
from tests.meetings.test_live import socket

pytestmark = [pytest.mark.long, pytest.mark.any_database]


def connected(world):
    """A browser that has typed the meeting's code, and where that has led it."""
    services.make_display_code(meeting=world.meeting, actor=world.clerk)
    device = Client()
    answer = device.post(reverse("meetings:connect_display"), {"code": display_code_of(world.meeting)[0]})
    return device, answer.url


@pytest.mark.django_db
def test_no_page_of_a_device_with_a_code_tells_what_is_not_public():
    world = Planted()
    device, own = connected(world)
    token, live = own.split("/")[-2], reverse("meetings:live", args=[world.meeting.pk])
    found = {}
    for phase in world.passage():
        pages = [own, f"{own}code/", *(f"{live}?view={view}&seq=0&display={token}" for view in VIEWS)]
        for page in pages:
            answer = device.get(page)
            assert answer.status_code == 200, page
            if words := world.found(text_of(answer)):
                found[phase, page] = words

    assert found == {}


@pytest.mark.django_db
def test_a_device_with_a_code_is_the_public_everywhere_else():
    world = Planted()
    device, _own = connected(world)
    passage = world.passage()
    while next(passage) != "open":
        pass
    outputs = {url: "\n".join(ask(device, url)) for url in room_addresses(world, "x")}
    found = {url: world.found(text) - world.found(url) for url, text in outputs.items()}

    assert {url: words for url, words in found.items() if words} == {}


@pytest.mark.django_db(transaction=True)
async def test_no_frame_to_a_display_that_was_set_up_tells_what_is_not_public():
    world = await sync_to_async(Planted)()
    _device, own = await sync_to_async(connected)(world)
    passage, found = world.passage(), {}
    async with AsyncExitStack() as stack:
        path = f"/ws/meetings/{world.meeting.pk}/?seq=0&display={own.split('/')[-2]}&view="
        pages = {view: await stack.enter_async_context(socket(path + view)) for view in VIEWS}
        for _ in range(PHASES):
            phase = await sync_to_async(next)(passage)
            for view, page in pages.items():
                await page.send_to(text_data='{"type": "resync"}')
                found[phase, view] = [
                    json.dumps(json.loads(text), ensure_ascii=False) for text in await frames_of(page)
                ]

    assert [key for key, frames in found.items() if not any('"panels"' in frame for frame in frames)] == []
    assert {key: words for key, frames in found.items() if (words := world.found(*frames))} == {}


@pytest.mark.django_db
def test_a_device_of_one_meeting_opens_no_other():
    world = Planted()
    device, own = connected(world)
    token = own.split("/")[-2]
    others = [
        device.get(reverse("meetings:display", args=[pk, token])).status_code
        for pk in (world.draft.pk, world.meeting.pk + 999)
    ]

    assert others == [404, 404]
    assert display_token(world.meeting) not in text_of(device.get(own))
