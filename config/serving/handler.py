"""Requests in kept threads: each request takes one of them for all it does, and the thread keeps its database
connection.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import django
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from config.serving.refusals import NO_ROOM, STOPPING, STORAGE_FULL, Refusal, asker_of, words

Result = TypeVar("Result")


class Threads:
    """So many threads, each lent to one request at a time; whoever comes when all are lent waits for the next.

    The one given back last is lent first: few requests keep to few threads, and few connections to the database.
    """

    def __init__(self, size: int) -> None:
        self._free = [ThreadPoolExecutor(1, f"request-{number}") for number in reversed(range(size))]
        self._places = asyncio.Semaphore(size)
        self._used: set[ThreadPoolExecutor] = set()

    @contextlib.asynccontextmanager
    async def lend(self) -> AsyncIterator[None]:
        """Thread-sensitive calls within this block run in one thread of its own."""
        async with self._places:
            thread = self._free.pop()
            self._used.add(thread)
            try:
                async with ThreadSensitiveContext(executor=thread):
                    yield
            finally:
                self._free.append(thread)

    async def rest(self) -> None:
        """Until each of them has done what it was given, also for those who have left meanwhile."""
        await asyncio.gather(*(asyncio.wrap_future(thread.submit(int)) for thread in self._used))


class Incoming:
    """`receive` of a server that has the whole body in a file already: Django reads that file and makes no copy of
    it.
    """

    def __init__(self, receive: Any, body: Any) -> None:
        self._receive, self.body = receive, body

    async def __call__(self) -> dict[str, Any]:
        message: dict[str, Any] = await self._receive()
        return message


class Handler(ASGIHandler):
    """Django's handler, with one change of thread for a request's middleware and view where Django makes a dozen.

    Django gives each request a new thread, and in it a new connection to the database; and it goes back and forth
    between that thread and the loop for each middleware that could also run in the loop. Here all of it runs in one go,
    in a kept thread. A request has that thread only between the last byte of its body and its answer: whoever sends or
    reads slowly holds up nobody.
    """

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._threads = Threads(threads)
        self._besides = ThreadPoolExecutor(1, "request-besides")
        self._stopping = False

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """As Django does; but its signals and the closing of files go into one kept thread instead of a new one for
        each request.
        """
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is served here, not {scope['type']}.")
        body = scope.pop("ratssaal.body", None)
        async with ThreadSensitiveContext(executor=self._besides):
            await self.handle(scope, receive if body is None else Incoming(receive, body), send)

    async def read_body(self, receive: Any) -> Any:
        """As Django does; a body that the server has kept in a file is taken as it is."""
        if not isinstance(receive, Incoming):
            return await super().read_body(receive)
        if (await receive())["type"] == "http.disconnect":
            receive.body.close()
            raise RequestAborted
        return receive.body

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        async with self._threads.lend():
            if self._stopping:
                return refused(request, STOPPING)
            return await sync_to_async(self._respond)(request)

    async def in_thread(self, function: Callable[[], Result]) -> Result:
        """Run something else that asks the database in a thread of the requests."""
        async with self._threads.lend():
            return await sync_to_async(self._in_thread)(function)

    @staticmethod
    def _in_thread(function: Callable[[], Result]) -> Result:
        close_old_connections()
        try:
            return function()
        finally:
            close_old_connections()

    def stop(self) -> None:
        """From now on requests that wait for a thread are told to come again (503 `server.stopping`)."""
        self._stopping = True

    async def rest(self) -> None:
        """Until no thread has anything to do."""
        await self._threads.rest()

    def handle_uncaught_exception(self, request: HttpRequest, resolver: Any, exc_info: Any) -> HttpResponseBase:
        """As Django does; where the disk is full people are told so: 507 `storage.full`."""
        if isinstance(exc_info[1], OSError) and exc_info[1].errno in NO_ROOM:
            return refused(request, STORAGE_FULL)
        return super().handle_uncaught_exception(request, resolver, exc_info)

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        """Django looks after connections in the thread of its signals, which is another one than this."""
        return self._in_thread(lambda: self.get_response(request))


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal of the server as an answer of the program."""
    media_type, body = words(
        refusal, asker_of(request.headers.get("Accept", ""), request.headers.get("Accept-Language", ""))
    )
    response = HttpResponse(body, status=refusal.status, content_type=media_type.decode())
    response.headers["Cache-Control"] = "no-store"
    return response


def get_http_application(threads: int) -> Handler:
    """What `django.core.asgi.get_asgi_application` is for Django's own handler."""
    django.setup(set_prefix=False)
    return Handler(threads)
