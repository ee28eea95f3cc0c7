"""Requests share a few threads, each of which keeps its database connection."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async

from config.serving.handler import Handler, Threads

pytestmark = pytest.mark.any_database

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
def seen(handler, monkeypatch):
    """The threads in which requests have been answered."""
    names, answer = [], handler.get_response

    def noted(request):
        names.append(threading.current_thread().name)
        return answer(request)

    monkeypatch.setattr(handler, "get_response", noted)
    return names


class Visit:
    """One request of a browser; `body` is awaited before the request is whole, `reads` before the answer is taken
    in.
    """

    def __init__(self, body=None, reads=None):
        self.body, self.reads, self.status, self.gone = body, reads, None, asyncio.Event()
        self.asked, self.answered = False, asyncio.Event()

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
        self.answered.set()
        if self.reads is not None:
            await self.reads.wait()

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


async def test_whoever_sends_slowly_holds_no_thread():
    handler, body = Handler(1), asyncio.Event()
    slow = asyncio.create_task(Visit(body).make(handler))
    await asyncio.sleep(0)

    assert await Visit().make(handler) == 200
    assert not slow.done()
    body.set()
    assert await slow == 200


async def test_whoever_reads_slowly_holds_no_thread():
    """A paced server lets the program wait until the client has taken in what was sent."""
    handler, reads = Handler(1), asyncio.Event()
    slow = Visit(reads=reads)
    task = asyncio.create_task(slow.make(handler))
    await asyncio.wait_for(slow.answered.wait(), 30)

    assert await Visit().make(handler) == 200
    assert not task.done()
    reads.set()
    assert await task == 200


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
    with pytest.raises(ValueError, match="HTTP"):
        await handler({**SCOPE, "type": "websocket"}, None, None)
