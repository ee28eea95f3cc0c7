"""Writes in batches: what comes alone goes at once, what comes in crowds goes together."""

import asyncio
import time

from meetings.live.batches import Batches


class Store:
    """Notes when it was asked to write how much."""

    def __init__(self):
        self.sizes, self.moments = [], []

    async def write(self, items):
        self.sizes.append(len(items))
        self.moments.append(time.monotonic())
        await asyncio.sleep(0)
        return items


async def test_what_comes_alone_is_written_at_once():
    store = Store()
    batches = Batches(store.write, rhythm=60)

    assert await asyncio.wait_for(batches.add("one"), 30) == "one"


async def test_what_comes_within_the_rhythm_goes_together_after_it():
    store = Store()
    batches = Batches(store.write, rhythm=0.3)
    await batches.add("first")

    assert await asyncio.gather(*map(batches.add, "abcde")) == list("abcde")
    assert store.sizes == [1, 5]
    assert store.moments[1] - store.moments[0] >= 0.3


async def test_without_a_rhythm_only_a_write_under_way_is_waited_for():
    store = Store()
    batches = Batches(store.write)

    await asyncio.gather(*map(batches.add, "abc"))
    await batches.add("d")

    assert store.sizes == [3, 1]
