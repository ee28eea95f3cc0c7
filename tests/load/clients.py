"""Many lean WebSocket clients in one process of their own: when has the last of them the frame?

`python -m tests.load.clients PORT PATH COUNT [--at-once]` connects, says on its output how that went, and then answers
each line on its input, `{"key": ..., "patience": ...}`, with the moment at which the last socket had that frame.
A frame's key is its beginning up to the first comma (`{"seq":12`). CLOCK_MONOTONIC is one clock for all processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
import sys
from collections.abc import Callable
from time import monotonic
from typing import Any, cast

LARGE = 400  # greetings and heartbeats are shorter, panels are longer
GREETING = (
    "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
PATIENCE = 120.0
SHARED = bytearray(64 * 1024)
TIDY = 50  # handshakes under way at a time, unless all come at once
TRIES = 3


class Tally:
    """How many sockets have which frame, and when the last one of them had it."""

    def __init__(self, sockets: int) -> None:
        self.sockets = sockets
        self.counted: dict[bytes, int] = {}
        self.complete: dict[bytes, float] = {}
        self.lost = 0
        self.first_pictures = 0
        self.all_pictured: float | None = None
        self.changed = asyncio.Event()

    def count(self, key: bytes) -> None:
        number = self.counted.get(key, 0) + 1
        self.counted[key] = number
        if number == self.sockets:
            self.complete[key] = monotonic()
            self.changed.set()

    def count_first(self) -> None:
        self.first_pictures += 1
        if self.first_pictures == self.sockets:
            self.all_pictured = monotonic()
            self.changed.set()

    async def when(self, key: bytes, patience: float) -> float | None:
        """The moment at which the last socket had the frame; None when that did not happen in time."""
        await self._until(lambda: key in self.complete, patience)
        return self.complete.get(key)

    async def when_pictured(self, patience: float) -> float | None:
        """The moment at which the last socket had its first large frame; None when that did not happen in time."""
        await self._until(lambda: self.all_pictured is not None, patience)
        return self.all_pictured

    async def _until(self, reached: Callable[[], bool], patience: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not reached():
                    self.changed.clear()
                    await self.changed.wait()


class Socket(asyncio.BufferedProtocol):
    """One client: greets, then looks at every whole frame.

    All read into one buffer: a plain protocol's 256 KB for each read cost more than everything else here together.
    """

    __slots__ = ("buffer", "greeting", "newest", "opened", "tally", "transport")

    def __init__(self, tally: Tally, greeting: bytes, opened: asyncio.Future[bool]) -> None:
        self.tally = tally
        self.greeting = greeting
        self.opened = opened
        self.buffer = b""
        self.newest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.greeting)

    def connection_lost(self, error: Exception | None) -> None:
        if self.opened.done():
            self.tally.lost += 1
        else:
            self.opened.set_result(False)

    def get_buffer(self, sizehint: int) -> bytearray:
        return SHARED

    def buffer_updated(self, nbytes: int) -> None:
        data = self.buffer + SHARED[:nbytes]
        if not self.opened.done():
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self.buffer = data
                return
            self.opened.set_result(data.startswith(b"HTTP/1.1 101"))
            data = data[end + 4 :]
        self.buffer = self._take_frames(data)

    def _take_frames(self, data: bytes) -> bytes:
        """Look at each whole frame and give back what is left over."""
        start, there = 0, len(data)
        while there - start >= 2:
            length, body = data[start + 1], start + 2
            if length == 126:
                length, body = int.from_bytes(data[start + 2 : start + 4], "big"), start + 4
            elif length == 127:
                length, body = int.from_bytes(data[start + 2 : start + 10], "big"), start + 10
            if body + length > there:
                break
            self._look(data[start] & 15, data, body, length)
            start = body + length
        return data[start:]

    def _look(self, opcode: int, data: bytes, start: int, length: int) -> None:
        if opcode == 1 and length >= LARGE:
            key = data[start : data.index(b",", start)]
            if key != self.newest:
                if not self.newest:
                    self.tally.count_first()
                self.newest = key
                self.tally.count(key)
        elif opcode == 9:  # the answer to a ping is masked with zeros
            self.transport.write(bytes((0x8A, 0x80 | length, 0, 0, 0, 0)) + data[start : start + length])


def allow_many_files() -> None:
    """Raise the number of open files to what this account may have at most."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def connect(tally: Tally, port: int, path: str, at_once: bool) -> dict[str, Any]:
    """Open all sockets; how many are in, how many were left out, and the seconds it took."""
    greeting = GREETING.format(path=path, port=port).encode()
    gate = asyncio.Semaphore(tally.sockets if at_once else TIDY)
    kept: list[asyncio.BaseTransport] = []
    began = monotonic()
    answers = await asyncio.gather(
        *(_open(tally, greeting, port, gate, kept, 1 if at_once else TRIES) for _ in range(tally.sockets))
    )
    took = monotonic() - began
    greets = "/ws/" in path and all(answers)  # the bare server sends no picture by itself
    pictured = await tally.when_pictured(PATIENCE) if greets else None
    return {
        "in": sum(answers),
        "left_out": len(answers) - sum(answers),
        "seconds": took,
        "pictured": pictured and pictured - began,
    }


async def _open(tally: Tally, greeting: bytes, port: int, gate: asyncio.Semaphore, kept: list[Any], tries: int) -> bool:
    """Open one socket; a crowd that comes tidily tries again as browsers do, a storm counts its first try."""
    async with gate:
        for _ in range(tries):
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    if await _try(tally, greeting, port, kept):
                        return True
    return False


async def _try(tally: Tally, greeting: bytes, port: int, kept: list[Any]) -> bool:
    loop = asyncio.get_running_loop()
    opened: asyncio.Future[bool] = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Socket(tally, greeting, opened), "127.0.0.1", port)
    kept.append(transport)
    return await opened


async def lines_of_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


async def main(port: int, path: str, count: int, at_once: bool) -> None:
    tally = Tally(count)
    say(await connect(tally, port, path, at_once))
    asked = await lines_of_input()
    while line := await asked.readline():
        question = json.loads(line)
        key = question["key"].encode()
        at = await tally.when(key, question["patience"])
        say({"at": at, "have": tally.counted.get(key, 0), "lost": tally.lost})


def say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    allow_many_files()
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), "--at-once" in sys.argv[4:]))
