"""Daphne with two holes closed: large uploads do not stop the event loop, slow downloads do not fill the memory.

Measured with one 48 MB file: Twisted took every uploaded form apart in memory on the event loop (up to 700 MB and 9 s in
which no socket was served), and a slow client had the whole file waiting for it in the server's memory.
Imported by `config.serving` only, because importing Daphne chooses the event loop.
"""

from __future__ import annotations

import asyncio
from typing import Any

from daphne import http_protocol
from daphne.server import Server
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer  # type: ignore[import-untyped]


@implementer(IPushProducer)
class Pace:
    """Says whether the client's connection takes more right now; Twisted calls it."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.free.set()

    def pauseProducing(self) -> None:
        self.free.clear()

    def resumeProducing(self) -> None:
        self.free.set()

    def stopProducing(self) -> None:
        self.free.set()  # the connection is gone: whoever waits finds that out


class PacedRequest(http_protocol.WebRequest):
    """A request that leaves its body to Django and knows how fast its client reads."""

    pace: Pace | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parsePOSTFormSubmission=False, **kwargs)

    def handle_reply(self, message: dict[str, Any]) -> None:
        """Begin to listen to the client's pace when an answer comes in several pieces."""
        in_pieces = message["type"] == "http.response.body" and message.get("more_body", False)
        if in_pieces and self.pace is None and not self.finished and self.channel is not None:
            self.pace = Pace()
            self.registerProducer(self.pace, True)
        super().handle_reply(message)

    def finish(self) -> None:
        if self.pace is not None and self.channel is not None:
            self.unregisterProducer()
        super().finish()

    def connectionLost(self, reason: Any) -> None:
        if self.pace is not None:
            self.pace.stopProducing()
        super().connectionLost(reason)


class PacedServer(Server):
    """A server whose applications wait until the client has taken what was sent."""

    def run(self) -> None:
        http_protocol.WebRequest = PacedRequest  # Daphne's factory looks the class up here
        super().run()

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        await super().handle_reply(protocol, message)
        pace = getattr(protocol, "pace", None)
        if pace is not None:
            await pace.free.wait()
