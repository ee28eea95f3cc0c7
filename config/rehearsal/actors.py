"""Simulated members: each looks at its page as it is pushed, presses buttons now and then, and sometimes loses its
connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from config.rehearsal.doors import Answer, Door
from config.rehearsal.habits import HABITS, Habit
from config.rehearsal.moves import Move, moves_in

THOUGHT = (1.0, 5.0)
"""Seconds between two looks at the page."""
OUTAGE = (10.0, 90.0)
OUTAGE_CHANCE = 0.004
COMES_BACK = (0.5, 3.0)
AFTER_REFUSAL = 15.0
JOIN = "meetings:join_meeting"


@dataclass(slots=True)
class Record:
    """What has happened: answers by operation and code, and how often the program failed."""

    tell: Callable[[str, Habit, Answer], None]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    faults: int = 0
    outages: int = 0

    def note(self, who: str, name: str, answer: Answer) -> None:
        """Count one answer and tell it."""
        self.took.append(answer.seconds)
        self.counts[name, answer.said.get("code", "") or str(answer.status)] += 1
        self.faults += answer.is_fault
        self.tell(who, HABITS[name], answer)


class Member:
    """One simulated member with a page open; `way` is hall or remote, `speed` makes everything happen that much
    faster.
    """

    def __init__(
        self, name: str, door: Door, paths: dict[str, str], record: Record, *, way: str, chance: Random, speed: float
    ) -> None:
        self.name, self.door, self.paths, self.record = name, door, paths, record
        self.way, self.chance, self.speed = way, chance, speed
        self.panels: dict[str, str] = {}
        self.done: set[str] = set()
        self.rests: dict[str, float] = {}

    async def live(self) -> None:
        """Until cancelled: look, act, and now and then be cut off for a while."""
        while True:
            watching = asyncio.create_task(self._watch())
            try:
                await self._act_until_cut_off()
            finally:
                watching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watching
            self.record.outages += 1
            await self._wait(OUTAGE)

    async def _watch(self) -> None:
        while True:
            async for frame in self.door.frames(self.paths["socket"]):
                self.panels |= frame.get("panels", {})
                if frame["type"] == "audience":
                    self.panels.clear()
                    break
            await self._wait(COMES_BACK)

    async def _act_until_cut_off(self) -> None:
        while self.way == "hall" or self.chance.random() > OUTAGE_CHANCE:
            await self._wait(THOUGHT)
            for move in moves_in(self.panels.values()):
                if await self._tries(move):
                    break

    async def _wait(self, between: tuple[float, float]) -> None:
        await asyncio.sleep(self.chance.uniform(*between) / self.speed)

    async def _tries(self, move: Move) -> bool:
        """Whether this was done; one thing at a time."""
        habit = HABITS.get(move.name)
        if habit is None or self._has_rest(move) or self.chance.random() > habit.chance:
            return False
        fields = await self._joining(move) if move.name == JOIN else habit.choose(move, self.chance)
        if fields is None:
            return False
        answer = await self.door.post(move.path, fields)
        self._remember(move, habit, answer)
        self.record.note(self.name, move.name, answer)
        return True

    def _has_rest(self, move: Move) -> bool:
        return move.path in self.done or self.rests.get(move.path, 0.0) > time.monotonic()

    def _remember(self, move: Move, habit: Habit, answer: Answer) -> None:
        if answer.status != 200:
            self.rests[move.path] = time.monotonic() + AFTER_REFUSAL / self.speed
        elif habit.once:
            self.done.add(move.path)

    async def _joining(self, move: Move) -> dict[str, str] | None:
        """Each in their own way; in the hall with the code that its display shows."""
        if ("mode", self.way) not in move.buttons:
            return None
        if self.way != "hall":
            return move.pressed(self.way)
        shown = await self.door.get(self.paths["code"])
        return {**move.pressed("hall"), "code": shown.said.get("code", "")}
