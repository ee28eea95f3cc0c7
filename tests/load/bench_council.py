"""A full hybrid council on one Daphne process and SQLite: the chair's clicks, a restart, and readers who stop reading.

    manage.py bench council [--quick]

150 members with their rooms open, 10 hall displays and 1,000 citizens. Clicks: the clerk calls and closes items while
50 requests of members arrive within 5 s; the time runs from the press to the last screen. Restart: the server ends and
comes back on the same data; all have to have a fresh picture within 5 s of its first answer, with the page's own
back-off. Slow readers: the same pushes with and without 20 sockets that never read.
"""

from __future__ import annotations

import http.client
import json
import math
import shutil
import threading
import time
from pathlib import Path
from typing import Any, Protocol

from tests.load.servers import Crowd, Server, data_folder, running, table

MEMBERS, DISPLAYS, CITIZENS, SLOW = 150, 10, 1000, 20
REQUESTS, WITHIN = 50, 5.0
TOKEN = "c" * 32
ITEM = 1


class Door(Protocol):
    """Where a request goes in: the server, or what stands before it."""

    port: int


def groups(cookies: dict[str, Any], citizens: int) -> list[dict[str, Any]]:
    """Who sits where."""

    def group(view: str, count: int, of: list[str]) -> dict[str, Any]:
        return {"path": f"/ws/meetings/1/?view={view}&seq=0", "cookies": of, "count": count, "stalled": False}

    return [group("room", MEMBERS, cookies["members"]), group("screen", DISPLAYS, []), group("public", citizens, [])]


class Refused(RuntimeError):
    """The program answered, but did not do it."""

    def __init__(self, path: str, status: int, content: bytes) -> None:
        super().__init__(f"{path}: {status} {content[:500]!r}")
        self.status = status


def press(server: Door, path: str, cookie: str, body: str = "", patience: float = 30) -> tuple[float, dict[str, Any]]:
    """Post as a page does; the moment before, and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=patience)
    headers = {"Cookie": f"{cookie}; csrf={TOKEN}", "X-CSRFToken": TOKEN, "Accept": "application/json"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.monotonic()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status >= 300:
        raise Refused(path, answer.status, content)
    return began, json.loads(content)


def come_and_go(server: Server, cookies: list[str], stop: threading.Event) -> None:
    """Members join and leave remotely, evenly, until told to stop."""
    here: set[int] = set()
    number = 0
    while not stop.wait(WITHIN / REQUESTS):
        cookie, number = cookies[number % len(cookies)], number + 1
        word, body = ("leave", "") if number % len(cookies) in here else ("join", "mode=remote")
        here ^= {number % len(cookies)}
        press(server, f"/meetings/1/{word}/", cookie, body)


def click(server: Server, cookie: str, rounds: int) -> dict[int, float]:
    """The clerk calls and closes an item, again and again; the moment of each press by the number of its event."""
    pressed = {}
    for number in range(rounds):
        word = "close" if number % 2 else ("reopen" if number else "open")
        began, answer = press(server, f"/items/{ITEM}/{word}/", cookie)
        pressed[answer["seq"]] = began
        time.sleep(0.5)
    return pressed


def clicks(server: Server, crowd: Crowd, cookies: dict[str, Any], rounds: int) -> list[float]:
    """Seconds from each press to the last screen, while members come and go."""
    stop = threading.Event()
    others = threading.Thread(target=come_and_go, args=(server, cookies["members"][20:], stop))
    others.start()
    try:
        pressed = click(server, cookies["clerk"], rounds)
    finally:
        stop.set()
        others.join()
    seen = crowd.last_seen(list(pressed))
    return sorted(seen[seq] - began for seq, began in pressed.items())


def p99(values: list[float]) -> float:
    return sorted(values)[math.ceil(0.99 * len(values)) - 1]


def restart(server: Server, crowd: Crowd) -> tuple[float, Server]:
    """Seconds from the first answer of the new server to the last fresh picture."""
    server.stop()
    again = Server(server.name, server.folder, port=server.port)
    again.wait()
    began = time.monotonic()
    return crowd.pictured_since(began) - began, again


def slow_readers(server: Server, cookies: dict[str, Any], pushes: int, slow: int) -> tuple[list[float], float]:
    """Seconds from each event to the last reading socket, and by how many MB the server has grown meanwhile."""
    seats = groups(cookies, 200)
    if slow:
        seats.append({**seats[0], "count": slow, "stalled": True})
    crowd = Crowd(server, seats)
    time.sleep(2)
    before = server.memory() or 0
    began = {}
    for _ in range(pushes):
        answer = server.ask("service")
        began[int(answer["key"].partition(":")[2])] = answer["t0"]
        time.sleep(0.1)
    seen = crowd.last_seen(list(began))
    grown = ((server.memory() or 0) - before) / 1024
    crowd.stop()
    return [seen[seq] - at for seq, at in began.items()], grown


def council(data: Path, rounds: int) -> list[list[str]]:
    cookies = json.loads((data / "cookies.json").read_text())
    with running(data, "daphne") as servers:
        empty = servers[0].memory() or 0
        crowd = Crowd(servers[0], groups(cookies, CITIZENS))
        time.sleep(6)
        each = ((servers[0].memory() or 0) - empty) / crowd.size
        took = clicks(servers[0], crowd, cookies, rounds)
        back, servers[0] = restart(servers[0], crowd)
        crowd.stop()
    median = took[len(took) // 2]
    return [
        [f"click to the last of {crowd.size:,} screens, median of {len(took)}", f"{median * 1000:,.0f} ms", ""],
        ["the same, p99", f"{p99(took) * 1000:,.0f} ms", "1,000 ms"],
        ["all resynced after a restart", f"{back:.2f} s", "5 s"],
        ["memory per socket", f"{each:.0f} KB", ""],
    ]


def beside_slow(data: Path, pushes: int) -> list[list[str]]:
    cookies = json.loads((data / "cookies.json").read_text())
    figures = {}
    for slow in (0, SLOW):
        copy = data.parent / f"slow{slow}"
        shutil.copytree(data, copy)
        with running(copy, "daphne") as servers:
            figures[slow] = slow_readers(servers[0], cookies, pushes, slow)
    alone, beside = (p99(figures[slow][0]) for slow in (0, SLOW))
    return [
        ["push to the last reading socket, p99, nobody slow", f"{alone * 1000:,.0f} ms", ""],
        [
            f"the same beside {SLOW} that never read",
            f"{beside * 1000:,.0f} ms ({beside / alone:.2f} times)",
            "1.20 times",
        ],
        ["memory grown beside them", f"{figures[SLOW][1]:.1f} MB", "50 MB"],
    ]


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a goal is missed."""
    quick = "--quick" in argv
    with data_folder(MEMBERS) as data:
        rows = [*council(data, 6 if quick else 40), *beside_slow(data, 30 if quick else 200)]
    table(["figure", "measured", "goal"], rows)
    missed = [name for name, measured, goal in rows if goal and number_of(measured) > number_of(goal)]
    print(f"\nMissed: {'; '.join(missed)}." if missed else "\nEvery goal is reached.")
    return 1 if missed else 0


def number_of(figure: str) -> float:
    """The figure that counts: the one in brackets where there is one."""
    return float(figure.rpartition("(")[2].split()[0].replace(",", ""))
