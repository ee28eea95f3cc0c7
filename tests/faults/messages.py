"""What passes through a connection, cut into what can be held, lost or repeated as a whole: requests, frames, else
bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

PIECE = 64 * 1024


async def requests(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """The requests of a connection, whole, and after an upgrade its frames."""
    with contextlib.suppress(OSError, EOFError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:-2])
            yield head + await reader.readexactly(int(fields.get(b"content-length", 0)))
            if b"upgrade" in fields:
                break
        async for frame in frames(reader):
            yield frame


async def answers(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """What comes back: frames after an upgrade, otherwise bytes as they come."""
    with contextlib.suppress(OSError, EOFError):
        head = await reader.readuntil(b"\r\n\r\n")
        yield head
        upgraded = head.startswith(b"HTTP/1.1 101")
        async for piece in frames(reader) if upgraded else pieces(reader):
            yield piece


async def frames(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Whole WebSocket frames, masked or not."""
    while True:
        head = await reader.readexactly(2)
        length, more = head[1] & 127, {126: 2, 127: 8}.get(head[1] & 127, 0)
        if more:
            extended = await reader.readexactly(more)
            head, length = head + extended, int.from_bytes(extended, "big")
        yield head + await reader.readexactly(length + (4 if head[1] & 128 else 0))


async def pieces(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    """Bytes as they come, until the end."""
    while piece := await reader.read(PIECE):
        yield piece
