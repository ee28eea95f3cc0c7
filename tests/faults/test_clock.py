"""The server's clock is put forward and back while a meeting runs: nobody falls out, nothing fails, the order stays
that of the numbers.

libfaketime (Debian: faketime) moves the wall clock of the program, which is a process of its own and therefore on
SQLite; its steady clock runs on, as on a machine whose time is corrected.
"""

import asyncio
import contextlib
import glob
import json
import sqlite3
from datetime import datetime, timedelta

import pytest

from tests.faults.screens import Screen, read
from tests.load.bench_council import press
from tests.load.servers import running

LIBRARY = next(iter(glob.glob("/usr/lib*/*/faketime/libfaketimeMT.so.1")), "")
HOUR = 3600
JUMPS = {"+1 h": HOUR, "+10 s": 10, "-1 h": -HOUR, "-1 h again": -HOUR}
"""The last one leads to a time at which the meeting had not been opened."""
WATCHED = 2.5  # seconds; the jump is noticed within one, and the program looks at its connections every second

pytestmark = [
    pytest.mark.long,
    pytest.mark.any_database,
    pytest.mark.skipif(not LIBRARY, reason="libfaketime is not installed (Debian: faketime)"),
]


class Clock:
    """The wall clock of a program that is started with `environment`."""

    def __init__(self, folder):
        self.file, self.offset = folder / "offset", 0
        self.jump(0)
        self.environment = {
            "LD_PRELOAD": LIBRARY,
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",  # seconds after which the file is read again; each time would be slow
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # its detection is wrong here and slows threads down tenfold
        }

    def jump(self, seconds):
        self.offset += seconds
        self.file.write_text(f"{self.offset:+d}")


def live_a_little(server, cookies, item):
    """Something of everything that keeps a time; each has to be answered with success."""
    clerk, member = cookies["clerk"], cookies["members"][3]
    press(server, f"/items/{item}/open/", clerk)
    press(server, "/meetings/1/leave/", member)
    press(server, "/meetings/1/join/", member, "mode=remote")
    press(server, "/meetings/1/interrupt/", clerk)
    press(server, "/meetings/1/resume/", clerk)
    press(server, f"/items/{item}/polls/", clerk, "question=Zustimmung%3F&open=1")
    press(server, f"/polls/{item}/ballot/", member, f"choice=yes&ballot_id=00000000-0000-4000-8000-{item:012d}")


def end_what_was_begun(server, cookies, item):
    press(server, f"/polls/{item}/close/", cookies["clerk"])
    press(server, f"/polls/{item}/declare/", cookies["clerk"])
    press(server, f"/items/{item}/close/", cookies["clerk"])


def rows(server, query):
    with contextlib.closing(sqlite3.connect(server.folder / "db.sqlite3")) as database:
        return database.execute(query).fetchall()


@contextlib.asynccontextmanager
async def screens(server, cookies):
    """Two members remote and the clerk, with their pages open."""
    for cookie in cookies["members"][1:3]:
        press(server, "/meetings/1/join/", cookie, "mode=remote")
    seats = [("room", cookies["members"][1]), ("room", cookies["members"][2]), ("desk", cookies["clerk"])]
    pages = [Screen(server.port, face, cookie, str(number)) for number, (face, cookie) in enumerate(seats)]
    for page in pages:
        await page.load(server.port)
    stays = [asyncio.create_task(page.stay()) for page in pages]
    await asyncio.gather(*(page.is_in.wait() for page in pages))
    try:
        yield pages
    finally:
        for page, stay in zip(pages, stays, strict=True):
            stay.cancel()
            page.leave()


async def test_a_clock_that_jumps_changes_nothing_but_the_times_told(meeting_data, tmp_path, monkeypatch):
    clock = Clock(tmp_path)
    for name, value in clock.environment.items():
        monkeypatch.setenv(name, value)
    with running(meeting_data, "daphne") as (server,):
        cookies = json.loads((server.folder / "cookies.json").read_text())
        async with screens(server, cookies) as pages:
            for item, seconds in enumerate(JUMPS.values(), 1):
                await asyncio.to_thread(live_a_little, server, cookies, item)
                clock.jump(seconds)
                await asyncio.sleep(WATCHED)
                await asyncio.to_thread(end_what_was_begun, server, cookies, item)
            await asyncio.to_thread(press, server, "/meetings/1/close/", cookies["clerk"])
            statuses = [read(server.port, page.page, page.cookie, 5)[0] for page in pages]
            losses = [(page.losses, page.thrown_out) for page in pages]
        journal = rows(server, "SELECT seq, name, at, hash, previous_hash FROM meetings_meetingevent ORDER BY id")
        log = server.log.read_text()
        backwards = rows(server, "SELECT count(*) FROM meetings_attendance WHERE left_at < arrived_at")
        backwards += rows(server, "SELECT count(*) FROM meetings_seatholding WHERE until < since")
        here = rows(server, "SELECT count(*) FROM meetings_attendance WHERE end_reason = 'disruption'")

    names = [row[1] for row in journal]
    times = [datetime.fromisoformat(row[2]) for row in journal]
    assert (statuses, losses) == ([200] * 3, [(0, [])] * 3)
    assert not [name for name in names if name.startswith(("meetings.connection", "meetings.attendance.lost"))]
    assert [row[0] for row in journal] == list(range(1, len(journal) + 1))
    assert [row[4] for row in journal[1:]] == [row[3] for row in journal[:-1]]
    assert (backwards, here) == ([(0,), (0,)], [(0,)])
    assert names[-1] == "meetings.meeting.closed"
    assert max(times) - times[0] > timedelta(minutes=59) > timedelta(0) > times[-1] - times[0]
    assert "Traceback" not in log
