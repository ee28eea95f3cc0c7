"""A rehearsal as load: simulated members act through the real doors while a clerk presses one next step after the
other.

    manage.py bench rehearsal [--quick]

50 members at four times the usual pace. Nothing may fail, and an answer may take 300 ms at the 99th percentile.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys

from tests.load.servers import ROOT, data_folder, running, surroundings, table

MEMBERS, SPEED = 50, 4
LONGEST = 0.3


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a goal is missed."""
    seconds = 20 if "--quick" in argv else 120
    with data_folder(5) as data, running(data, "daphne") as servers:
        cookie = json.loads((data / "cookies.json").read_text())["clerk"]
        words = [f"http://127.0.0.1:{servers[0].port}", "1", cookie, str(MEMBERS), str(seconds), str(SPEED)]
        command = [sys.executable, "-m", "tests.load.rehearsing", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=surroundings(servers[0].folder), stdout=subprocess.PIPE, text=True, check=True
        )
    told = json.loads(done.stdout.splitlines()[-1])
    took = sorted(told["took"])
    slow = took[math.ceil(0.99 * len(took)) - 1]
    table(["operation", "answer", "number"], [[name, outcome, str(number)] for name, outcome, number in told["counts"]])
    rows = [
        [f"answers to {MEMBERS} members in {seconds} s", str(len(took)), ""],
        ["median", f"{took[len(took) // 2] * 1000:.0f} ms", ""],
        ["p99", f"{slow * 1000:.0f} ms", f"{LONGEST * 1000:.0f} ms"],
        ["failures", str(told["faults"]), "0"],
    ]
    table(["figure", "measured", "goal"], rows)
    return 1 if told["faults"] or slow > LONGEST else 0
