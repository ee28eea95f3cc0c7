"""Casting: exactly once per id, one valid ballot per person, never after the close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.journal import record
from meetings.permissions import Actor, require
from voting import events
from voting.enums import Choice, PollState, Way
from voting.models import Ballot, Elector, Poll
from voting.selectors import stored_ballot
from voting.services.base import lock_poll

Receipt = dict[str, int | str]


class AlreadyCast(DomainError):
    """Refusal of a change that the rules do not allow; `receipt` is what is stored."""

    def __init__(self, ballot: Ballot) -> None:
        choice = Choice(ballot.choice).label
        super().__init__("ballot.already_cast", _("Your vote is stored and cannot be changed: {choice}.").format(choice=choice))
        self.receipt = ballot.receipt


@transaction.atomic
def cast_ballot(*, poll: Poll, choice: str, ballot_id: UUID, actor: Actor) -> tuple[Receipt, bool]:
    """Cast or change one's vote (Stimme abgeben); returns the receipt and whether it is new.

    A known `ballot_id` gives its stored receipt, whatever has happened since: a client that never got the answer may
    ask until it does. 400 `ballot.choice_unknown`; 403 `ballot.not_entitled`; 409 `poll.closed`, `ballot.by_hand`,
    `ballot.id_taken`, `ballot.already_cast`, and what the permission table says.
    """
    poll, actor = lock_poll(poll, actor)
    _check_choice(choice)
    if repeated := _repeated(poll, ballot_id, actor):
        return repeated.receipt, False
    elector = _elector(poll, actor)
    _check_open(poll)
    _check_way(poll, elector)
    require(actor, "voting.cast_ballot", poll)
    ballot = _store(poll, elector, choice, ballot_id)
    data: dict[str, Any] = {"poll": poll.pk, "elector": elector.pk, "version": ballot.version}
    record(poll.meeting, events.BALLOT_CAST, actor=actor, secrets={"choice": choice}, only_for=actor.person_id, **data)
    return ballot.receipt, True


def _check_choice(choice: str) -> None:
    if choice not in Choice.values:
        raise DomainError("ballot.choice_unknown", _("Choose: yes, no or abstain."), status=400)


def _repeated(poll: Poll, ballot_id: UUID, actor: Actor) -> Ballot | None:
    stored = stored_ballot(ballot_id)
    if stored and (stored.elector.poll_id, stored.elector.person_id) != (poll.pk, actor.person_id):
        raise _id_taken()
    return stored


def _id_taken() -> DomainError:
    return DomainError("ballot.id_taken", _("This vote could not be told from another one. Please vote again."))


def _elector(poll: Poll, actor: Actor) -> Elector:
    elector = Elector.objects.filter(poll=poll, person=actor.person_id).first() if actor.person_id else None
    if elector is None:
        raise DomainError("ballot.not_entitled", _("You have no vote in this poll."), status=403)
    return elector


def _check_open(poll: Poll) -> None:
    if poll.state != PollState.OPEN:
        raise DomainError("poll.closed", _("This vote is closed. Your choice was not stored."))


def _check_way(poll: Poll, elector: Elector) -> None:
    """Whoever raises a hand, or has answered aloud, does not vote on a device as well (REQ-73)."""
    if elector.way == Way.HANDS or elector.ballots.filter(source=Way.HANDS).exists():
        raise DomainError("ballot.by_hand", _("Your vote is taken in the hall and entered at the desk."))


def _store(poll: Poll, elector: Elector, choice: str, ballot_id: UUID) -> Ballot:
    current = elector.ballots.filter(superseded=False).select_related("elector").first()
    if current and not poll.ballot_may_change:
        raise AlreadyCast(current)
    if current:
        current.superseded = True
        current.save(update_fields=["superseded"])
    ballot = Ballot(elector=elector, choice=choice, version=current.version + 1 if current else 1, ballot_id=ballot_id)
    ballot.seq, ballot.cast_at = poll.meeting.last_seq + 1, timezone.now()  # the event that follows under this lock
    return _insert(ballot)


def _insert(ballot: Ballot) -> Ballot:
    """Another meeting has another lock: only the database can say that the id is taken there this very moment."""
    try:
        with transaction.atomic():
            ballot.save(force_insert=True)
    except IntegrityError:
        raise _id_taken() from None
    return ballot
