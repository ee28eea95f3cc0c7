"""Five minutes of bad network: are all screens right within two seconds of healing?

    manage.py bench faults [--quick] [--minutes 5] [--seed N] [--without-browsers]

30 screens and two pages in Chromium at the real program (Daphne, SQLite), behind the proxy of tests/faults: delay,
reset, black hole, repeated requests and frames, slow readers, each for some seconds, while the chair and the members go
on. After each healing one thing more happens; then every panel of every screen is compared with a page loaded at that
moment. The time runs from the answer to that last action to the last change on any of the 30 screens.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import statistics
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic

from tests.faults.network import FAULTS, WITHIN, Trial
from tests.faults.proxy import Proxy
from tests.load.servers import data_folder, running, table

MEMBERS, DISPLAYS, CITIZENS = 12, 4, 12
SHORTEST, LONGEST = 2.0, 12.0
"""Seconds that one fault lasts."""


def options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py bench faults")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--quick", action="store_const", const=0.5, dest="minutes")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--without-browsers", action="store_false", dest="browsers")
    return parser.parse_args(argv)


async def suffer(trial: Trial, minutes: float) -> None:
    """One fault after the other, each kind as often as the others, in an order of the lot."""
    until = monotonic() + 60 * minutes
    while monotonic() < until:
        for fault in trial.chance.sample(FAULTS, len(FAULTS)):
            if monotonic() < until:
                await trial.phase(fault, trial.chance.uniform(SHORTEST, LONGEST))


@contextlib.asynccontextmanager
async def browsers(trial: Trial, wanted: bool) -> AsyncIterator[None]:
    """A member's room and the clerk's desk in real browsers, unless none are wanted."""
    if not wanted:
        yield
        return
    from tests.faults.browsers import pages

    async with pages(trial.proxy.port, {"room": trial.stream.members[1], "desk": trial.stream.clerk}) as trial.others:
        yield


async def run(data: Path, given: argparse.Namespace) -> tuple[Trial, Proxy]:
    with running(data, "daphne") as (server,):
        async with Proxy(server.port, given.seed) as proxy:
            trial = Trial(server, proxy, given.seed)
            async with browsers(trial, given.browsers), trial.going_on(MEMBERS, DISPLAYS, CITIZENS):
                await suffer(trial, given.minutes)
    return trial, proxy


def main(argv: list[str]) -> int:
    """Run and print; 1 when a screen was wrong too long, or the program failed."""
    given = options(argv)
    print(f"seed {given.seed}", flush=True)
    with data_folder(MEMBERS + 1) as data:
        trial, proxy = asyncio.run(run(data, given))
    figures, losses = trial.figures, sum(screen.losses for screen in trial.screens)
    slowest = max(figures.healed_within, default=0.0)
    rows = [
        ["faults", str(figures.faults.total()), ""],
        [
            "actions done, refused, unanswered",
            ", ".join(str(figures.answers[kind]) for kind in ("done", "refused", "unanswered")),
            "",
        ],
        ["connections lost by the screens", str(losses), ""],
        *([name, str(number), ""] for name, number in sorted(proxy.counts.items())),
        ["last change on any screen after healing, median", f"{statistics.median(figures.healed_within):.2f} s", ""],
        ["the same, slowest", f"{slowest:.2f} s", f"{WITHIN:.0f} s"],
        ["wrong for longer, or an error of the program", str(len(figures.wrong)), "0"],
    ]
    table(["figure", "measured", "goal"], rows)
    print("\n".join(figures.wrong))
    return 1 if figures.wrong or slowest > WITHIN else 0
