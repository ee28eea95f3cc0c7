"""Casting in company: ballots that arrive together are judged one by one and stored in one transaction."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction

from meetings.errors import DomainError, not_found
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import audience_of
from meetings.services import lock_meeting_for
from voting.models import Poll
from voting.selectors import polls_seen_by
from voting.services.ballots import Receipt, cast_into
from voting.services.urn import Urn

logger = logging.getLogger(__name__)
LARGEST = 200
RHYTHM = 0.1
"""Seconds between the beginnings of two transactions of one meeting: a ballot that comes alone is stored at once, of
many each waits at most so long, and ten transactions a second leave the processor to everything else that a vote sets
going."""
Verdict = tuple[Receipt, bool] | Exception
"""The receipt and whether it is new; or a `DomainError`; or what went wrong with this ballot alone."""


@dataclass(frozen=True, eq=False, slots=True)
class Cast:
    """A ballot on its way (Stimmabgabe): whose, in which poll, what, and under which id."""

    user: Any
    poll: int
    choice: str
    ballot_id: UUID


class Ticket:
    """A ballot that waits in its thread; when `called`, it has its verdict, or its thread is to cast for all who
    wait.
    """

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.called = threading.Event()
        self.verdict: Verdict | None = None


class Line:
    """Ballots of one poll that come as requests, each in a thread of its own: whoever is at the front casts for all who
    wait.

    Hundreds of threads that want to write at once would else poll SQLite for its lock, and some of them would give up.
    """

    def __init__(self, poll: int) -> None:
        self._poll = poll
        self._order = threading.Lock()
        self._waiting: deque[Ticket] = deque()
        self._has_front = False
        self._next, self._pause = (
            0.0,
            threading.Event(),
        )  # nobody sets it; unlike `sleep` it keeps to the steady clock everywhere

    def cast(self, cast: Cast) -> Verdict:
        """Cast it, in company where others wait; what came of it."""
        ticket = Ticket(cast)
        with self._order:
            self._waiting.append(ticket)
            at_front, self._has_front = not self._has_front, True
        if not at_front:
            ticket.called.wait()
        if ticket.verdict is None:
            self._cast_waiting()
        assert ticket.verdict is not None
        return ticket.verdict

    def _cast_waiting(self) -> None:
        """Cast for those at the front, of whom this thread is the first, and call whoever comes next."""
        if (left := self._next - time.monotonic()) > 0:
            self._pause.wait(left)
        self._next = time.monotonic() + RHYTHM
        tickets = [self._waiting.popleft() for _ in range(min(LARGEST, len(self._waiting)))]
        verdicts: list[Verdict] = [RuntimeError("the thread that was casting was stopped")] * len(tickets)
        try:
            verdicts = _cast_in(self._poll, [ticket.cast for ticket in tickets])
        except Exception as error:
            verdicts = [error] * len(tickets)
        finally:
            for ticket, verdict in zip(tickets, verdicts, strict=True):
                ticket.verdict = verdict
                ticket.called.set()
            self._call_next()

    def _call_next(self) -> None:
        with self._order:
            self._has_front = bool(self._waiting)
            if self._waiting:
                self._waiting[0].called.set()
            else:
                _lines.pop(self._poll, None)


_lines: dict[int, Line] = {}


def _cast_in(poll: int, casts: Sequence[Cast]) -> list[Verdict]:
    meeting = Poll.objects.filter(pk=poll).values_list("meeting", flat=True).first()
    return cast_together(meeting, casts) if meeting is not None else [not_found()] * len(casts)


def cast_in_line(cast: Cast) -> tuple[Receipt, bool]:
    """Cast one ballot as `cast_ballot` does, in one transaction with those that other threads of this process bring
    meanwhile.
    """
    verdict = _lines.setdefault(cast.poll, Line(cast.poll)).cast(cast)
    if isinstance(verdict, Exception):
        raise verdict
    return verdict


def cast_together(meeting: int, casts: Sequence[Cast]) -> list[Verdict]:
    """Cast ballots of one meeting in their order, in one durable transaction; each verdict is what `cast_ballot` would
    say.

    A refused ballot spoils nothing for its neighbours. Where the transaction fails as a whole, as when another meeting
    takes one of the ids at this moment, each ballot is cast for itself. A poll of another meeting, or one that the
    person may not know of, is `not_found`. Raises `OperationalError` when the database is not to be had: nothing of
    this was stored then.
    """
    try:
        with transaction.atomic(durable=True):
            return _cast_all(meeting, casts)
    except OperationalError:
        raise
    except Exception as error:
        if len(casts) == 1:
            return [error]
        logger.warning("%s ballots of meeting %s could not be stored together: %r", len(casts), meeting, error)
        return [verdict for cast in casts for verdict in cast_together(meeting, [cast])]


def _cast_all(meeting_id: int, casts: Sequence[Cast]) -> list[Verdict]:
    meeting, actors = lock_meeting_for(meeting_id, {cast.user for cast in casts})
    polls = _polls(meeting, actors, {cast.poll for cast in casts})
    urn = Urn(meeting, list(polls.values()), list(actors.values()), [cast.ballot_id for cast in casts])
    verdicts = [_verdict(urn, cast, actors.get(cast.user.pk), polls) for cast in casts]
    urn.write()
    return verdicts


def _polls(meeting: Meeting, actors: dict[int, Actor], wanted: set[int]) -> dict[tuple[str, int], Poll]:
    """The polls that are voted in, for each audience that may know of them."""
    found = {}
    for audience in {audience_of(actor) for actor in actors.values()}:
        for poll in polls_seen_by(meeting, audience).select_related(None).filter(pk__in=wanted):
            poll.meeting = meeting
            found[str(audience), poll.pk] = poll
    return found


def _verdict(urn: Urn, cast: Cast, actor: Actor | None, polls: dict[tuple[str, int], Poll]) -> Verdict:
    poll = polls.get((str(audience_of(actor)), cast.poll)) if actor is not None else None
    if actor is None or poll is None:
        return not_found()
    try:
        return cast_into(urn, poll, cast.choice, cast.ballot_id, actor)
    except DomainError as refusal:
        return refusal
