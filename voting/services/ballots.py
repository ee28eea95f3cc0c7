"""Casting: exactly once per id, one valid ballot per person, never after the close."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.permissions import Actor, require
from voting import events
from voting.enums import Choice, PollState, Way
from voting.models import Ballot, Elector, Poll
from voting.services.base import lock_poll
from voting.services.urn import Urn, id_taken

Receipt = dict[str, int | str]


class AlreadyCast(DomainError):
    """Refusal of a change that the rules do not allow; `receipt` is what is stored."""

    def __init__(self, ballot: Ballot) -> None:
        choice = Choice(ballot.choice).label
        says = format_lazy(_("Your vote is stored and cannot be changed: {choice}."), choice=choice)
        super().__init__("ballot.already_cast", says)
        self.receipt = ballot.receipt


@transaction.atomic
def cast_ballot(*, poll: Poll, choice: str, ballot_id: UUID, actor: Actor) -> tuple[Receipt, bool]:
    """Cast or change one's vote (Stimme abgeben); returns the receipt and whether it is new.

    A known `ballot_id` gives its stored receipt, whatever has happened since: a client that never got the answer may
    ask until it does. 400 `ballot.choice_unknown`; 403 `ballot.not_entitled`; 409 `poll.closed`, `ballot.by_hand`,
    `ballot.id_taken`, `ballot.already_cast`, and what the permission table says.
    """
    poll, actor = lock_poll(poll, actor)
    urn = Urn(poll.meeting, [poll], [actor], [ballot_id])
    receipt = cast_into(urn, poll, choice, ballot_id, actor)
    urn.write()
    return receipt


def cast_into(urn: Urn, poll: Poll, choice: str, ballot_id: UUID, actor: Actor) -> tuple[Receipt, bool]:
    """The rules of `cast_ballot` for one ballot, alone or among others, in a locked meeting; `urn.write` stores what
    it takes.
    """
    _check_choice(choice)
    if repeated := _repeated(urn, poll, ballot_id, actor):
        return repeated.receipt, False
    elector = _elector(urn, poll, actor)
    _check_open(poll)
    _check_way(urn, elector)
    require(actor, "voting.cast_ballot", poll)
    ballot = _store(urn, poll, elector, choice, ballot_id)
    data: dict[str, Any] = {"poll": poll.pk, "elector": elector.pk, "version": ballot.version}
    urn.entries.add(events.BALLOT_CAST, actor=actor, secrets={"choice": choice}, only_for=actor.person_id, **data)
    return ballot.receipt, True


def _check_choice(choice: str) -> None:
    if choice not in Choice.values:
        raise DomainError("ballot.choice_unknown", _("Choose: yes, no or abstain."), status=400)


def _repeated(urn: Urn, poll: Poll, ballot_id: UUID, actor: Actor) -> Ballot | None:
    stored = urn.stored.get(ballot_id)
    if stored and (stored.elector.poll_id, stored.elector.person_id) != (poll.pk, actor.person_id):
        raise id_taken()
    return stored


def _elector(urn: Urn, poll: Poll, actor: Actor) -> Elector:
    elector = urn.elector(poll, actor)
    if elector is None:
        raise DomainError("ballot.not_entitled", _("You have no vote in this poll."), status=403)
    return elector


def _check_open(poll: Poll) -> None:
    if poll.state != PollState.OPEN:
        raise DomainError("poll.closed", _("This vote is closed. Your choice was not stored."))


def _check_way(urn: Urn, elector: Elector) -> None:
    """Whoever raises a hand, or has answered aloud, does not vote on a device as well (REQ-73)."""
    current = urn.valid.get(elector.pk)
    if elector.way == Way.HANDS or (current is not None and current.source == Way.HANDS):
        raise DomainError("ballot.by_hand", _("Your vote is taken in the hall and entered at the desk."))


def _store(urn: Urn, poll: Poll, elector: Elector, choice: str, ballot_id: UUID) -> Ballot:
    current = urn.valid.get(elector.pk)
    if current and not poll.ballot_may_change:
        raise AlreadyCast(current)
    ballot = Ballot(elector=elector, choice=choice, version=current.version + 1 if current else 1, ballot_id=ballot_id)
    ballot.seq, ballot.cast_at = urn.meeting.last_seq + 1, timezone.now()  # the event that follows under this lock
    urn.put(ballot)
    return ballot
