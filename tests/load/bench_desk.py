"""The clerk's desk at its fullest: 100 items, 150 members of whom 130 are present, 50 of them on the list of speakers.

    manage.py bench desk [--quick]

The time is that of the whole page, drawn by Django in one process on SQLite; the queries are counted once.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.load.servers import surroundings, table

MILLISECONDS, QUERIES = 300.0, 30
ITEMS, MEMBERS, PRESENT, WAITING = 100, 150, 130, 50


def main(argv: list[str]) -> int:
    """Measure and print; 1 when the page is slower than its goal or asks the database more often."""
    rounds = 10 if "--quick" in argv else 40
    with tempfile.TemporaryDirectory(prefix="ratssaal-load-", ignore_cleanup_errors=True) as name:
        os.environ.update(surroundings(Path(name)), DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        took, queries, size = measure(prepare(), rounds)
    median, worst = statistics.median(took), max(took)
    rows = [
        ["desk, median", f"{median:.0f}", f"{MILLISECONDS:g}"],
        ["slowest", f"{worst:.0f}", ""],
        ["queries", str(queries), str(QUERIES)],
    ]
    table(["figure", "measured", "goal"], [*rows, ["bytes", f"{size:,}", ""]])
    return int(median > MILLISECONDS or queries > QUERIES)


def prepare() -> Any:
    """The clerk of a full council in the middle of a debate."""
    from agenda import services as agenda
    from agenda.models import AgendaItem
    from meetings import services
    from meetings.models import Meeting, Membership
    from meetings.selectors import actor_for
    from tests.load.data import fill
    from tests.resolved import RESOLVED

    fill(MEMBERS)
    meeting = Meeting.objects.get()
    clerk = actor_for(Membership.objects.get(role="clerk").person.user, body_id=meeting.body_id, meeting=meeting)
    people = [row.person for row in Membership.objects.filter(role="member").select_related("person__user")]
    for person in people[:PRESENT]:
        services.record_arrival(meeting=meeting, person=person, mode="remote", actor=clerk)
    for number in range(ITEMS - AgendaItem.objects.count()):
        agenda.add_item(
            meeting=meeting, actor=clerk, part="public", title=f"Weiterer Punkt {number}", resolution=RESOLVED
        )
    item = agenda.open_item(item=AgendaItem.objects.filter(part="public").first(), actor=clerk)
    agenda.open_list(item=item, actor=clerk)
    for person in people[:WAITING]:
        agenda.ask_for_floor(item=item, actor=actor_for(person.user, body_id=meeting.body_id, meeting=meeting))
    return clerk.user


def measure(clerk: Any, rounds: int) -> tuple[list[float], int, int]:
    """Milliseconds of each drawing, the queries of one, and its length in bytes."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(clerk)
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        answer = client.get("/meetings/1/desk/")
        took.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get("/meetings/1/desk/")
    if answer.status_code != 200:
        raise RuntimeError(f"the desk answered {answer.status_code}")
    return took, len(queries), len(answer.content)
