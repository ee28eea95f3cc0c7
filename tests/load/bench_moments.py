"""A non-public item is called twenty times under load: how many frames of it reach those who are recused from it?

    manage.py bench moments [--calls 20]

150 members at their sockets, every second one with a conflict of interest in the item, while others join and leave by
request. Each call is waited for until every entitled member has its draft resolution; then it is taken back until
everybody has their own picture again. Goal: not one frame too many.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import websockets

from config.setup.bootstrap import ROOT
from tests.load.bench_council import come_and_go, press
from tests.load.moments_data import CANARY
from tests.load.servers import Server, data_folder, running, surroundings, table

MEMBERS, CALLS, PATIENCE = 150, 20, 60.0


class Seat:
    """One member's socket; how often it was told of the item, and where it stands."""

    def __init__(self, cookie: str, recused: bool) -> None:
        self.cookie, self.recused = cookie, recused
        self.frames = self.told = 0
        self.audience = ""

    async def sit(self, port: int) -> None:
        address = f"ws://127.0.0.1:{port}/ws/meetings/1/?view=room&seq=0"
        async with websockets.connect(
            address, additional_headers={"Cookie": self.cookie}, max_size=None, open_timeout=60
        ) as page:
            async for frame in page:
                self.frames += 1
                self.told += CANARY in str(frame)
                head = json.loads(frame)
                self.audience = head.get("audience", self.audience)
                if head["type"] == "heartbeat":
                    await page.send('{"type":"ping"}')


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not reached():  # noqa: ASYNC110  (what is waited for happens in 150 sockets at once)
            await asyncio.sleep(0.02)


async def calls(server: Server, seats: list[Seat], clerk: str, item: int, rounds: int) -> None:
    visits = [asyncio.create_task(seat.sit(server.port)) for seat in seats]
    entitled = [seat for seat in seats if not seat.recused]
    await until(lambda: all(seat.frames > 1 for seat in seats))
    for _ in range(rounds):
        before = [seat.told for seat in entitled]
        await asyncio.to_thread(press, server, f"/items/{item}/open/", clerk)
        await until(lambda before=before: all(seat.told > told for seat, told in zip(entitled, before, strict=True)))
        await until(lambda: all(seat.audience == "public" for seat in seats if seat.recused))
        await asyncio.to_thread(press, server, f"/items/{item}/take-back/", clerk)
        await until(lambda: all(seat.audience == "participant" for seat in seats))
    for visit in visits:
        visit.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*visits)


def measure(data: Path, rounds: int) -> list[list[str]]:
    made = subprocess.run(
        [sys.executable, "-m", "tests.load.moments_data"],
        cwd=ROOT,
        env=surroundings(data),
        check=True,
        capture_output=True,
        text=True,
    )
    cookies: dict[str, Any] = json.loads((data / "cookies.json").read_text())
    seats = [Seat(cookie, recused=number % 2 == 0) for number, cookie in enumerate(cookies["members"], 1)]
    stop = threading.Event()
    with running(data, "daphne") as servers:
        load = threading.Thread(target=come_and_go, args=(servers[0], cookies["members"][20:60:2], stop))
        load.start()
        try:
            asyncio.run(calls(servers[0], seats, cookies["clerk"], int(made.stdout), rounds))
        finally:
            stop.set()
            load.join()
    recused = [seat for seat in seats if seat.recused]
    return [
        [
            f"frames of the item at {len(recused)} who are recused, {rounds} calls",
            str(sum(seat.told for seat in recused)),
            "0",
        ],
        [
            f"the same at {len(seats) - len(recused)} who are not",
            f"{sum(seat.told for seat in seats if not seat.recused):,}",
            "",
        ],
        ["frames in all", f"{sum(seat.frames for seat in seats):,}", ""],
    ]


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a frame got through."""
    rounds = int(argv[argv.index("--calls") + 1]) if "--calls" in argv else CALLS
    with data_folder(MEMBERS) as data:
        rows = measure(data, rounds)
    table(["figure", "measured", "goal"], rows)
    missed = rows[0][1] != "0"
    print("\nMissed." if missed else "\nThe goal is reached.")
    return 1 if missed else 0
