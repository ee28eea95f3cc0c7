"""A bad network between screens and program: a small TCP proxy whose faults can be switched while it runs.

Each direction (`up` to the program, `down` to the screens) has faults of its own:

* `delay` and `jitter`: every message arrives so many seconds later, in its order;
* `swallow` (black hole): connections are accepted and their bytes vanish. TCP itself would never go on after that, so
  the first healing resets each connection that has lost something;
* `rate` (slow reader): so many bytes a second, 0 for nobody reading at all; the sender feels the full buffers;
* `repeat`: that share of the messages is sent twice. A message is a whole HTTP request, whose twin goes over a
  connection of its own in the same instant, or a WebSocket text frame, which follows itself.

`reset` cuts connections with RST. Bytes within a TCP connection can be neither doubled nor reordered, its sequence
numbers forbid that: whole messages can be doubled, and order can only change between connections, as `delay` with
`jitter` does.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from time import monotonic
from typing import Self

from tests.faults.messages import answers, requests

LIMIT = 64 * 1024
UNDERWAY = 32  # messages that may be held in one direction of a connection
LINGER_NOT = struct.pack("ii", 1, 0)
TEXT = 0x81  # a whole text frame
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with one direction; nothing unless said."""

    delay: float = 0.0
    jitter: float = 0.0
    swallow: bool = False
    rate: float | None = None
    repeat: float = 0.0


class Way:
    """One direction of all connections."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.faults = chance, Faults()
        self._changed = asyncio.Event()

    def set(self, **faults: float | bool | None) -> None:
        """Replace the faults; whoever waits for the old ones goes on at once."""
        self.faults = Faults(**faults)  # type: ignore[arg-type]
        self._changed.set()
        self._changed = asyncio.Event()

    async def hold(self, seconds: float | None) -> None:
        """Wait that long, but not beyond the next change."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    def lateness(self) -> float:
        return self.faults.delay + self.chance.random() * self.faults.jitter

    def twice(self) -> bool:
        return self.chance.random() < self.faults.repeat


class Link:
    """One connection of a screen, and the one to the program behind it."""

    def __init__(self, proxy: Proxy, near: Stream, far: Stream) -> None:
        self.proxy, self.near, self.far = proxy, near, far
        self.has_lost = False
        self.queues: tuple[asyncio.Queue[tuple[float, bytes]], ...] = (asyncio.Queue(UNDERWAY), asyncio.Queue(UNDERWAY))

    async def run(self) -> None:
        """Carry messages until one side has ended."""
        up, down = self.proxy.up, self.proxy.down
        works = [
            self._take(requests(self.near[0]), up, self.queues[0]),
            self._take(answers(self.far[0]), down, self.queues[1]),
            self._give(self.far[1], up, self.queues[0]),
            self._give(self.near[1], down, self.queues[1]),
        ]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.far[1].close()
            self.near[1].close()

    async def _take(self, messages: AsyncIterator[bytes], way: Way, queue: asyncio.Queue[tuple[float, bytes]]) -> None:
        last = 0.0
        async for message in messages:
            if way.faults.swallow:
                self.has_lost = True
                self.proxy.counts["swallowed"] += 1
                continue
            last = max(last, monotonic() + way.lateness())
            await queue.put((last, message))
            if way.twice():
                await self._repeat(message, (last, message), queue)
        await queue.put((monotonic(), b""))
        await asyncio.Event().wait()  # the giving end stops the link when everything has been carried

    async def _repeat(
        self, message: bytes, entry: tuple[float, bytes], queue: asyncio.Queue[tuple[float, bytes]]
    ) -> None:
        if message[0] == TEXT:
            self.proxy.counts["repeated frames"] += 1
            await queue.put(entry)
        elif message[:5] == b"POST ":
            self.proxy.counts["repeated requests"] += 1
            self.proxy.send_beside(message)

    async def _give(self, writer: asyncio.StreamWriter, way: Way, queue: asyncio.Queue[tuple[float, bytes]]) -> None:
        while True:
            due, message = await queue.get()
            if not message:
                return
            while (left := due - monotonic()) > 0 and way.faults.delay + way.faults.jitter:
                await way.hold(left)
            await self._write(writer, message, way)

    async def _write(self, writer: asyncio.StreamWriter, message: bytes, way: Way) -> None:
        done = 0
        while done < len(message):
            rate = way.faults.rate
            end = len(message) if rate is None else done + bool(rate)
            writer.write(message[done:end])
            done = end
            await writer.drain()
            if rate is not None:
                await way.hold(1 / rate if rate else None)

    def reset(self) -> None:
        """Cut both sides with RST, as a router does that has forgotten the connection."""
        for _, writer in (self.near, self.far):
            with contextlib.suppress(OSError):
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_NOT)
            writer.transport.abort()
        self.proxy.counts["reset"] += 1


class Proxy:
    """Listens on a free port of 127.0.0.1 in the running event loop; use it with `async with`."""

    def __init__(self, target: int, seed: int = 0) -> None:
        self.target, self.port = target, 0
        self.chance = random.Random(seed)
        self.up, self.down = Way(self.chance), Way(self.chance)
        self.links: dict[Link, asyncio.Task[None] | None] = {}
        self.counts: Counter[str] = Counter()
        self._twins: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=LIMIT, backlog=2048)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *failure: object) -> None:
        self._server.close()
        self.heal()
        self.reset()
        for twin in self._twins:
            twin.cancel()
        await asyncio.gather(*filter(None, self.links.values()), *self._twins, return_exceptions=True)

    def heal(self) -> None:
        """Everything passes again; connections that have lost something end, as they do in life."""
        self.up.set()
        self.down.set()
        self.reset([link for link in self.links if link.has_lost])

    def reset(self, links: list[Link] | None = None, share: float = 1.0) -> None:
        """Cut these connections, or that share of all, drawn by lot."""
        there = list(self.links) if links is None else links
        for link in self.chance.sample(there, round(len(there) * share)):
            link.reset()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.counts["connections"] += 1
        try:
            link = Link(self, (reader, writer), await self._reach())
        except OSError:
            writer.transport.abort()
            return
        self.links[link] = asyncio.current_task()
        try:
            await link.run()
        finally:
            del self.links[link]

    async def _reach(self) -> Stream:
        """A connection to the program with a small buffer, so that it feels a slow reader soon."""
        end = socket.socket()
        end.setblocking(False)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LIMIT)
        await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.target))
        return await asyncio.open_connection(sock=end, limit=LIMIT)

    def send_beside(self, request: bytes) -> None:
        """Send a request over a connection of its own, and look away from the answer."""
        task = asyncio.create_task(self._send_beside(request))
        self._twins.add(task)
        task.add_done_callback(self._twins.discard)

    async def _send_beside(self, request: bytes) -> None:
        with contextlib.suppress(OSError, EOFError):
            reader, writer = await self._reach()
            writer.write(request)
            await reader.readuntil(b"\r\n\r\n")
            writer.close()
