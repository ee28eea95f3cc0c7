"""What one event costs the program apart from writing to the sockets: the same at 100 and at 2,000 of them.

    manage.py bench event_cost [--quick]

Measured inside the server process on Daphne, in processor time: drawing (queries, templates, once per audience and
language) and encoding (once per audience and language) are the goal's figure; what is to be drawn and who may see it
still is shown beside it.
"""

from __future__ import annotations

import time
from pathlib import Path

from tests.load.bench_broadcast import WARM_UP, once
from tests.load.servers import clients, data_folder, milliseconds, running, table

FEW, MANY = 100, 2000
GOAL = 1.3
PARTS = ("draw", "encode", "order", "rights", "strayed")
NAMES = {
    "draw": "draw",
    "encode": "encode",
    "order": "find out what to draw",
    "rights": "read rights anew",
    "strayed": "compare them",
}


def main(argv: list[str]) -> int:
    """Measure and print; 1 when the cost grows with the sockets."""
    rounds = 15 if "--quick" in argv else 40
    with data_folder() as data:
        few, many = both(data, rounds)
    few["together"], many["together"] = (
        [draw + encode for draw, encode in zip(c["draw"], c["encode"], strict=True)] for c in (few, many)
    )
    rows = [line(NAMES[part], few[part], many[part]) for part in ("draw", "encode")]
    rows.append(line("draw and encode", few["together"], many["together"], f"{GOAL:g}"))
    rows += [line(NAMES[part], few[part], many[part]) for part in ("order", "rights", "strayed")]
    table(["per event", f"{FEW} sockets, ms", f"{MANY:,} sockets, ms", "ratio", "goal"], rows)
    ratio = milliseconds(many["together"]) / milliseconds(few["together"])
    print("\nThe goal is reached." if ratio <= GOAL else f"\nMISSED {ratio:.2f} times the cost, the goal is {GOAL:g}")
    return 0 if ratio <= GOAL else 1


def line(name: str, few: list[float], many: list[float], goal: str = "") -> list[str]:
    ratio = f"{milliseconds(many) / milliseconds(few):.2f}" if any(few) else ""
    return [name, f"{milliseconds(few):.3f}", f"{milliseconds(many):.3f}", ratio, goal]


def both(data: Path, rounds: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The costs of every event at a server with few and at one with many sockets, asked in turn."""
    costs: tuple[dict[str, list[float]], dict[str, list[float]]] = ({}, {})
    with (
        running(data, "daphne", options=("--timed",)) as small,
        running(data, "daphne", options=("--timed",)) as large,
        clients(small, FEW) as here,
        clients(large, MANY) as there,
    ):
        time.sleep(1)
        for number in range(WARM_UP + rounds):
            for server, crowd, cost in zip([*small, *large], [*here, *there], costs, strict=True):
                for part, seconds in event(server, crowd).items():
                    if number >= WARM_UP:
                        cost.setdefault(part, []).append(seconds)
    return costs


def event(server, crowd) -> dict[str, float]:
    """The cost of one event; heartbeats encode too, so encoding counts the dearest frame, the picture.

    Rights are read with the picture and count as drawing; they are asked for alone only when somebody's can have
    changed.
    """
    server.ask("costs")
    once(server, crowd, "service")
    taken = server.ask("costs")
    return {part: max(taken.get(part, [0.0])) for part in PARTS}
