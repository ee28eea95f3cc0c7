"""Where a socket's frames go out: never waits, never grows without bound, knows when the reader is slow.

An outlet takes ready bytes with `put`. When its reader does not keep up, it drops what it cannot hold, and calls
`on_drained` once the reader is back, so that the hub sends one fresh picture instead of a replay.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

Send = Callable[[dict[str, Any]], Awaitable[None]]
QUEUE = 16


class Frame:
    """One outgoing frame, encoded once for all sockets; `prepared` is a server's own ready form of it."""

    __slots__ = ("prepared", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.prepared: Any = None


class Outlet(Protocol):
    """What the hub needs of a socket."""

    on_drained: Callable[[], None]

    @property
    def behind(self) -> bool: ...

    def put(self, frame: Frame) -> None: ...

    def drop(self) -> None:
        """Forget what still waits to go out: it may not be seen any more."""

    def close(self) -> None: ...


def outlet_for(send: Send) -> Outlet:
    """The fitting outlet: Daphne's connection is written to directly, any other ASGI server through its `send`."""
    protocol = send.args[0] if isinstance(send, partial) and send.args else None
    if hasattr(protocol, "sendPreparedMessage") and hasattr(protocol, "transport"):
        return DaphneOutlet(protocol)
    return QueueOutlet(send)


class DaphneOutlet:
    """Writes a frame that was encoded once for all sockets (autobahn's prepared message).

    Twisted calls `pauseProducing` when the connection holds more than 64 KB that nobody reads: from then on
    nothing is added until `resumeProducing`.
    """

    def __init__(self, protocol: Any) -> None:
        self.protocol = protocol
        self.on_drained: Callable[[], None] = lambda: None
        self.paused = False
        self.missed = False
        protocol.transport.unregisterProducer()
        protocol.transport.registerProducer(self, True)

    @property
    def behind(self) -> bool:
        """Whether the reader has not taken in what was sent."""
        return self.paused

    def put(self, frame: Frame) -> None:
        if self.paused:
            self.missed = True
        elif self.protocol.state == self.protocol.STATE_OPEN:
            if frame.prepared is None:
                frame.prepared = self.protocol.factory.prepareMessage(frame.text.encode(), False)
            self.protocol.sendPreparedMessage(frame.prepared)

    def drop(self) -> None:
        """Nothing waits here: what was put is on its way."""

    def close(self) -> None:
        self.on_drained = lambda: None
        if self.protocol.transport is not None:
            self.protocol.transport.unregisterProducer()

    def pauseProducing(self) -> None:
        self.paused = True

    def resumeProducing(self) -> None:
        self.paused = False
        if self.missed:
            self.missed = False
            self.on_drained()

    def stopProducing(self) -> None:
        self.paused = True


class QueueOutlet:
    """A bounded queue and one writer, for every ASGI server whose `send` waits for a slow reader."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.on_drained: Callable[[], None] = lambda: None
        self.waiting: asyncio.Queue[Frame] = asyncio.Queue(maxsize=QUEUE)
        self.missed = False
        self.writer = asyncio.ensure_future(self._write())

    @property
    def behind(self) -> bool:
        """Whether the reader has not taken in what was sent."""
        return self.missed

    def put(self, frame: Frame) -> None:
        try:
            self.waiting.put_nowait(frame)
        except asyncio.QueueFull:
            self.missed = True

    def drop(self) -> None:
        while not self.waiting.empty():
            self.waiting.get_nowait()

    async def _write(self) -> None:
        try:
            while True:
                frame = await self.waiting.get()
                await self.send({"type": "websocket.send", "text": frame.text})
                self._report_drained()
        except Exception:  # the connection is gone; the server tells the consumer so by itself
            self.on_drained = lambda: None

    def _report_drained(self) -> None:
        if self.missed and self.waiting.empty():
            self.missed = False
            self.on_drained()

    def close(self) -> None:
        self.on_drained = lambda: None
        self.writer.cancel()
