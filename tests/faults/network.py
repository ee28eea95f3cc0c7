"""The real program behind a bad network: screens of every kind, a chair who goes on, faults by lot, and what shows
after healing.

`python manage.py bench faults` runs it for minutes, `tests/faults/test_network.py` for seconds. The seed is printed;
with the same seed the same faults come in the same order.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sqlite3
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from tests.faults.proxy import Proxy
from tests.faults.screens import Screen, read
from tests.load.bench_council import Door, Refused, press
from tests.load.servers import Server

WITHIN = 2.0
"""Seconds after healing in which every screen has to show what a fresh page shows."""
PUBLIC_ITEMS = 8  # of tests/load/data.py
PATIENCE = 1.5
AT_MOST = 20.0  # seconds that a fault waits beyond its time for something to fall on


@dataclass
class Figures:
    """What has happened, and how long the screens took."""

    healed_within: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


class Stream:
    """The chair's and the members' actions, without pause; what the state does not allow is refused, and that is an
    answer.
    """

    def __init__(self, server: Server, proxy: Proxy, chance: random.Random, figures: Figures) -> None:
        self.server, self.proxy, self.chance, self.figures = server, proxy, chance, figures
        cookies = json.loads((server.folder / "cookies.json").read_text())
        self.clerk, self.members = cookies["clerk"], cookies["members"]
        self.database = server.folder / "db.sqlite3"
        self.gate = asyncio.Event()
        self.idle = asyncio.Event()

    async def run(self) -> None:
        """Act while the gate is open."""
        while True:
            item = self.chance.randint(1, PUBLIC_ITEMS)
            for act in (self.open, self.come_and_go, self.vote, self.come_and_go, self.close):
                self.idle.set()
                await self.gate.wait()
                self.idle.clear()
                await act(item)

    async def open(self, item: int) -> None:
        await self.press(self.server, f"/items/{item}/open/", self.clerk)
        await self.press(self.server, f"/items/{item}/reopen/", self.clerk)

    async def close(self, item: int) -> None:
        await self.press(self.server, f"/items/{item}/close/", self.clerk)

    async def come_and_go(self, item: int) -> None:
        """Somebody remote says so through the bad network, somebody in the hall is ticked by the clerk."""
        cookie, word = self.chance.choice(self.members[1:]), self.chance.choice(("join", "join", "leave"))
        await self.press(self.proxy, f"/meetings/1/{word}/", cookie, "mode=remote")
        person, word = (
            self.chance.choice(self.ids("meetings_membership", "person_id")),
            self.chance.choice(("arrival", "departure")),
        )
        await self.press(self.server, f"/meetings/1/{word}/", self.clerk, f"person={person}&mode=hall")

    async def change(self) -> None:
        """Something that everybody sees: the last one of the roll comes, or goes."""
        person = f"person={self.ids('meetings_membership', 'person_id')[-1]}&mode=hall"
        if await self.press(self.server, "/meetings/1/arrival/", self.clerk, person) != "done":
            await self.press(self.server, "/meetings/1/departure/", self.clerk, person)

    async def vote(self, item: int) -> None:
        """A poll with some ballots, each sent until it is acknowledged as the page does it, but three times at most."""
        await self.press(self.server, f"/items/{item}/polls/", self.clerk, "question=Zustimmung%3F&open=1")
        poll = max(self.ids("voting_poll", "id"), default=0)
        for cookie in self.chance.sample(self.members, 3):
            choice, ballot_id = (
                self.chance.choice(("yes", "no", "abstain")),
                uuid.UUID(int=self.chance.getrandbits(128)),
            )
            ballot = f"choice={choice}&ballot_id={ballot_id}"
            for _ in range(3):
                if (
                    await self.press(self.proxy, f"/polls/{poll}/ballot/", cookie, ballot) != "unanswered"
                    or not self.gate.is_set()
                ):
                    break
        await self.press(self.server, f"/polls/{poll}/close/", self.clerk)
        await self.press(self.server, f"/polls/{poll}/declare/", self.clerk)

    def ids(self, table: str, column: str) -> list[int]:
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as database:
            return [
                number for (number,) in database.execute(f"SELECT {column} FROM {table} ORDER BY 1")
            ]  # ours, no input

    async def press(self, door: Door, path: str, cookie: str, body: str = "") -> str:
        """How it was answered; 5xx is an error of the program."""
        kind = "done"
        try:
            await asyncio.to_thread(press, door, path, cookie, body, PATIENCE if door is self.proxy else 30)
        except Refused as refusal:
            kind = "refused" if refusal.status < 500 else "failed"
            if kind == "failed":
                self.figures.wrong.append(str(refusal))
        except (OSError, ValueError, EOFError):
            kind = "unanswered"
        self.figures.answers[kind] += 1
        return kind


def delay(proxy: Proxy, chance: random.Random) -> None:
    proxy.up.set(delay=chance.uniform(0, 1), jitter=1)
    proxy.down.set(delay=chance.uniform(0, 1), jitter=1)


def resets(proxy: Proxy, chance: random.Random) -> None:
    proxy.reset(share=chance.choice((0.2, 0.5, 1.0)))


def black_hole(proxy: Proxy, chance: random.Random) -> None:
    for way in chance.choice(((proxy.up,), (proxy.down,), (proxy.up, proxy.down))):
        way.set(swallow=True)


def doubles(proxy: Proxy, chance: random.Random) -> None:
    proxy.up.set(repeat=0.8)
    proxy.down.set(repeat=0.5)


def slow(proxy: Proxy, chance: random.Random) -> None:
    proxy.down.set(rate=chance.choice((0, 1)))


FAULTS: tuple[Callable[[Proxy, random.Random], None], ...] = (delay, resets, black_hole, doubles, slow)
TRACES = {resets: {"reset"}, black_hole: {"swallowed"}, doubles: {"repeated frames", "repeated requests"}}
"""What the proxy has to have counted before the fault may end: a short one would else pass while nobody sends
anything.
"""


class Trial:
    """One run: screens at the proxy, actions, faults, and the comparison after each healing."""

    def __init__(self, server: Server, proxy: Proxy, seed: int) -> None:
        self.server, self.proxy, self.chance = server, proxy, random.Random(seed)
        self.figures, self.fault = Figures(), ""
        self.stream = Stream(server, proxy, random.Random(seed + 1), self.figures)
        self.screens: list[Screen] = []
        self.others: list[Any] = []  # pages in real browsers, to be asked the same as screens

    def seats(self, members: int, displays: int, citizens: int) -> list[Screen]:
        port, cookies = self.proxy.port, self.stream.members
        rooms = [Screen(port, "room", cookies[number], f"member {number}") for number in range(1, members + 1)]
        desks = [Screen(port, "desk", self.stream.clerk, "clerk"), Screen(port, "desk", cookies[0], "chair")]
        halls = [Screen(port, "screen", "", f"display {number}") for number in range(displays)]
        public = [Screen(port, "public", "", f"citizen {number}") for number in range(citizens)]
        return [*desks, *rooms, *halls, *public]

    @contextlib.asynccontextmanager
    async def going_on(self, members: int, displays: int, citizens: int) -> AsyncIterator[None]:
        """Everybody is in, the actions run."""
        self.screens = self.seats(members, displays, citizens)
        await asyncio.gather(*(screen.load(self.server.port) for screen in self.screens))
        tasks = [asyncio.create_task(screen.stay()) for screen in self.screens]
        await asyncio.gather(*(screen.is_in.wait() for screen in self.screens))
        tasks.append(asyncio.create_task(self.stream.run()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for screen in self.screens:
                screen.leave()

    async def phase(self, fault: Callable[[Proxy, random.Random], None], lasts: float) -> None:
        """The fault for a while, at times cuts besides, then healing and the comparison."""
        self.fault = fault.__name__
        self.figures.faults[self.fault] += 1
        self.stream.gate.set()
        until, before = monotonic() + lasts, self.proxy.counts.copy()
        fault(self.proxy, self.chance)
        while (left := until - monotonic()) > 0 or (left > -AT_MOST and not self._has_bitten(fault, before)):
            await asyncio.sleep(min(1.0, left) if left > 0 else 0.1)
            if fault is resets:
                fault(self.proxy, self.chance)
        self.stream.gate.clear()
        await self.heal()

    def _has_bitten(self, fault: Callable[[Proxy, random.Random], None], before: Counter[str]) -> bool:
        return TRACES.get(fault, set()) <= (self.proxy.counts - before).keys()

    async def heal(self) -> None:
        """Heal, let one thing more happen, and wait until all screens show it; the time runs from the answer to
        that.
        """
        self.proxy.heal()
        await self.stream.idle.wait()
        await self.stream.change()
        healed = monotonic()
        left = await self.watch(monotonic() + WITHIN)
        self.figures.healed_within.append(max(0.0, *(screen.changed_at - healed for screen in self.screens)))
        number, kind = self.figures.faults.total(), self.fault
        self.figures.wrong += [f"{number}. fault ({kind}), {text}" for texts in left.values() for text in texts]

    async def watch(self, until: float) -> dict[Any, list[str]]:
        """Compare until all are right; who is still wrong in the round that begins when the time is up."""
        left: dict[Any, list[str]] = {screen: [] for screen in [*self.screens, *self.others]}
        while left:
            began = monotonic()
            left = await self.compare(list(left))
            if began >= until:
                break
            await asyncio.sleep(max(0, min(0.2, until - monotonic())))
        return left

    async def compare(self, screens: list[Any]) -> dict[Any, list[str]]:
        """What these screens show that a page loaded now does not; each page is loaded once for all who see the
        same.
        """
        fresh: dict[tuple[str, str], str] = {}
        wrong = {}
        for screen in screens:
            key = (screen.page, screen.cookie)
            if key not in fresh:
                _, fresh[key] = await asyncio.to_thread(read, self.server.port, *key, 10)
            if screen in self.others:
                await screen.look()
            if found := screen.differs(fresh[key]):
                wrong[screen] = found
        return wrong
