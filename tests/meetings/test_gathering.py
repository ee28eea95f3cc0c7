"""Questions asked together: few answers for many, none older than its question, and a failure is one's own."""

import asyncio

import pytest

from meetings.live.gathering import Gathering


class Desk:
    """Answers with the number of the round; waits until it is let go, and fails as often as told."""

    def __init__(self, failures=0):
        self.rounds = []
        self.failures = failures
        self.let_go = asyncio.Event()

    async def ask(self, questions):
        self.rounds.append(sorted(questions))
        await self.let_go.wait()
        if self.failures:
            self.failures -= 1
            raise RuntimeError
        return dict.fromkeys(questions, len(self.rounds))


async def start(desk, *questions):
    gathering = Gathering(desk.ask)
    tasks = []
    for question in questions:
        tasks.append(asyncio.create_task(gathering.answer(question)))
        await asyncio.sleep(0)
    return gathering, tasks


async def test_those_who_come_meanwhile_are_asked_together():
    desk = Desk()
    _gathering, tasks = await start(desk, "a", "b", "c", "c")
    desk.let_go.set()

    assert await asyncio.gather(*tasks) == [1, 2, 2, 2]
    assert desk.rounds == [["a"], ["b", "c"]]


async def test_the_same_question_later_gets_a_new_answer():
    desk = Desk()
    desk.let_go.set()
    gathering, tasks = await start(desk, "a")

    assert [await tasks[0], await gathering.answer("a")] == [1, 2]


async def test_a_failure_reaches_one_and_the_others_ask_again():
    desk = Desk(failures=2)
    _gathering, tasks = await start(desk, "a", "b", "c")
    desk.let_go.set()

    answers = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(answer) for answer in answers] == [RuntimeError, RuntimeError, int]
    assert desk.rounds == [["a"], ["b", "c"], ["b", "c"]]


async def test_one_who_leaves_keeps_nobody_waiting():
    desk = Desk()
    _gathering, tasks = await start(desk, "a", "b", "c")
    tasks[0].cancel()
    tasks[1].cancel()
    await asyncio.sleep(0)
    desk.let_go.set()

    assert await asyncio.wait_for(tasks[2], 1) == 2
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
