"""Requests in kept threads: each request takes one of them for all it does, and the thread keeps its database connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase


class Threads:
    """So many threads, each lent to one request at a time; whoever comes when all are lent waits for the next.

    The one given back last is lent first: few requests keep to few threads, and few connections to the database.
    """

    def __init__(self, size: int) -> None:
        self._free = [ThreadPoolExecutor(1, f"request-{number}") for number in reversed(range(size))]
        self._places = asyncio.Semaphore(size)

    @contextlib.asynccontextmanager
    async def lend(self) -> AsyncIterator[None]:
        """Thread-sensitive calls within this block run in one thread of its own."""
        async with self._places:
            thread = self._free.pop()
            try:
                async with ThreadSensitiveContext(executor=thread):
                    yield
            finally:
                self._free.append(thread)


class Handler(ASGIHandler):
    """Django's handler, with one change of thread for a request's middleware and view where Django makes a dozen.

    Django gives each request a new thread, and in it a new connection to the database; and it goes back and forth between that
    thread and the loop for each middleware that could also run in the loop. Here all of it runs in one go, in a kept thread.
    A request has that thread only between the last byte of its body and its answer: whoever sends or reads slowly holds up nobody.
    """

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._threads = Threads(threads)
        self._besides = ThreadPoolExecutor(1, "request-besides")

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """As Django does; but its signals and the closing of files go into one kept thread instead of a new one for each request."""
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is served here, not {scope['type']}.")
        async with ThreadSensitiveContext(executor=self._besides):
            await self.handle(scope, receive, send)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        async with self._threads.lend():
            return await sync_to_async(self._respond)(request)

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        """Django looks after connections in the thread of its signals, which is another one than this."""
        close_old_connections()
        try:
            return self.get_response(request)
        finally:
            close_old_connections()


def get_http_application(threads: int) -> Handler:
    """What `django.core.asgi.get_asgi_application` is for Django's own handler."""
    django.setup(set_prefix=False)
    return Handler(threads)
