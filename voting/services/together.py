"""Casting in company: ballots that arrive together are judged one by one and stored in one transaction."""

from __future__ import annotations

import logging
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
Outcome = tuple[Receipt, bool] | Exception
"""The receipt and whether it is new; or a `DomainError`; or what went wrong with this ballot alone."""


@dataclass(frozen=True, eq=False, slots=True)
class Cast:
    """A ballot on its way (Stimmabgabe): whose, in which poll, what, and under which id."""

    user: Any
    poll: int
    choice: str
    ballot_id: UUID


def cast_together(meeting: int, casts: Sequence[Cast]) -> list[Outcome]:
    """Cast ballots of one meeting in their order, in one durable transaction; each outcome is what `cast_ballot` would say.

    A refused ballot spoils nothing for its neighbours. Where the transaction fails as a whole, as when another meeting takes one
    of the ids at this moment, each ballot is cast for itself. A poll of another meeting, or one that the person may not know
    of, is `not_found`. Raises `OperationalError` when the database is not to be had: nothing of this was stored then.
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
        return [outcome for cast in casts for outcome in cast_together(meeting, [cast])]


def _cast_all(meeting_id: int, casts: Sequence[Cast]) -> list[Outcome]:
    meeting, actors = lock_meeting_for(meeting_id, {cast.user for cast in casts})
    polls = _polls(meeting, actors, {cast.poll for cast in casts})
    urn = Urn(meeting, list(polls.values()), list(actors.values()), [cast.ballot_id for cast in casts])
    outcomes = [_outcome(urn, cast, actors.get(cast.user.pk), polls) for cast in casts]
    urn.write()
    return outcomes


def _polls(meeting: Meeting, actors: dict[int, Actor], wanted: set[int]) -> dict[tuple[str, int], Poll]:
    """The polls that are voted in, for each audience that may know of them."""
    found = {}
    for audience in {audience_of(actor) for actor in actors.values()}:
        for poll in polls_seen_by(meeting, audience).filter(pk__in=wanted):
            poll.meeting = poll.item.meeting = meeting
            found[str(audience), poll.pk] = poll
    return found


def _outcome(urn: Urn, cast: Cast, actor: Actor | None, polls: dict[tuple[str, int], Poll]) -> Outcome:
    poll = polls.get((str(audience_of(actor)), cast.poll)) if actor is not None else None
    if actor is None or poll is None:
        return not_found()
    try:
        return cast_into(urn, poll, cast.choice, cast.ballot_id, actor)
    except DomainError as refusal:
        return refusal
