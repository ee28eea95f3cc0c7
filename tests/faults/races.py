"""A close against casts in flight, again and again: does the result count exactly what got a receipt, and nothing after
it?

    manage.py faults races [--races 1000] [--casts 50] [--seed N] [--quick] [--on sqlite|postgresql]

Everybody casts at the same instant, each in a thread with a connection of its own, against the services; the close
comes at a moment by lot within the time that the casts take. Each control takes one protection away and has to find
something.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

from tests.faults import places
from tests.faults.victims import Postgres, up
from tests.load.servers import table

CHOICES = ("yes", "no", "abstain")
IN_LINE = 0.5  # share of the casts that share a transaction with others; the controls weaken those that are cast alone
FEW = 20
"""Races of a control; the first mismatch would do."""
CONTROLS = {"sqlite": ("stale", "deferred"), "postgresql": ("stale", "key share")}
Answer = tuple[str, Any]  # "receipt" and it, "refused" and the code, "failed" and the error


@dataclass
class Found:
    """What some races have shown."""

    races: int = 0
    receipts: int = 0
    refused: int = 0
    split: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def row(self) -> list[str]:
        kinds = Counter(words.partition(":")[0] for words in self.wrong)
        return [
            f"{self.races:,}",
            f"{self.split:,}",
            f"{self.receipts:,}",
            f"{self.refused:,}",
            *(str(kinds[kind]) for kind in KINDS),
        ]


KINDS = ("miscounted", "after the close", "not as told", "failed", "journal")
HEAD = ["database", "what", "races", "split by the close", "receipts", "refused", *KINDS]


class Arena:
    """A council and the threads that act for it."""

    def __init__(self, electors: int, seed: int, in_line: float) -> None:
        from meetings.selectors import actor_for
        from tests.faults.council import convene

        self.clerk, members, self.item = convene(electors)
        self.actors = [actor_for(user, body_id=self.clerk.body_id, meeting=self.item.meeting) for user in members]
        self.chance, self.lasts, self.found, self.in_line = random.Random(seed), 0.1, Found(), in_line

    def run(self, races: int) -> Found:
        with ThreadPoolExecutor(len(self.actors) + 1) as pool:
            for _ in range(races):
                self.race(pool)
        self.check_journal()
        return self.found

    def race(self, pool: ThreadPoolExecutor) -> None:
        """One vote: open, all cast at once, close, compare, declare."""
        from voting import services

        poll = services.create_poll(item=self.item, question="Zustimmung?", actor=self.clerk, open_now=True)
        gate = threading.Barrier(len(self.actors) + 1)
        delay = self.chance.uniform(0, self.lasts)
        casts = [(self.caster(poll, actor, self.chance.choice(CHOICES)), gate, 0.0) for actor in self.actors]
        began = time.monotonic()
        running = [pool.submit(at_the_gate, *given) for given in ((self.closer(poll), gate, delay), *casts)]
        wait(running[1:])
        self.lasts = (
            time.monotonic() - began
        )  # of the casts alone: a close that came late would make the next one later still
        answers = [one.result() for one in running]
        self.compare(poll, answers[0], answers[1:])
        if answers[0][0] == "failed":
            services.close_poll(poll=poll, actor=self.clerk)
        services.declare_result(poll=poll, actor=self.clerk)

    def caster(self, poll: Any, actor: Any, choice: str) -> Callable[[], Any]:
        """Reads the poll, as a view does, and casts: alone, or in company as a request does."""
        from voting import services
        from voting.models import Poll
        from voting.services.together import Cast, cast_in_line

        ballot_id = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        in_line = self.chance.random() < self.in_line

        def cast() -> Any:
            seen = Poll.objects.get(pk=poll.pk)
            if in_line:
                return cast_in_line(Cast(actor.user, seen.pk, choice, ballot_id))[0]
            return services.cast_ballot(poll=seen, choice=choice, ballot_id=ballot_id, actor=actor)[0]

        return cast

    def closer(self, poll: Any) -> Callable[[], Any]:
        from voting import services

        def close() -> Any:
            CLOSING.now = True
            try:
                return services.close_poll(poll=poll, actor=self.clerk).meeting.last_seq
            finally:
                CLOSING.now = False

        return close

    def compare(self, poll: Any, closed: Answer, answers: list[Answer]) -> None:
        """The counts, the rows and the receipts have to say the same; every other cast was told that it came too
        late.
        """
        from voting.models import Ballot, Poll

        receipts = [given for kind, given in answers if kind == "receipt"]
        said = Counter(receipt["choice"] for receipt in receipts)
        row = Poll.objects.get(pk=poll.pk)
        counts = {choice: getattr(row, f"{choice}_count") or 0 for choice in CHOICES}
        stored = {
            str(ballot_id): seq
            for ballot_id, seq in Ballot.objects.filter(elector__poll=poll).values_list("ballot_id", "seq")
        }
        found = self.found
        found.races += 1
        found.receipts += len(receipts)
        found.refused += sum(kind == "refused" for kind, _ in answers)
        found.split += 0 < len(receipts) < len(answers)
        if closed[0] != "receipt":
            found.wrong.append(f"failed: the close, {closed[1]}")
            return
        if counts != {choice: said[choice] for choice in CHOICES}:
            found.wrong.append(f"miscounted: {counts}, by the receipts {dict(said)}")
        if set(stored) != {receipt["ballot_id"] for receipt in receipts}:
            found.wrong.append(f"not as told: {len(stored)} ballots for {len(receipts)} receipts")
        found.wrong += [
            f"after the close: ballot {seq}, close {closed[1]}" for seq in stored.values() if seq >= closed[1]
        ]
        found.wrong += [
            f"failed: {given}"
            for kind, given in answers
            if kind == "failed" or (kind == "refused" and given != "poll.closed")
        ]

    def check_journal(self) -> None:
        from meetings.journal import chain
        from meetings.journal.export import export_lines

        try:
            chain.verify(export_lines(self.item.meeting))
        except chain.BadLine as error:
            self.found.wrong.append(f"journal: {error}")


CLOSING = threading.local()
"""`now` while this thread closes a poll: one of the controls weakens the two sides differently."""


def at_the_gate(act: Callable[[], Any], gate: threading.Barrier, delay: float) -> Answer:
    """Start with all others, act, and say what came of it."""
    from django.db import connections

    from meetings.errors import DomainError

    gate.wait()
    time.sleep(delay)
    try:
        return "receipt", act()
    except DomainError as error:
        return "refused", error.code
    except Exception as error:
        return "failed", f"{type(error).__name__}: {error}"
    finally:
        connections.close_all()


def raced(electors: int, races: int, seed: int, control: str = "") -> Found:
    """Some races on the database of this process, without one of its protections when a control is named."""
    from tests.faults.weakened import WEAKENED

    arena = Arena(electors, seed, 0.0 if control else IN_LINE)
    with ExitStack() as stack:
        if control:
            stack.enter_context(WEAKENED[control]())
        return arena.run(races)


def options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py faults races")
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--casts", type=int, default=50, help="in flight in each race")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--on", choices=list(CONTROLS), help="one database only")
    parser.add_argument("--quick", action="store_const", const=50, dest="races", help="50 races")
    return parser.parse_args(argv)


def place(database: str, stack: ExitStack) -> places.Place:
    """A fresh database of that kind."""
    if database == "sqlite":
        return stack.enter_context(places.on_sqlite())
    return stack.enter_context(places.on_postgres(stack.enter_context(up(Postgres)).url))


def main(argv: list[str]) -> int:
    """Race and print; 1 when a result was wrong, or a control found nothing."""
    given = options(argv)
    print(f"seed {given.seed}, {given.races:,} races of a close against {given.casts} casts", flush=True)
    rows, good = [], True
    for database in [given.on] if given.on else list(CONTROLS):
        for control in ("", *CONTROLS[database]):
            with ExitStack() as stack:
                races = FEW if control else given.races
                output = place(database, stack).run("tests.faults.races", given.casts, races, given.seed, control)
            found = Found(**json.loads(output))
            rows.append([database, f"control: {control}" if control else "the program", *found.row])
            good = good and bool(found.wrong) == bool(control)
            print("\n".join(found.wrong[:3]), flush=True)
    table(HEAD, rows)
    return 0 if good else 1


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    print(json.dumps(asdict(raced(*map(int, sys.argv[1:4]), sys.argv[4]))))
