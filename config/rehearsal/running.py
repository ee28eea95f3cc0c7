"""A rehearsal from its first simulated member to the close of the meeting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random

from asgiref.sync import sync_to_async
from django.urls import reverse

from config.rehearsal.actors import Member, Record
from config.rehearsal.copying import simulated_members
from config.rehearsal.doors import Door, House, sign_in, sign_out
from meetings.enums import AttendanceMode, MeetingFormat, MeetingState
from meetings.models import Meeting, Person
from meetings.selectors import display_token

LOOK_EVERY = 1.0
OVER = {MeetingState.CLOSED, MeetingState.CANCELLED}
WAYS = {
    MeetingFormat.IN_PERSON: (AttendanceMode.HALL,),
    MeetingFormat.DIGITAL: (AttendanceMode.REMOTE,),
    MeetingFormat.HYBRID: (AttendanceMode.HALL, AttendanceMode.REMOTE),
}


def run(
    meeting: Meeting,
    house: House,
    record: Record,
    *,
    seed: int = 0,
    speed: float = 1.0,
    seconds: float | None = None,
    enough: Callable[[], bool] = bool,
) -> None:
    """Let the simulated members act in this house until the meeting is over, so many seconds have passed, or it is
    `enough`.

    What happens is noted in `record`; its `faults` above 0 mean that the program has failed. The sessions end with it.
    """
    people = simulated_members(meeting)
    keys = [sign_in(person.user) for person in people if person.user is not None]
    try:
        members = _members(meeting, people, keys, house, record, Random(seed), speed)  # noqa: S311 no secret
        asyncio.run(_act(meeting, members, seconds, enough))
    finally:
        for key in keys:
            sign_out(key)


def _members(
    meeting: Meeting, people: list[Person], keys: list[str], house: House, record: Record, chance: Random, speed: float
) -> list[Member]:
    ways = WAYS[MeetingFormat(meeting.format)]
    paths = {
        "socket": f"/ws/meetings/{meeting.pk}/?view=room&seq=0",
        "code": reverse("meetings:display_code", args=[meeting.pk, display_token(meeting)]),
    }
    return [
        Member(
            person.name,
            Door(house, key),
            paths,
            record,
            way=ways[number % len(ways)],
            chance=Random(chance.random()),  # noqa: S311
            speed=speed,
        )
        for number, (person, key) in enumerate(zip(people, keys, strict=True))
    ]


async def _act(meeting: Meeting, members: list[Member], seconds: float | None, enough: Callable[[], bool]) -> None:
    tasks = [asyncio.create_task(member.live()) for member in members]
    try:
        async with asyncio.timeout(seconds):
            ended: set[asyncio.Task[None]] = set()
            while not ended and not enough() and await _goes_on(meeting):
                ended, _ = await asyncio.wait(tasks, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
    except TimeoutError:
        pass
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


@sync_to_async
def _goes_on(meeting: Meeting) -> bool:
    meeting.refresh_from_db(fields=["state"])
    return meeting.state not in OVER
