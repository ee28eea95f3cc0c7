"""What is stored of a vote, and whether it is exactly what its electors were told.

`python -m tests.faults.ledger MEETING POLL`, with the place in the environment, prints the stored side as JSON:
ballots, and the cast events as they stand in the exported journal, whose chain is checked before.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django


@dataclass(frozen=True)
class Stored:
    """One row of the ballots."""

    ballot_id: str
    elector: int
    person: int
    choice: str
    version: int
    superseded: bool
    seq: int


@dataclass(frozen=True)
class Told:
    """One choice of one person as the client knows it: the ids it was sent with, and the receipt."""

    person: int
    choice: str
    ids: tuple[str, ...]
    receipt: dict[str, Any] | None = None


@dataclass
class Ledger:
    """The stored side of one poll: `events` maps the journal's numbers to (elector, version, choice), `flaw` is what
    the chain's verifier found, `counts` what the closing transaction counted."""

    ballots: list[Stored]
    events: dict[int, tuple[int, int, str]]
    flaw: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def faults(ledger: Ledger, told: list[Told]) -> Iterator[str]:
    """Everything in which the stored side is not what the electors were told, in words that begin with its kind."""
    yield from _receipts(ledger, told)
    yield from _doubles(ledger, told)
    yield from _strangers(ledger, told)
    yield from _standing(ledger)
    yield from _journal(ledger)


def _receipts(ledger: Ledger, told: list[Told]) -> Iterator[str]:
    rows = {row.ballot_id: row for row in ledger.ballots}
    for cast in told:
        if cast.receipt is None:
            continue
        row = rows.get(cast.receipt["ballot_id"])
        if row is None:
            yield f"lost: {cast}"
        elif (row.person, row.choice, row.version, row.seq) != (
            cast.person,
            cast.choice,
            cast.receipt["version"],
            cast.receipt["seq"],
        ):
            yield f"changed: {cast} is stored as {row}"
        elif cast.receipt["choice"] != cast.choice or cast.receipt["ballot_id"] not in cast.ids:
            yield f"changed: {cast} has the receipt of something else"


def _doubles(ledger: Ledger, told: list[Told]) -> Iterator[str]:
    """One row per id, and per person no more rows than choices: a choice that was stored twice counts a version
    more.
    """
    ids = Counter(row.ballot_id for row in ledger.ballots)
    yield from (f"doubled: id {ballot_id} is stored {number} times" for ballot_id, number in ids.items() if number > 1)
    rows, choices = Counter(row.person for row in ledger.ballots), Counter(cast.person for cast in told)
    yield from (
        f"doubled: person {person} has {rows[person] - choices[person]} too many"
        for person in rows
        if rows[person] > choices[person]
    )


def _strangers(ledger: Ledger, told: list[Told]) -> Iterator[str]:
    sent = {ballot_id: cast for cast in told for ballot_id in cast.ids}
    for row in ledger.ballots:
        cast = sent.get(row.ballot_id)
        if cast is None or (cast.person, cast.choice) != (row.person, row.choice):
            yield f"never sent: {row}"


def _standing(ledger: Ledger) -> Iterator[str]:
    """Per elector versions without a gap, of which the last one alone is valid."""
    by_elector: dict[int, list[Stored]] = {}
    for row in sorted(ledger.ballots, key=lambda row: row.version):
        by_elector.setdefault(row.elector, []).append(row)
    for elector, rows in by_elector.items():
        if [row.version for row in rows] != list(range(1, len(rows) + 1)):
            yield f"versions: elector {elector} has {[row.version for row in rows]}"
        if [row.superseded for row in rows] != [True] * (len(rows) - 1) + [False]:
            yield f"validity: elector {elector} has not the last ballot alone as the valid one"


def _journal(ledger: Ledger) -> Iterator[str]:
    if ledger.flaw:
        yield f"journal: {ledger.flaw}"
    rows = {row.seq: (row.elector, row.version, row.choice) for row in ledger.ballots}
    if len(rows) != len(ledger.ballots):
        yield "journal: two ballots name the same event"
    for seq in sorted(rows.keys() | ledger.events.keys()):
        if rows.get(seq) != ledger.events.get(seq):
            yield f"journal: event {seq} says {ledger.events.get(seq)}, the ballots {rows.get(seq)}"


def miscounts(ledger: Ledger, told: list[Told]) -> Iterator[str]:
    """Where the result of the closed poll is not the sum of everybody's last receipts."""
    last = {cast.person: cast.receipt["choice"] for cast in told if cast.receipt}
    receipts = Counter(str(choice) for choice in last.values())
    for choice, counted in ledger.counts.items():
        if counted != receipts[choice]:
            yield f"count: {counted} times {choice}, by the receipts {receipts[choice]}"


def kinds(found: list[str]) -> Counter[str]:
    return Counter(fault.partition(":")[0] for fault in found)


def read(output: str) -> Ledger:
    """The ledger that `main` has printed."""
    content = json.loads(output)
    events = {int(seq): tuple(event) for seq, event in content["events"].items()}
    return Ledger([Stored(**row) for row in content["ballots"]], events, content["flaw"], content["counts"])


def of_poll(meeting: int, poll: int) -> Ledger:
    """Read the database and the exported journal."""
    from meetings.journal import chain
    from meetings.journal.export import export_lines
    from meetings.models import Meeting
    from voting.models import Ballot, Poll

    lines = list(export_lines(Meeting.objects.get(pk=meeting)))
    try:
        flaw = "" if chain.verify(lines) == len(lines) - 1 else "lines are missing"
    except chain.BadLine as error:
        flaw = str(error)
    rows = Ballot.objects.filter(elector__poll=poll).order_by("seq").select_related("elector")
    ballots = [
        Stored(
            str(row.ballot_id), row.elector_id, row.elector.person_id, row.choice, row.version, row.superseded, row.seq
        )
        for row in rows
    ]
    row = Poll.objects.get(pk=poll)
    counts = {choice: getattr(row, f"{choice}_count") for choice in ("yes", "no", "abstain")} if row.is_counted else {}
    return Ledger(ballots, dict(_casts(lines, poll)), flaw, counts)


def _casts(lines: list[str], poll: int) -> Iterator[tuple[int, tuple[int, int, str]]]:
    for line in lines[1:]:
        event = json.loads(line)
        if event["name"] == "voting.ballot.cast" and event["data"]["poll"] == poll:
            yield event["seq"], (event["data"]["elector"], event["data"]["version"], event["opened"]["choice"]["value"])


if __name__ == "__main__":
    django.setup()
    print(json.dumps(asdict(of_poll(int(sys.argv[1]), int(sys.argv[2])))))
