"""Writes that arrive while others are being written go into the next batch: one transaction for many (group commit)."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
LARGEST = 200
"""So many are written in one transaction: the meeting is locked meanwhile, and nobody has an answer before its end."""


class Batches(Generic[Item, Answer]):
    """One `write` at a time, in the order of arrival; an error of `write` is the answer to the whole batch.

    What comes alone is written at once. Between the beginnings of two writes lie at least `rhythm` seconds: most of
    what a write costs is the same for one and for fifty. The writing is a task of its own: somebody who does not wait
    for the answer stops nobody else's.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]], rhythm: float = 0.0) -> None:
        self._write = write
        self._rhythm = rhythm
        self._next = 0.0
        self._waiting: deque[tuple[Item, asyncio.Future[Answer]]] = deque()
        self._writer: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return self._writer is None or self._writer.done()

    async def add(self, item: Item) -> Answer:
        """Have it written; what came of it."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self.idle:
            self._writer = asyncio.create_task(self._write_all())
        return await answer

    async def _write_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._next - time.monotonic())
            self._next = time.monotonic() + self._rhythm
            batch = [self._waiting.popleft() for _ in range(min(LARGEST, len(self._waiting)))]
            try:
                answers = await self._write([item for item, _ in batch])
            except Exception as error:
                for _, answer in batch:
                    if not answer.done():
                        answer.set_exception(error)
                continue
            for (_, answer), found in zip(batch, answers, strict=True):
                if not answer.done():
                    answer.set_result(found)
