"""Questions that come while others are being answered are asked together: a hall that comes back at once costs a few
answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Round(Generic[Question, Answer]):
    """What is asked at one time; `answers` is None until somebody has asked."""

    questions: set[Question] = field(default_factory=set)
    answers: Mapping[Question, Answer] | None = None


class Gathering(Generic[Question, Answer]):
    """One `ask` at a time under `lock`; whoever comes meanwhile waits for the next one, so no answer is older than its
    question.

    A failure concerns only the one who asked: each of the others then asks again for all who still wait.
    """

    def __init__(
        self, ask: Callable[[set[Question]], Awaitable[Mapping[Question, Answer]]], lock: asyncio.Lock | None = None
    ) -> None:
        self._ask = ask
        self._lock = lock or asyncio.Lock()
        self._next: Round[Question, Answer] = Round()

    async def answer(self, question: Question) -> Answer:
        """The answer to this question, given after it was asked."""
        own = self._next
        own.questions.add(question)
        async with self._lock:
            if self._next is own:
                self._next = Round()
            if own.answers is None:
                own.answers = await self._ask(own.questions)
            return own.answers[question]
