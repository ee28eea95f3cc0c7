"""Members with their rooms open who vote: over their sockets, or by requests; in one process of their own.

`python -m tests.load.voters PORT < lines`: the first line is the list of their cookies; then each line is a burst,
`{"way": "socket", "casts": 500, "within": 1.0, "choice": "yes"}`, answered with the seconds from each send to its
receipt, the moments of the first send and of the last receipt, what was answered instead of a receipt, and how many got
no answer. Ballots leave evenly spread; when there are more of them than members, people change their minds.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from time import monotonic
from typing import Any
from uuid import uuid4

from tests.load.clients import GREETING, LARGE, TIDY, Socket, Tally, allow_many_files, lines_of_input, say
from tests.load.crowd import PING

PATH = "/ws/meetings/1/?view=room&seq=0&lang=de"
TOKEN = "c" * 32
PATIENCE = 60.0
REQUEST = (
    "POST /polls/1/ballot/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}; csrf={token}\r\nX-CSRFToken: "
    "{token}\r\n"
    "Origin: http://127.0.0.1:{port}\r\nAccept: application/json\r\nContent-Type: application/json\r\nConnection: "
    "close\r\n"
    "Content-Length: {length}\r\n\r\n{body}"
)


class Seat(Socket):
    """The socket of one member: notes when the answer to which ballot came."""

    __slots__ = ("answers",)

    def __init__(self, tally: Tally, greeting: bytes, opened: asyncio.Future[bool], answers: dict[str, Any]) -> None:
        super().__init__(tally, greeting, opened)
        self.answers = answers

    def _look(self, opcode: int, data: bytes, start: int, length: int) -> None:
        if opcode == 1 and length < LARGE:
            frame = json.loads(data[start : start + length])
            if frame["type"] == "heartbeat":
                self.transport.write(PING)
            elif frame["type"] == "ballot":
                self.answers[frame["ballot_id"]].set_result((monotonic(), frame["status"]))
        else:
            super()._look(opcode, data, start, length)

    def send(self, text: str) -> None:
        """One frame of a client, masked with zeros; ballots are short."""
        self.transport.write(bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text.encode())


class Hall:
    """All members, their sockets, and the ballots that wait for an answer."""

    def __init__(self, port: int, cookies: list[str]) -> None:
        self.port, self.cookies = port, cookies
        self.answers: dict[str, asyncio.Future[tuple[float, int]]] = {}
        self.tally = Tally(len(cookies))
        self.seats: list[Seat] = []

    async def enter(self) -> None:
        gate = asyncio.Semaphore(TIDY)
        self.seats = list(await asyncio.gather(*(self._sit(cookie, gate) for cookie in self.cookies)))
        await self.tally.when_pictured(PATIENCE)

    async def _sit(self, cookie: str, gate: asyncio.Semaphore) -> Seat:
        async with gate:
            loop = asyncio.get_running_loop()
            greeting = GREETING.format(path=PATH, port=self.port).removesuffix("\r\n")
            greeting += f"Origin: http://127.0.0.1:{self.port}\r\nCookie: {cookie}\r\n\r\n"
            opened: asyncio.Future[bool] = loop.create_future()
            _, seat = await loop.create_connection(
                lambda: Seat(self.tally, greeting.encode(), opened, self.answers), "127.0.0.1", self.port
            )
            if not await opened:
                raise RuntimeError("a member was not let in")
            return seat

    async def burst(self, way: str, casts: int, within: float, choice: str) -> dict[str, Any]:
        """Cast so many ballots, evenly spread; what the answers tell."""
        cast = {"socket": self.by_socket, "http": self.by_request}[way]
        began = monotonic()
        tasks = [
            asyncio.create_task(self._timed(cast, number, began + within * number / casts, choice))
            for number in range(casts)
        ]
        answers = await asyncio.gather(*tasks)
        took = sorted(end - sent for sent, end, status in answers if status == 201)
        others = Counter(str(status) for _, _, status in answers if status not in (201, 0))
        lost = sum(status == 0 for _, _, status in answers)
        last = max((end for _, end, _ in answers), default=began)
        return {"took": took, "seconds": last - began, "others": others, "lost": lost}

    async def _timed(self, cast: Any, number: int, at: float, choice: str) -> tuple[float, float, int]:
        await asyncio.sleep(at - monotonic())
        sent = monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                end, status = await cast(number % len(self.cookies), choice)
        except (TimeoutError, OSError, ValueError, IndexError):
            return sent, monotonic(), 0
        return sent, end, status

    async def by_socket(self, member: int, choice: str) -> tuple[float, int]:
        key = str(uuid4())
        self.answers[key] = asyncio.get_running_loop().create_future()
        frame = {"type": "ballot", "poll": 1, "choice": choice, "ballot_id": key}
        self.seats[member].send(json.dumps(frame, separators=(",", ":")))
        return await self.answers[key]

    async def by_request(self, member: int, choice: str) -> tuple[float, int]:
        body = json.dumps({"choice": choice, "ballot_id": str(uuid4())})
        request = REQUEST.format(port=self.port, cookie=self.cookies[member], token=TOKEN, length=len(body), body=body)
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(request.encode())
        status = int((await reader.readline()).split()[1])
        writer.close()
        return monotonic(), status


async def main(port: int) -> None:
    asked = await lines_of_input()
    hall = Hall(port, json.loads(await asked.readline()))
    await hall.enter()
    say({"in": len(hall.seats), "pictured": hall.tally.first_pictures})
    while line := await asked.readline():
        say(await hall.burst(**json.loads(line)))


if __name__ == "__main__":
    allow_many_files()
    asyncio.run(main(int(sys.argv[1])))
