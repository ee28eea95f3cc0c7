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
    """Django's handler, with one change of thread for a request where Django makes a dozen.

    Django gives each request a new thread, and in it a new connection to the database; and it goes back and forth between that
    thread and the loop for each middleware that could also run in the loop. Here all middleware and the view run in one go.
    A request takes its thread when its body is there: somebody who sends slowly keeps nobody else waiting.
    """

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._threads = Threads(threads)

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Only HTTP is served here, not {scope['type']}.")
        async with contextlib.AsyncExitStack() as lent:

            async def receive_whole() -> Any:
                message = await receive()
                if message["type"] == "http.request" and not message.get("more_body", False):
                    await lent.enter_async_context(self._threads.lend())
                return message

            await self.handle(scope, receive_whole, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)


def get_http_application(threads: int) -> Handler:
    """What `django.core.asgi.get_asgi_application` is for Django's own handler."""
    django.setup(set_prefix=False)
    return Handler(threads)
