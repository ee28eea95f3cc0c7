"""A whole council in one process: members, displays and citizens at their sockets, who come back by themselves as
browsers do.

`python -m tests.load.crowd PORT < lines`: the first line of the input is a list of groups,
`[{"path": ..., "cookies": [...], "count": 10, "stalled": false}]`; then each line is a question:
`{"seen": [12, 17]}` for the moments at which the last reading socket had seen each of these numbers of events, or
`{"since": 123.4}` for the moment at which the last of them had a picture after that time.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import sys
from time import monotonic
from typing import Any

from tests.load.clients import GREETING, LARGE, Socket, Tally, allow_many_files, lines_of_input, say

FIRST_WAIT, LONGEST_WAIT = 0.5, 1.5
"""Seconds; the same as in meetings/live.js."""
SEQ = re.compile(rb'\{"seq":(\d+)')
PATIENCE = 20.0
PING = bytes((0x81, 0x80 | 15, 0, 0, 0, 0)) + b'{"type":"ping"}'
"""The page's answer to a heartbeat, without which somebody remote counts as unreachable; masked with zeros."""


class Seat(Socket):
    """One socket that notes when it saw which number, and is opened anew when it is lost."""

    __slots__ = ("lost", "member")

    def __init__(self, member: Member, greeting: bytes) -> None:
        loop = asyncio.get_running_loop()
        super().__init__(Tally(0), greeting, loop.create_future())
        self.member, self.lost = member, loop.create_future()

    def connection_lost(self, error: Exception | None) -> None:
        super().connection_lost(error)
        if not self.lost.done():
            self.lost.set_result(None)

    def _look(self, opcode: int, data: bytes, start: int, length: int) -> None:
        if opcode == 1 and length < LARGE and self.member.cookie and b'"heartbeat"' in data[start : start + length]:
            self.transport.write(PING)
        elif opcode == 1 and length >= LARGE and (found := SEQ.match(data, start)):
            self.member.seen.append((int(found[1]), monotonic()))
        elif opcode != 1:
            super()._look(opcode, data, start, length)


class Member:
    """Somebody with a page open: connects, waits, comes back with the page's back-off and jitter."""

    def __init__(self, port: int, path: str, cookie: str, *, stalled: bool) -> None:
        self.port, self.path, self.cookie, self.stalled = port, path, cookie, stalled
        self.seen: list[tuple[int, float]] = []
        self.is_in = asyncio.Event()

    def greeting(self) -> bytes:
        greeting = GREETING.format(path=self.path, port=self.port)
        if self.cookie:
            greeting = greeting.removesuffix("\r\n") + f"Cookie: {self.cookie}\r\n\r\n"
        return greeting.encode()

    def seat(self) -> Seat:
        """What the next connection is served by."""
        return Seat(self, self.greeting())

    async def stay(self) -> None:
        failures = 0
        while True:
            failures = 0 if await self._visit() else failures
            failures += 1
            longest = min(LONGEST_WAIT, FIRST_WAIT * 2**failures)
            await asyncio.sleep(longest / 2 + random.random() * longest / 2)

    async def _visit(self) -> bool:
        """One connection from its opening to its end; whether it was opened at all."""
        with contextlib.suppress(OSError):
            loop = asyncio.get_running_loop()
            transport, seat = await loop.create_connection(self.seat, "127.0.0.1", self.port)
            if await seat.opened:
                self.is_in.set()
                if self.stalled:
                    transport.pause_reading()
                await seat.lost
                return True
        return False

    def first(self, seq: int) -> float | None:
        """When this one had seen that number or a later one."""
        return next((at for number, at in self.seen if number >= seq), None)

    def pictured_since(self, moment: float) -> float | None:
        """When this one had the first picture after that moment."""
        return next((at for _, at in self.seen if at > moment), None)


async def answer(members: list[Member], question: dict[str, Any]) -> dict[str, Any]:
    """The moments asked for; None where somebody was left out."""
    reading = [member for member in members if not member.stalled]
    until = monotonic() + PATIENCE
    while True:
        if "seen" in question:
            moments = {str(seq): [member.first(seq) for member in reading] for seq in question["seen"]}
        else:
            moments = {"since": [member.pictured_since(question["since"]) for member in reading]}
        if monotonic() > until or all(None not in each for each in moments.values()):
            return {
                key: {"last": max(filter(None, each), default=None), "missing": each.count(None)}
                for key, each in moments.items()
            }
        await asyncio.sleep(0.2)


async def main(port: int) -> None:
    asked = await lines_of_input()
    members = [
        Member(
            port,
            group["path"],
            (group["cookies"] or [""])[number % max(1, len(group["cookies"]))],
            stalled=group["stalled"],
        )
        for group in json.loads(await asked.readline())
        for number in range(group["count"])
    ]
    visits = [asyncio.create_task(member.stay()) for member in members]
    await asyncio.gather(*(member.is_in.wait() for member in members))
    say({"in": len(members)})
    while line := await asked.readline():
        say(await answer(members, json.loads(line)))
    for visit in visits:
        visit.cancel()


if __name__ == "__main__":
    allow_many_files()
    asyncio.run(main(int(sys.argv[1])))
