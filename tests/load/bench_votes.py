"""Casting on one Daphne process: how long until the receipt, over the open socket and by requests, beside the bare
transaction.

    manage.py bench votes [--quick] [--database URL]

Everybody who votes has the room open and watches the tally. First 150 ballots within 5 s, then 1,000 within 10 s, then
500 within one second, and the same burst by requests; at the end the same rows without the program, in the same run. On
SQLite, and on PostgreSQL as well when `--database` or DATABASE_URL names a server: in a database of its own there,
which is dropped again.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.load.bench_council import p99
from tests.load.servers import ROOT, Server, surroundings, table

VOTERS, QUICK_VOTERS = 500, 150


@dataclass(frozen=True)
class Burst:
    """Ballots that come within some seconds, and what must be reached; 0 for no goal."""

    way: str
    casts: int
    within: float
    seconds: float
    rate: float = 0


FULL = [
    Burst("socket", 150, 5, 0.3),
    Burst("socket", 1000, 10, 1.0),
    Burst("socket", 500, 1, 0.5, 400),
    Burst("http", 500, 1, 4.0),
]
QUICK = [
    Burst("socket", 150, 5, 0.3),
    Burst("socket", 300, 3, 1.0),
    Burst("socket", 150, 0.3, 0.5),
    Burst("http", 150, 0.3, 4.0),
]
HEAD = [
    "database",
    "ballots",
    "way",
    "receipt, median ms",
    "p99 ms",
    "goal",
    "votes/s",
    "goal",
    "refused",
    "lost",
    "server ms each",
]
REST = 5.0
"""Seconds between two bursts, in which the screens come to rest; the server's work in them counts."""


class Hall:
    """The members and their sockets, in a process of their own (`voters.py`)."""

    def __init__(self, server: Server, cookies: list[str]) -> None:
        command = [sys.executable, "-m", "tests.load.voters", str(server.port)]
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.size = self.ask(cookies)["in"]

    def ask(self, question: Any) -> dict[str, Any]:
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return dict(json.loads(self.process.stdout.readline()))

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


def bursts(server: Server, cookies: list[str], wanted: list[Burst]) -> list[dict[str, Any]]:
    """Every burst after the other, with time between for the screens to come to rest."""
    hall = Hall(server, cookies)
    try:
        hall.ask(
            {"way": "socket", "casts": 20, "within": 1, "choice": "abstain"}
        )  # the first ballots make the program load what it needs
        hall.ask({"way": "http", "casts": 5, "within": 1, "choice": "abstain"})
        time.sleep(REST)
        found = []
        for number, burst in enumerate(wanted):
            choice = ("yes", "no")[number % 2]
            before = server.processor()
            found.append(hall.ask({"way": burst.way, "casts": burst.casts, "within": burst.within, "choice": choice}))
            print(f"{burst.casts} by {burst.way}: {len(found[-1]['took'])} receipts", file=sys.stderr, flush=True)
            time.sleep(REST)
            found[-1]["each"] = (server.processor() - before) / burst.casts
        return found
    finally:
        hall.stop()


def measure(name: str, database: str, voters: int, wanted: list[Burst]) -> tuple[list[list[str]], list[str]]:
    """All bursts on one database, and the bare transaction after them; rows to print, and what was missed."""
    with tempfile.TemporaryDirectory(prefix="ratssaal-load-", ignore_cleanup_errors=True) as folder:
        environment = surroundings(Path(folder), database)
        subprocess.run(
            [sys.executable, "-m", "tests.load.voting_data", str(voters)], cwd=ROOT, env=environment, check=True
        )
        cookies = json.loads((Path(folder) / "cookies.json").read_text())["members"]
        print(f"{name}: {voters} members are seated.", file=sys.stderr, flush=True)
        server = Server("daphne", Path(folder), database=database)
        try:
            server.wait()
            found = bursts(server, cookies, wanted)
        finally:
            server.stop()
        bare = subprocess.run(
            [sys.executable, "-m", "tests.load.bare_votes", "500"],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
    rows, missed = [], []
    for burst, answer in zip(wanted, found, strict=True):
        rows.append(row(name, burst, answer))
        missed += faults(name, burst, answer)
    alone = json.loads(bare.stdout)
    figures = [
        "",
        f"{alone['p99'] * 1000:,.0f}",
        "",
        f"{alone['rate']:,.0f}",
        "",
        "",
        "",
        f"{alone['each'] * 1000:.2f}",
    ]
    rows.append([name, "500", "bare transaction", *figures])
    return rows, missed


def rate(burst: Burst, answer: dict[str, Any]) -> float:
    return len(answer["took"]) / answer["seconds"]


def row(name: str, burst: Burst, answer: dict[str, Any]) -> list[str]:
    took = answer["took"] or [float("inf")]
    times = [f"{took[len(took) // 2] * 1000:,.0f}", f"{p99(took) * 1000:,.0f}", f"{burst.seconds * 1000:,.0f}"]
    speed = [f"{rate(burst, answer):,.0f}", f"{burst.rate:g}" if burst.rate else ""]
    refused = ", ".join(f"{count} x {status}" for status, count in answer["others"].items()) or "0"
    return [
        name,
        f"{burst.casts:,} in {burst.within:g} s",
        burst.way,
        *times,
        *speed,
        refused,
        str(answer["lost"]),
        f"{answer['each'] * 1000:.2f}",
    ]


def faults(name: str, burst: Burst, answer: dict[str, Any]) -> list[str]:
    what = f"{name}: {burst.casts:,} in {burst.within:g} s by {burst.way}"
    found = []
    if len(answer["took"]) < burst.casts:
        found.append(f"{what}: {len(answer['took'])} receipts")
    if answer["took"] and p99(answer["took"]) > burst.seconds:
        found.append(f"{what}: p99 {p99(answer['took']):.2f} s, the goal is {burst.seconds:g} s")
    if rate(burst, answer) < burst.rate:
        found.append(f"{what}: {rate(burst, answer):.0f} votes a second, the goal is {burst.rate:g}")
    return found


@contextlib.contextmanager
def own_database(url: str) -> Iterator[str]:
    """A fresh database on that PostgreSQL server."""
    import psycopg
    from psycopg import sql

    name = f"ratssaal_bench_{uuid4().hex[:12]}"
    own = f"{url.rpartition('/')[0]}/{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield own
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def option(argv: list[str], name: str) -> str:
    return argv[argv.index(name) + 1] if name in argv else ""


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a goal is missed."""
    quick = "--quick" in argv
    voters, wanted = (QUICK_VOTERS, QUICK) if quick else (VOTERS, FULL)
    rows, missed = measure("SQLite", "", voters, wanted)
    if url := option(argv, "--database") or os.environ.get("DATABASE_URL", ""):
        with own_database(url) as database:
            more, faults_there = measure("PostgreSQL", database, voters, wanted)
            rows, missed = rows + more, missed + faults_there
    table(HEAD, rows)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    print(f"\n{voters} members watch. Load average at the end: {load}.")
    print("\n".join(f"MISSED {line}" for line in missed) or "Every goal is reached.")
    return 1 if missed else 0
