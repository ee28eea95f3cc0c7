"""The floor under pressure: everybody asks at once, and the same countdown on twenty screens.

    manage.py bench floor [--quick] [--without-browsers]

Requests: 150 members and 10 displays at one Daphne process and SQLite; 50 members ask for the floor within 2 s, ten of
them with a double press. The time runs from the press to the frame in which a member's own screen tells the right
place; the list has to be in the order of arrival at the server. Countdown: 20 pages in Chromium (12 rooms, 4 displays,
4 of citizens) over ten minutes, while members ask and take back; each page notes when its words change, and what counts
is how far apart those moments are.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.faults.browsers import browser
from tests.load.bench_council import DISPLAYS, ITEM, MEMBERS, Refused, number_of, p99, press
from tests.load.crowd import Member, Seat
from tests.load.servers import Crowd, Server, data_folder, running, table

ASKING, WITHIN, TWICE = 50, 2.0, 10
FACES = {"room": 12, "screen": 4, "public": 4}
MINUTES = 10.0
PLACE = re.compile(r"an Stelle (\d+) der Redeliste")
CLOCK = """() => {
    window.turned = [];
    let shown = null;
    new MutationObserver(() => {
        const clock = document.querySelector("[data-runs]");
        if (!clock || !clock.textContent || clock.textContent === shown) return;
        shown = clock.textContent;
        window.turned.push([shown, performance.timeOrigin + performance.now()]);
    }).observe(document, {childList: true, characterData: true, subtree: true});
}"""


class Listener(Seat):
    """The socket of somebody who asks; keeps each frame that tells places."""

    __slots__ = ()

    def _look(self, opcode: int, data: bytes, start: int, length: int) -> None:
        if opcode == 1 and b'"my_floor"' in (frame := data[start : start + length]):
            self.member.told.append((time.monotonic(), frame))
        super()._look(opcode, data, start, length)


class Asker(Member):
    """A member with the room open who asks for the floor."""

    def __init__(self, server: Server, cookie: str) -> None:
        super().__init__(server.port, "/ws/meetings/1/?view=room&seq=0&lang=de", cookie, stalled=False)
        self.server, self.told = server, list[tuple[float, bytes]]()
        self.pressed = self.answered = 0.0
        self.seq = self.refused = 0

    def seat(self) -> Listener:
        return Listener(self, self.greeting())

    def ask(self, at: float) -> None:
        """Press at that moment; who has asked already is refused, and that is counted."""
        time.sleep(max(0.0, at - time.monotonic()))
        began = time.monotonic()
        try:
            answer = press(self.server, f"/items/{ITEM}/ask/", self.cookie, "kind=contribution")[1]
        except Refused as refusal:
            if refusal.status != 409:
                raise
            self.refused += 1
        else:
            self.pressed, self.answered, self.seq = began, time.monotonic(), answer["seq"]

    def saw(self, place: int) -> float:
        """When the own screen told that place for good."""
        at = 0.0
        for moment, frame in reversed(self.told):
            found = PLACE.search(json.loads(frame)["panels"]["my_floor"])
            if found is None or int(found[1]) != place:
                break
            at = moment
        if not at:
            raise RuntimeError(f"place {place} was not shown at the end")
        return at


def prepare(server: Server, clerk: str, members: list[str]) -> None:
    """The item and its list are open, and those who will ask are present."""
    for word in ("open", "list/open"):
        press(server, f"/items/{ITEM}/{word}/", clerk)
    for cookie in members:
        press(server, "/meetings/1/join/", cookie, "mode=remote")


async def requests(data: Path) -> list[list[str]]:
    """Everybody asks within two seconds."""
    cookies = json.loads((data / "cookies.json").read_text())
    mine, others = cookies["members"][-ASKING:], cookies["members"][:-ASKING]
    with running(data, "daphne") as (server,):
        prepare(server, cookies["clerk"], mine)
        crowd = Crowd(server, [
            {"path": "/ws/meetings/1/?view=room&seq=0", "cookies": others, "count": MEMBERS - ASKING, "stalled": False},
            {"path": "/ws/meetings/1/?view=screen&seq=0", "cookies": [], "count": DISPLAYS, "stalled": False},
        ])  # fmt: skip
        askers = [Asker(server, cookie) for cookie in mine]
        visits = [asyncio.create_task(asker.stay()) for asker in askers]
        await asyncio.gather(*(asker.is_in.wait() for asker in askers))
        await asyncio.sleep(3)
        await ask_all(askers)
        await asyncio.sleep(3)
        crowd.stop()
        for visit in visits:
            visit.cancel()
    return judged(askers)


async def ask_all(askers: list[Asker]) -> None:
    """Presses spread evenly over the time, some of them double."""
    begins = time.monotonic() + 0.2
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(ASKING + TWICE) as pool:
        presses = [(asker, begins + number * WITHIN / ASKING) for number, asker in enumerate(askers)]
        presses += presses[:: ASKING // TWICE]
        await asyncio.gather(*(loop.run_in_executor(pool, asker.ask, at) for asker, at in presses))


def judged(askers: list[Asker]) -> list[list[str]]:
    """The figures; an error when somebody is on the list twice, or before one whose answer had come before the own
    press.
    """
    arrived = sorted(askers, key=lambda asker: asker.seq)
    if [asker.refused for asker in askers].count(1) != TWICE or arrived[0].seq == 0:
        raise RuntimeError("a double press was not refused once, or somebody is missing")
    if any(later.answered < earlier.pressed for earlier, later in itertools.combinations(arrived, 2)):
        raise RuntimeError("somebody who had asked earlier stands later")
    took = sorted(asker.saw(place) - asker.pressed for place, asker in enumerate(arrived, 1))
    return [
        [
            f"press to the right place on the own screen, median of {len(took)}",
            f"{took[len(took) // 2] * 1000:,.0f} ms",
            "",
        ],
        ["the same, p99", f"{p99(took) * 1000:,.0f} ms", "1,000 ms"],
    ]


async def countdown(data: Path, minutes: float) -> list[list[str]]:
    """One speaker's time on twenty pages, while the list moves."""
    cookies = json.loads((data / "cookies.json").read_text())
    clerk, members = cookies["clerk"], cookies["members"]
    with running(data, "daphne") as (server,):
        prepare(server, clerk, members[-3:])
        press(server, f"/items/{ITEM}/times/", clerk, "minutes=4&contributions=0")
        async with browser() as chromium:
            tabs = [await shown(chromium, server, *page) for page in faces(members)]
            await speak(server, clerk, members[-1])
            await come_and_go(server, members[-3:-1], time.monotonic() + 60 * minutes)
            turned = [await tab.evaluate("window.turned") for tab in tabs]
    apart = sorted(spreads(turned))
    return [
        [
            f"countdown of {len(tabs)} pages over {minutes:g} min: {len(apart)} seconds seen by all",
            f"{apart[len(apart) // 2]:.3f} s",
            "",
        ],
        ["farthest apart", f"{apart[-1]:.3f} s", "0.3 s"],
    ]


