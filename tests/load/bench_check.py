"""How long the check of 10,000 events with 180 votes and as many signatures takes, by check.py and by check.html's
program.

    manage.py bench check

The journal is made in memory in the format of the export, with a key of its own: 50 electors cast in each vote, some
change their mind. The goal is 5 seconds of processor time for check.py, as a process of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from documents.check.programs import check
from tests.load.servers import table

EVENTS = 10_000
ELECTORS = 50
GOAL = 5.0
RUN = (
    'const check = require(process.argv[1]); const files = {}; for (const name of ["events.ndjson", '
    '"heads.json", "keys.json"])'
    ' files[name] = require("fs").readFileSync(process.argv[2] + "/" + name, "utf8");'
    " const { right } = check.run(files, JSON.parse(process.argv[3])); process.exit(right ? 0 : 1);"
)


def main(argv: list[str]) -> int:
    """Measure and print; 1 when the goal is missed or the journal is not found right."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        votes = write(folder)
        shutil.copy(check.__file__, folder / "check.py")
        rows = [["check.py", *timed([sys.executable, "-I", str(folder / "check.py")]), f"{GOAL:g} s"]]
        if node := shutil.which("node"):
            data = json.dumps({"lists": check.LISTS, "says": check.SAYS, "names": check.NAMES})
            program = str(Path(check.__file__).with_name("check.js"))
            rows.append(["check.html's program in node", *timed([node, "-e", RUN, program, str(folder), data]), ""])
    table([f"{EVENTS:,} events, {votes} votes", "processor s (best of 3)", "clock s", "verdict", "goal"], rows)
    reached = all(row[3] == "right" for row in rows) and float(rows[0][1]) <= GOAL
    print("\nThe goal is reached." if reached else "\nMISSED")
    return 0 if reached else 1


def timed(command: list[str]) -> list[str]:
    """Processor time and time on the clock, the best of three, and what it found."""
    spent, taken, codes = [], [], set()
    for _ in range(3):
        began, before = time.perf_counter(), os.times()
        codes.add(subprocess.run(command, stdout=subprocess.DEVNULL).returncode)
        after = os.times()
        taken.append(time.perf_counter() - began)
        spent.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return [f"{min(spent):.2f}", f"{min(taken):.2f}", "right" if codes == {0} else "NOT RIGHT"]


class Journal:
    """Appends events as the program does."""

    def __init__(self) -> None:
        self.lines: list[dict] = []
        self.heads: list[dict] = []
        self.head, self.dice = "0" * 64, random.Random(1)
        self.key = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)

    def add(self, name: str, data: dict, secrets: dict) -> None:
        opened = {key: {"value": value, "salt": f"{self.dice.getrandbits(128):032x}"} for key, value in secrets.items()}
        for key, one in opened.items():
            content = b"\x01" + one["salt"].encode() + b"\x00" + check.canonical(one["value"])
            data = {**data, key: {"commitment": hashlib.sha256(content).hexdigest()}}
        event = {"seq": len(self.lines) + 1, "at": "2026-01-01T10:00:00.000000+00:00", "actor": "user:1", "name": name}
        event |= {"audience": "public", "data": data}
        body = check.canonical({**event, "meeting": 1})
        line = {**event, "previous_hash": self.head, "hash": check.sha256(b"\x00" + bytes.fromhex(self.head) + body)}
        self.head = line["hash"]
        self.lines.append({**line, "opened": opened} if opened else line)

    def sign(self) -> None:
        said = {"seq": len(self.lines), "head": self.head, "at": "2026-01-01T10:00:00.000000+00:00"}
        message = check.canonical({"format": "ratssaal-head/1", "meeting": 1, **said})
        self.heads.append(
            {**said, "key": self.key.public_key().public_bytes_raw().hex(), "signature": self.key.sign(message).hex()}
        )

    def vote(self, poll: int, size: int) -> None:
        where = {"poll": poll, "item": poll, "number": "Ö 1"}
        roll = [{"elector": poll * 1000 + number, "way": "device", "weight": 1} for number in range(ELECTORS)]
        fixed = {
            "electors": ELECTORS,
            "method": "open",
            "rule": "simple",
            "abstentions": "ignored",
            "casting_vote": False,
        }
        fixed |= {"present": ELECTORS, "members": ELECTORS, "roll": roll, "repeats": None}
        names = {str(row["elector"]): "Vorname Nachname" for row in roll}
        self.add(
            "voting.poll.opened", {**where, **fixed}, {"question": "Der Rat stimmt dem Entwurf zu.", "names": names}
        )
        cast: dict[int, tuple[int, str]] = {}
        for number in range(size):
            elector = poll * 1000 + number % ELECTORS
            version, choice = cast.get(elector, (0, ""))[0] + 1, self.dice.choice(["yes", "no", "abstain"])
            cast[elector] = (version, choice)
            self.add("voting.ballot.cast", {"poll": poll, "elector": elector, "version": version}, {"choice": choice})
        chosen = [choice for _, choice in cast.values()]
        counts = {choice: chosen.count(choice) for choice in ("yes", "no", "abstain")} | {
            "not_voted": ELECTORS - len(chosen)
        }
        outcome = "adopted" if counts["yes"] > counts["no"] else "rejected"
        choices = {str(elector): choice for elector, (_, choice) in cast.items()}
        secrets = {"counts": counts, "hands": {}, "choices": choices, "casting": "", "outcome": outcome}
        self.add("voting.poll.closed", where, secrets)
        self.add("voting.poll.declared", where, {"counts": counts, "outcome": outcome, "result": "So ist es."})
        self.sign()


def write(folder: Path) -> int:
    """The three files; answers how many votes they hold."""
    journal, polls = Journal(), 0
    while len(journal.lines) < EVENTS:
        polls += 1
        journal.vote(polls, min(52, EVENTS - len(journal.lines) - 3))
        if 0 < EVENTS - len(journal.lines) < 4:
            while len(journal.lines) < EVENTS:
                journal.add("meetings.meeting.resumed", {}, {})
            journal.sign()
    header = {"format": "ratssaal-journal/1", "meeting": 1, "events": len(journal.lines), "head": journal.head}
    lines = [header, *journal.lines]
    (folder / "events.ndjson").write_bytes(b"".join(check.canonical(line) + b"\n" for line in lines))
    (folder / "heads.json").write_text(json.dumps({"meeting": 1, "heads": journal.heads}))
    (folder / "keys.json").write_text(json.dumps({"keys": [{"key": journal.heads[0]["key"]}]}))
    return polls
