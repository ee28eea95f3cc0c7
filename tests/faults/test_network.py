"""Seconds of bad network before the real program; minutes of it: `manage.py bench faults`.

SQLite only: the program runs as a process of its own, and what goes wrong here goes wrong before it reaches a database.
"""

import random

import pytest

from tests.faults.network import FAULTS, Trial
from tests.faults.proxy import Proxy
from tests.load.servers import running

pytestmark = pytest.mark.any_database

LASTS = 0.7


async def test_every_screen_is_right_again_two_seconds_after_any_fault(meeting_data):
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    with running(meeting_data, "daphne") as (server,):
        async with Proxy(server.port, seed) as proxy:
            trial = Trial(server, proxy, seed)
            async with trial.going_on(members=3, displays=1, citizens=2):
                for fault in FAULTS:
                    await trial.phase(fault, LASTS)
    figures = trial.figures
    print(figures, proxy.counts)
    assert figures.wrong == []
    assert len(figures.healed_within) == len(FAULTS)
    assert figures.answers["done"] > 10
    assert {"reset", "swallowed", "repeated frames", "repeated requests"} <= proxy.counts.keys()
    assert any(screen.losses for screen in trial.screens)
    assert not any(screen.thrown_out for screen in trial.screens)
