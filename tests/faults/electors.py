"""Electors who cast over HTTP as the page does: an id before the first attempt, the same again until there is an
answer.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.load.bench_council import TOKEN, Door

PATIENCE = 8.0  # seconds that the page waits for an answer before sending again
FIRST_WAIT, LONGEST_WAIT = 0.2, 2.0  # between two attempts, doubling; the page's are longer, and the trial would be too
DOUBLED = "receipts whose version counts more than the elector has cast"
CHOICES = ("yes", "no", "abstain")


@dataclass
class Cast:
    """One choice: the ids it was sent with (one, except in the control), and the receipt at last."""

    choice: str
    ids: list[str] = field(default_factory=list)
    receipt: dict[str, Any] | None = None
    refusal: str = ""
    attempts: int = 0
    seconds: float = 0.0


class Tally:
    """What all electors together have so far; read by whoever kills."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()

    def add(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1

    @property
    def receipts(self) -> int:
        return self.counts["receipts"]


class Elector(threading.Thread):
    """One person with one device; changes the choice `casts` times, each time until it is stored or refused for
    good.
    """

    def __init__(
        self, door: Door, poll: int, person: int, cookie: str, casts: int, tally: Tally, *, seed: str, fresh_ids: bool
    ) -> None:
        super().__init__(daemon=True)
        self.door, self.path, self.person, self.tally, self.fresh_ids = (
            door,
            f"/polls/{poll}/ballot/",
            person,
            tally,
            fresh_ids,
        )
        self.chance = random.Random(seed)
        self.headers = {"Cookie": f"{cookie}; csrf={TOKEN}", "X-CSRFToken": TOKEN, "Accept": "application/json"}
        self.headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection: http.client.HTTPConnection | None = None
        self.planned = [Cast(self.chance.choice(CHOICES)) for _ in range(casts)]
        self.stopped = threading.Event()  # no further choice; the one under way is brought to its end

    @property
    def made(self) -> list[Cast]:
        """The choices that were sent at least once."""
        return [cast for cast in self.planned if cast.ids]

    def run(self) -> None:
        try:
            self.cast_all()
        finally:
            self.hang_up()

    def cast_all(self) -> None:
        """One choice after the other."""
        for cast in self.planned:
            if self.stopped.is_set():
                return
            began = time.monotonic()
            self.cast(cast)
            cast.seconds = time.monotonic() - began
            if cast.receipt and cast.receipt["version"] > len(self.made):
                self.tally.add(DOUBLED)

    def cast(self, cast: Cast) -> None:
        """Until there is an answer that will not change; a server that is down or in trouble gives none."""
        while not (cast.receipt or cast.refusal):
            if self.fresh_ids or not cast.ids:
                cast.ids.append(str(uuid.UUID(int=self.chance.getrandbits(128), version=4)))
            cast.attempts += 1
            try:
                self.take(cast, *self.send(cast))
            except (OSError, http.client.HTTPException):
                self.tally.add("unanswered")
                self.hang_up()
            if not (cast.receipt or cast.refusal):
                longest = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(cast.attempts, 10))
                time.sleep(self.chance.uniform(longest / 2, longest))

    def send(self, cast: Cast) -> tuple[int, bytes]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.door.port, timeout=PATIENCE)
        self.connection.request("POST", self.path, f"choice={cast.choice}&ballot_id={cast.ids[-1]}", self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def take(self, cast: Cast, status: int, content: bytes) -> None:
        if status in (200, 201):
            cast.receipt = json.loads(content)
            self.tally.add("receipts")
            self.tally.add("receipts of what was stored before" if status == 200 else "receipts at the first storing")
        elif status < 500:
            cast.refusal = f"{status} {content[:300]!r}"
            self.tally.add("refused")
        else:
            self.tally.add("server in trouble (5xx)")

    def hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
