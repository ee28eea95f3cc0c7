"""Requests share a few threads, each of which keeps its database connection."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async
from django.core.signals import request_started

from config.handler import Handler, Threads

SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "path": "/healthz",
    "raw_path": b"/healthz",
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
}


@pytest.fixture
def handler():
    return Handler(2)


@pytest.fixture
def seen():
    """The threads in which requests have begun."""
    names = []

    def note(**kwargs):
        names.append(threading.current_thread().name)

    request_started.connect(note)
    yield names
    request_started.disconnect(note)


class Visit:
    """One request of a browser; `body` is awaited before the request is whole."""

    def __init__(self, body=None):
        self.body, self.status, self.gone = body, None, asyncio.Event()
        self.asked = False

    async def receive(self):
        if self.asked:
            await self.gone.wait()
            return {"type": "http.disconnect"}
        if self.body is not None:
            await self.body.wait()
        self.asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message):
        self.status = message.get("status", self.status)

    async def make(self, handler):
        await asyncio.wait_for(handler(SCOPE, self.receive, self.send), 30)
        return self.status


async def test_one_request_after_the_other_uses_the_same_thread(handler, seen):
    statuses = [await Visit().make(handler) for _ in range(3)]

    assert (statuses, len(set(seen))) == ([200] * 3, 1)


async def test_a_crowd_is_answered_by_so_many_threads_and_no_more(handler, seen):
    statuses = await asyncio.gather(*(Visit().make(handler) for _ in range(20)))

    assert set(statuses) == {200}
    assert len(set(seen)) <= 2


async def test_whoever_sends_slowly_holds_no_thread(seen):
    handler, body = Handler(1), asyncio.Event()
    slow = asyncio.create_task(Visit(body).make(handler))
    await asyncio.sleep(0)

    assert await Visit().make(handler) == 200
    assert not slow.done()
    body.set()
    assert await slow == 200


async def test_whoever_leaves_while_sending_leaves_no_thread_behind():
    handler = Handler(1)

    async def receive():
        return {"type": "http.disconnect"}

    await handler(SCOPE, receive, None)

    assert await Visit().make(handler) == 200


async def test_an_error_gives_the_thread_back():
    threads = Threads(1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            async with threads.lend():
                await sync_to_async(lambda: 1 / 0)()
    async with threads.lend():
        assert await sync_to_async(lambda: threading.current_thread().name)() == "request-0_0"


async def test_sockets_are_not_for_this_handler(handler):
    with pytest.raises(ValueError, match="websocket"):
        await handler({**SCOPE, "type": "websocket"}, None, None)
