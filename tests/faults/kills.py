"""Casts over HTTP while something is killed again and again: is every receipt true, and every vote there once?

    manage.py faults kills|terms|postgres|redis [--casts 10000] [--clients 100] [--kills N] [--seed N] [--quick] [--on
    sqlite|postgresql]

`kills` ends the program with SIGKILL, on SQLite and on PostgreSQL; `terms` asks it to end with SIGTERM; `postgres` ends
PostgreSQL, `redis` Redis, while the program goes on. Each elector casts again as soon as there is an answer, so that
there is always one cast of each under way. The control makes a new id for each attempt, as a careless client would: it
has to find votes that were stored twice.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.faults import ledger, places
from tests.faults.electors import PATIENCE, Elector, Tally
from tests.faults.places import Place
from tests.faults.victims import AskedToEnd, Postgres, Program, Redis, Victim, up
from tests.load.bench_council import p99, press
from tests.load.servers import table

AT_START = 0.1  # share of kills that are followed by another while the victim comes back
LONGEST = 3600.0  # seconds for one trial


@dataclass
class Outcome:
    """What one trial has shown."""

    wrong: list[str]
    tally: Counter[str]
    blows: Counter[str]
    waits: list[float]
    seconds: float

    @property
    def doubled(self) -> int:
        """Votes that are stored and that nobody has meant."""
        return sum(int(fault.split()[4]) for fault in self.wrong if fault.startswith("doubled: person"))


class Trial:
    """One vote of a council: its electors cast, the killer kills, the ledger is compared."""

    def __init__(self, place: Place, program: Program, number: int, seed: int) -> None:
        self.place, self.program, self.seed, self.chance = place, program, seed, random.Random(seed)
        council = place.council
        self.meeting, self.poll, self.clerk = council["meeting"], council["polls"][number], council["clerk"]
        self.members = {int(person): cookie for person, cookie in council["members"].items()}
        self.tally, self.electors = Tally(), list[Elector]()

    def run(self, casts: int, kills: int, victim: Victim, *, fresh_ids: bool = False, until: str = "") -> Outcome:
        """All electors cast evenly, `casts` in all, or until something has been counted once; one who cannot finish is
        an error.

        With `fresh_ids`, the control, each kill is aimed between a commit and its answer: by lot it would rarely fall
        there.
        """
        self.program.wait()
        each = casts // len(self.members)
        self.electors = [
            Elector(
                self.program,
                self.poll,
                person,
                cookie,
                each,
                self.tally,
                seed=f"{self.seed} {self.poll} {person}",
                fresh_ids=fresh_ids,
            )
            for person, cookie in self.members.items()
        ]
        began = time.monotonic()
        for elector in self.electors:
            elector.start()
        with self.place.watched() if fresh_ids else contextlib.nullcontext() as stored:
            self.kill(victim, each * len(self.members), kills, until, stored)
        for elector in self.electors:
            elector.join(max(0.1, began + LONGEST - time.monotonic()))
        took = time.monotonic() - began
        if any(elector.is_alive() for elector in self.electors):
            raise RuntimeError(f"some never got an answer: {self.tally.counts}")
        return self.judge(victim, took)

    def kill(self, victim: Victim, casts: int, kills: int, until: str, stored: Callable[[], int] | None) -> None:
        """At moments by lot, counted in receipts so that each falls into the casting; with `stored`, at the next
        commit.
        """
        for moment in sorted(self.chance.sample(range(1, max(kills + 1, int(casts * 0.97))), kills)):
            self.await_receipts(moment)
            if self.tally.counts[until]:
                for elector in self.electors:
                    elector.stopped.set()
                return
            if stored is None:
                time.sleep(self.chance.uniform(0, 0.1))
            else:
                self.await_commit(stored)
            self.blow(victim)

    def blow(self, victim: Victim) -> None:
        victim.kill(self.chance)
        if victim is not self.program:
            time.sleep(self.chance.uniform(0, 1))
        victim.start()
        if victim is self.program and self.chance.random() < AT_START:
            time.sleep(self.chance.uniform(0, 2))
            victim.kill(self.chance)
            victim.blows["of them, while it was starting"] += 1
            victim.start()

    def await_receipts(self, number: int) -> None:
        until = time.monotonic() + LONGEST
        while self.tally.receipts < number and any(elector.is_alive() for elector in self.electors):
            if time.monotonic() > until:
                raise RuntimeError(f"nothing goes on: {self.tally.counts}")
            time.sleep(0.002)

    def await_commit(self, stored: Callable[[], int]) -> None:
        """Until one more ballot is there than now."""
        before, until = stored(), time.monotonic() + PATIENCE
        while stored() == before and time.monotonic() < until:
            time.sleep(0.0005)

    def judge(self, victim: Victim, took: float) -> Outcome:
        """Kill the program once more in silence, compare what is stored, start it, let the clerk close, and compare
        the count.
        """
        self.program.process.kill()
        self.program.process.wait()
        told = [
            ledger.Told(elector.person, cast.choice, tuple(cast.ids), cast.receipt)
            for elector in self.electors
            for cast in elector.made
        ]
        wrong = list(ledger.faults(self.stored(), told))
        self.program.start()
        self.program.wait()
        press(self.program, f"/polls/{self.poll}/close/", self.clerk)
        wrong += ledger.miscounts(self.stored(), told)
        made = [cast for elector in self.electors for cast in elector.made]
        wrong += self.program.complaints
        wrong += [f"refused: {cast.refusal}" for cast in made if cast.refusal]
        return Outcome(wrong, self.tally.counts, victim.blows, [cast.seconds for cast in made], took)

    def stored(self) -> ledger.Ledger:
        return ledger.read(self.place.run("tests.faults.ledger", self.meeting, self.poll))


def next_vote(place: Place, program: Program, number: int) -> None:
    """Declare the vote that was closed and open the next one that is prepared."""
    council = place.council
    press(program, f"/polls/{council['polls'][number - 1]}/declare/", council["clerk"])
    press(program, f"/polls/{council['polls'][number]}/open/", council["clerk"])


@contextlib.contextmanager
def serving(place: Place, clients: int, kind: type[Program] = Program) -> Iterator[Program]:
    """A council of so many electors with two votes prepared, and the program on it."""
    place.run("tests.faults.council", clients, 2)
    program = kind(place)
    program.start()
    try:
        program.wait()
        yield program
    finally:
        program.stop()


def options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py faults")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--casts", type=int, default=10_000, help="in all; each client casts equally often")
    parser.add_argument("--clients", type=int, default=100)
    parser.add_argument(
        "--kills", type=int, help="or ends; 50 of the program, 20 of PostgreSQL or Redis, unless told otherwise"
    )
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database only (kills, terms)")
    parser.add_argument(
        "--quick", action="store_true", help="a twentieth of the casts and a fifth of the clients and kills"
    )
    given = parser.parse_args(argv)
    given.kills = given.kills or (50 if given.kind in OF_PROGRAM else 20)
    if given.quick:
        given.casts, given.clients, given.kills = (
            given.casts // 20,
            max(1, given.clients // 5),
            max(1, given.kills // 5),
        )
    if not 0 < given.clients <= given.casts or given.kills >= given.casts:
        parser.error("there have to be more casts than clients and kills")
    return given


Setting = tuple[Place, Victim | None]  # None: the program itself is killed


@contextlib.contextmanager
def setting(kind: str, database: str) -> Iterator[Setting]:
    """The place of a trial, and what is to be killed in it."""
    with contextlib.ExitStack() as stack:
        if database == "sqlite":
            yield stack.enter_context(places.on_sqlite()), None
            return
        postgres = stack.enter_context(up(Postgres))
        variables, victim = {}, None if kind in OF_PROGRAM else postgres
        if kind == "redis":
            victim = stack.enter_context(up(Redis))
            variables["REDIS_URL"] = victim.url
        yield stack.enter_context(places.on_postgres(postgres.url, **variables)), victim


def attempt(given: argparse.Namespace, database: str) -> bool:
    """One trial with its control on one database; whether both came out as they have to."""
    kind = AskedToEnd if given.kind == "terms" else Program
    with setting(given.kind, database) as (place, victim), serving(place, given.clients, kind) as program:
        outcome = Trial(place, program, 0, given.seed).run(given.casts, given.kills, victim or program)
        title = f"{given.kind}, {place.name}"
        show(title, outcome)
        if isinstance(program, AskedToEnd):
            ends = sorted(program.ends)
            print(f"from SIGTERM to the end: median {ends[len(ends) // 2]:.1f} s, longest {ends[-1]:.1f} s", flush=True)
        if given.kind != "kills":
            return not outcome.wrong
        next_vote(place, program, 1)
        program.blows.clear()
        control = Trial(place, program, 1, given.seed + 1)
        careless = control.run(given.casts // 4, given.kills // 2, program, fresh_ids=True)
        show(f"{title}, control with a new id for each attempt (has to double votes)", careless)
    return not outcome.wrong and careless.doubled > 0


def show(title: str, outcome: Outcome) -> None:
    """The figures, and the first things that are wrong."""
    print(f"\n### {title}\n", flush=True)
    blows = ", ".join(f"{number} {kind}" for kind, number in outcome.blows.items())
    answers = [[name, f"{number:,}"] for name, number in sorted(outcome.tally.items())]
    waits = sorted(outcome.waits)
    times = [["time from the first attempt to the receipt, median", f"{waits[len(waits) // 2]:.2f} s"]]
    times += [
        ["the same, p99 and longest", f"{p99(waits):.2f} s, {waits[-1]:.2f} s"],
        ["seconds in all", f"{outcome.seconds:.0f}"],
    ]
    found = ledger.kinds(outcome.wrong)
    verdict = [[name, str(found.pop(name, 0))] for name in ("lost", "changed", "never sent", "refused")]
    verdict += [
        ["doubled votes", str(outcome.doubled)],
        ["anything else wrong", str(sum(found.values()) - found["doubled"])],
    ]
    table(["figure", "measured"], [["kills", blows], *answers, *times, *verdict])
    print("\n".join(outcome.wrong[:5]), flush=True)


OF_PROGRAM = ("kills", "terms")
KINDS = (*OF_PROGRAM, "postgres", "redis")


def main(argv: list[str]) -> int:
    """Try and print; 1 when a receipt was not true, or a control found nothing."""
    given = options(argv)
    print(f"seed {given.seed}, {given.casts:,} casts by {given.clients} clients, {given.kills} kills", flush=True)
    databases = [given.on] if given.on else ["sqlite", "postgresql"]
    results = [attempt(given, database) for database in (databases if given.kind in OF_PROGRAM else ["postgresql"])]
    return 0 if all(results) else 1