def faces(members: list[str]) -> list[tuple[str, str]]:
    """Who looks at what."""
    return [
        (face, members[number] if face == "room" else "") for face, count in FACES.items() for number in range(count)
    ]


async def shown(chromium: Any, server: Server, face: str, cookie: str) -> Any:
    """A page that notes the moments at which its countdown changes."""
    address = f"http://127.0.0.1:{server.port}"
    context = await chromium.new_context(locale="de-DE")
    await context.add_init_script(f"({CLOCK})()")
    if cookie:
        name, _, value = cookie.partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": address}])
    tab = await context.new_page()
    await tab.goto(f"{address}/meetings/1/{face}/")
    return tab


async def speak(server: Server, clerk: str, member: str) -> None:
    """Give somebody the floor."""
    await asyncio.to_thread(press, server, f"/items/{ITEM}/ask/", member, "kind=contribution")
    await asyncio.to_thread(press, server, f"/requests/{newest(server)}/call/", clerk, "without_media=yes")


def newest(server: Server) -> int:
    """The number of the last request for the floor."""
    with contextlib.closing(sqlite3.connect(f"file:{server.folder / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT MAX(id) FROM agenda_speakingrequest").fetchone()[0])


async def come_and_go(server: Server, members: list[str], until: float) -> None:
    """Others ask and take back, so that the panel with the countdown is pushed again and again."""
    while time.monotonic() < until:
        for cookie in members:
            await asyncio.to_thread(press, server, f"/items/{ITEM}/ask/", cookie, "kind=contribution")
            await asyncio.sleep(2.3)
            await asyncio.to_thread(press, server, f"/requests/{newest(server)}/withdraw/", cookie)
            await asyncio.sleep(1.1)


def spreads(turned: list[list[tuple[str, float]]]) -> list[float]:
    """For each second that all pages have shown, how far apart they did, in seconds."""
    moments = [{} for _ in turned]
    for page, changes in zip(moments, turned, strict=True):
        for words, at in changes:
            page.setdefault(words, at)
    seen_by_all = set.intersection(*(set(page) for page in moments))
    if not seen_by_all:
        raise RuntimeError("no page has shown a countdown")
    return [(max(at) - min(at)) / 1000 for at in ([page[words] for page in moments] for words in seen_by_all)]


def main(argv: list[str]) -> int:
    """Measure and print; 1 when a goal is missed."""
    minutes = 1.0 if "--quick" in argv else MINUTES
    with data_folder(MEMBERS) as data:
        rows = asyncio.run(requests(data))
        if "--without-browsers" not in argv:
            rows += asyncio.run(countdown(data, minutes))
    table(["figure", "measured", "goal"], rows)
    missed = [name for name, measured, goal in rows if goal and number_of(measured) > number_of(goal)]
    print(f"\nMissed: {'; '.join(missed)}." if missed else "\nEvery goal is reached.")
    return 1 if missed else 0
