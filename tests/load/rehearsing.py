"""A rehearsal without a clerk: the program in a process of its own, simulated members, and a clerk who only presses the
next step.

`python -m tests.load.rehearsing URL MEETING COOKIE MEMBERS SECONDS SPEED [early]`, with DATA_DIR naming the folder of
the program at URL and COOKIE the clerk's; says at the end what has happened, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

PRESSES_EVERY = 2.0


def main(
    url: str, meeting: int, cookie: str, members: int, seconds: float, speed: float, early: bool = False
) -> dict[str, Any]:
    """Copy the meeting, let the members act and press the next step until it is over or the time is."""
    from config.rehearsal.actors import Record
    from config.rehearsal.copying import prepare
    from config.rehearsal.doors import Door, House
    from config.rehearsal.running import run
    from config.serving import server
    from meetings.models import Meeting

    server.collect_static()
    house = House.at(url)
    copy = prepare(Meeting.objects.select_related("body__institution").get(pk=meeting), members)
    record, over, pressed = Record(lambda who, habit, answer: None), threading.Event(), []
    clerk = threading.Thread(target=press, args=(Door(house, cookie.partition("=")[2]), copy.pk, speed, over, pressed))
    clerk.start()
    run(copy, house, record, seconds=seconds, speed=speed, enough=lambda: early and goes(record, pressed, members))
    over.set()
    clerk.join()
    return {
        "meeting": copy.pk,
        "state": copy.state,
        "counts": [[name, outcome, number] for (name, outcome), number in sorted(record.counts.items())],
        "pressed": pressed,
        "took": record.took,
        "faults": record.faults,
    }


def goes(record: Any, pressed: list[str], members: int) -> bool:
    """Whether everybody has joined and an item was called: enough to see that it works."""
    return record.counts["meetings:join_meeting", "200"] >= members and "agenda:open_item 200" in pressed


def press(door: Any, meeting: int, speed: float, over: threading.Event, pressed: list[str]) -> None:
    """The clerk reads the desk and presses what comes next, again and again."""
    from config.rehearsal.moves import moves_in

    while not over.wait(PRESSES_EVERY / speed):
        panels = asyncio.run(door.get(f"/meetings/{meeting}/live/?view=desk&seq=0")).said.get("panels", {})
        steps = moves_in([panels.get("next_step", "")])[:1] or [
            move for move in moves_in([panels.get("publicity", "")]) if move.name == "meetings:exclude_public"
        ]
        for move in steps[:1]:
            answer = asyncio.run(door.post(move.path, {**move.pressed(), **FILLED.get(move.name, {})}))
            pressed.append(f"{move.name} {answer.said.get('code') or answer.status}")


FILLED = {"meetings:exclude_public": {"category": "Personalangelegenheiten"}}


if __name__ == "__main__":
    django.setup()
    url, meeting, cookie, members, seconds, speed = sys.argv[1:7]
    print(json.dumps(main(url, int(meeting), cookie, int(members), float(seconds), float(speed), "early" in sys.argv)))
