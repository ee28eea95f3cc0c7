"""What this process knows of its sockets' signs of life, handed to the database once a second and meeting, in one
thread hop.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from uuid import UUID

from meetings.enums import Audience
from meetings.live.broadcast import Broadcast
from meetings.live.crowd import Subscriber
from meetings.live.database import in_database_thread
from meetings.selectors.connections import SERVER_GRACE, SILENT_AFTER
from meetings.services.connections import forget_connections, note_connections, settle_clock, watch_over

FACES = frozenset({Audience.PARTICIPANT, Audience.DESK})
LONGEST_STALL = 3.0


class Witness:
    """Signs of life of the room and desk pages in this process.

    A socket counts as alive when a frame of its page has come: an open connection alone proves nothing when the cable
    is out. `patient_until` is set when this process has begun to serve, has stood still, or its clock was moved: then
    everybody gets the time to be heard first. `put_back` holds for the round in which the clock was put back.
    """

    def __init__(self) -> None:
        self.noted: set[UUID] = set()
        self.parted: dict[int, set[UUID]] = {}
        self.renewed_at: dict[int, float] = {}
        self.patient_until = 0.0
        self.put_back = False
        self.clocks = (time.monotonic(), time.time())

    def begin(self) -> None:
        """The process has its first socket, or the first again."""
        self.clocks = (time.monotonic(), time.time())
        self._be_patient()

    def tick(self) -> None:
        """Once per round: has this process stood still, or has somebody moved the clock?"""
        steady, wall = time.monotonic(), time.time()
        passed, shown = steady - self.clocks[0], wall - self.clocks[1]
        self.clocks = (steady, wall)
        self.put_back = shown - passed < -LONGEST_STALL
        if passed > LONGEST_STALL or abs(shown - passed) > LONGEST_STALL:
            self._be_patient()

    def _be_patient(self) -> None:
        self.patient_until = time.monotonic() + SERVER_GRACE.total_seconds()

    def part(self, meeting_id: int, subscriber: Subscriber) -> None:
        """A socket was closed; when its page was alive until then, that moment is its last sign of life."""
        if subscriber.connection in self.noted:
            self.noted.discard(subscriber.connection)
            if time.monotonic() - subscriber.heard <= SILENT_AFTER.total_seconds():
                self.parted.setdefault(meeting_id, set()).add(subscriber.connection)

    async def look(self, broadcast: Broadcast, *, renew: bool) -> None:
        """Write down the signs of life of a meeting's sockets, and let the list of those present follow."""
        people = [one for one in broadcast.subscribers.persons if one.audience in FACES and one.person_id is not None]
        opened = {
            one.connection: one.person_id
            for one in people
            if one.connection not in self.noted and one.person_id is not None
        }
        self.noted |= opened.keys()
        alive = self.parted.pop(broadcast.meeting_id, set())
        if renew:
            alive |= self._heard_of(broadcast.meeting_id, people)
        if self.put_back:
            await _settle(broadcast.meeting_id)
        await _note(broadcast.meeting_id, opened, alive, time.monotonic() < self.patient_until)

    def _heard_of(self, meeting_id: int, people: Collection[Subscriber]) -> set[UUID]:
        since = self.renewed_at.get(meeting_id, 0.0)
        self.renewed_at[meeting_id] = time.monotonic()
        return {one.connection for one in people if one.heard > since}


@in_database_thread
def _note(meeting_id: int, opened: Mapping[UUID, int], alive: Collection[UUID], patient: bool) -> None:
    note_connections(meeting_id, opened, alive)
    watch_over(meeting_id, patient=patient)


forget = in_database_thread(forget_connections)
_settle = in_database_thread(settle_clock)
