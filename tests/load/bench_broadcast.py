"""One event to N sockets: milliseconds until the last one has it, beside a bare broadcast server in the same run.

    manage.py bench broadcast [--quick]

"Broadcast" is a ready picture of 1 KB; "whole path" begins before the service call: transaction on SQLite,
announcement, hub, rendering, encoding, sockets. The servers are asked in turn, round by round, so that a slow minute
hits all alike.
"""

from __future__ import annotations

import sys
import time

from tests.load.servers import Clients, Server, clients, data_folder, milliseconds, running, table

GOALS = {100: 5.0, 1000: 4.5, 5000: 5.0}
WARM_UP = 3
HEAD = ["sockets", "bare ms", "Daphne ms", "ratio", "goal", "uvicorn ms", "ratio", "whole path Daphne ms", "uvicorn ms"]
MEMORY = ["sockets", "bare", "Daphne", "uvicorn"]
Times = dict[tuple[str, str], list[float]]


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a goal is missed."""
    quick = "--quick" in argv
    counts, rounds = ([100, 1000], 9) if quick else (list(GOALS), 15)
    rows, memory, missed = [], [], []
    with data_folder() as data:
        for count in counts:
            times, used = measure(data, count, rounds)
            bare, daphne, uvicorn = (milliseconds(times[name, "show"]) for name in ("bare", "daphne", "uvicorn"))
            rows.append(row(count, bare, daphne, uvicorn, times))
            print(
                f"{count:,} sockets: bare {bare:.1f} ms, Daphne {daphne:.1f} ms, uvicorn {uvicorn:.1f} ms",
                file=sys.stderr,
                flush=True,
            )
            memory.append([f"{count:,}", *(f"{kb:.0f} KB" if kb is not None else "-" for kb in used)])
            if daphne / bare > GOALS[count]:
                missed.append(
                    f"{count:,} sockets: {daphne / bare:.1f} times the bare server, the goal is {GOALS[count]:g}"
                )
    table(HEAD, rows)
    print("\nMemory of the server per idle socket:\n")
    table(MEMORY, memory)
    print("\n" + ("\n".join(f"MISSED {line}" for line in missed) or "Every goal is reached."))
    return 1 if missed else 0


def row(count: int, bare: float, daphne: float, uvicorn: float, times: Times) -> list[str]:
    figures = [
        f"{bare:.1f}",
        f"{daphne:.1f}",
        f"{daphne / bare:.1f}",
        f"{GOALS[count]:g}",
        f"{uvicorn:.1f}",
        f"{uvicorn / bare:.1f}",
    ]
    return [f"{count:,}", *figures, *(f"{milliseconds(times[name, 'service']):.0f}" for name in ("daphne", "uvicorn"))]


def measure(data, count: int, rounds: int) -> tuple[Times, list[float | None]]:
    """Seconds of every round by server and way, and the memory each server needs for one socket."""
    with running(data, "bare", "daphne", "uvicorn") as servers:
        with clients(servers[1:], 1):  # the first visitor makes the program load what it needs
            before = [server.memory() for server in servers]
        with clients(servers, count) as crowds:
            time.sleep(1)
            after = [server.memory() for server in servers]
            times = take_turns(servers, crowds, rounds)
    return times, [
        (b - a) / count if a is not None and b is not None else None for a, b in zip(before, after, strict=True)
    ]


def take_turns(servers: list[Server], crowds: list[Clients], rounds: int) -> Times:
    times: Times = {}
    for way in ("show", "service"):
        for number in range(WARM_UP + rounds):
            for server, crowd in zip(servers, crowds, strict=True):
                if server.name == "bare" and way == "service":
                    continue
                seconds = once(server, crowd, way)
                if number >= WARM_UP:
                    times.setdefault((server.name, way), []).append(seconds)
    return times


def once(server: Server, crowd: Clients, way: str) -> float:
    """One event; seconds from the call to the last socket."""
    time.sleep(0.1)  # the hub pauses 50 ms between two pushes
    fired = server.ask(way)
    return crowd.when(fired["key"]) - fired["t0"]
