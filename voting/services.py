"""Every change of state in the voting room. All take the meeting's lock: a close and a cast never pass each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.enums import ItemState
from agenda.events import audience_for
from agenda.models import AgendaItem
from agenda.services.base import clean, lock_item
from meetings.enums import Audience
from meetings.errors import DomainError, not_found
from meetings.event_kinds import EventKind
from meetings.journal import record
from meetings.models import MeetingEvent
from meetings.permissions import Actor, require
from meetings.selectors import rules_for
from voting import events
from voting.enums import Choice, PollState
from voting.majority import decide
from voting.models import Ballot, Elector, Poll
from voting.selectors import counting_ballots, electorate_now, open_poll_of


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is stored of a cast (Bestätigung): the same for the same `ballot_id`, however often it is asked."""

    poll: int
    choice: str
    version: int
    seq: int
    ballot_id: str


def _lock_poll(poll: Poll, actor: Actor) -> tuple[Poll, Actor]:
    item, actor = lock_item(poll.item, actor)
    found = Poll.objects.filter(pk=poll.pk).first()
    if found is None:
        raise not_found()
    found.item, found.meeting = item, item.meeting
    return found, actor


def _tell(poll: Poll, kind: EventKind, actor: Actor, **data: Any) -> MeetingEvent:
    audience = Audience.DESK if kind.audience == Audience.DESK else audience_for(poll.item)
    return record(poll.meeting, kind, actor=actor, audience=audience, item=poll.item_id, poll=poll.pk, **data)


@transaction.atomic
def create_poll(*, item: AgendaItem, question: str, actor: Actor) -> Poll:
    """Prepare a vote on an item (Abstimmung vorbereiten) by the rules in force; only the desk sees it yet.

    400 for an empty or overlong question, 409 `poll.item_over` for an item that is closed or off the agenda.
    """
    item, actor = lock_item(item, actor)
    require(actor, "voting.create_poll", item)
    if item.state not in {ItemState.PENDING, ItemState.OPEN}:
        raise DomainError("poll.item_over", _("This item is closed or off the agenda; nothing can be put to the vote on it."))
    rules = rules_for(item.meeting.body, timezone.localdate(item.meeting.starts_at))
    poll = Poll(meeting=item.meeting, item=item, question=question.strip(), majority_rule=rules.majority_rule)
    poll.ballot_may_change, poll.votes_by_name = rules.ballot_may_change, rules.votes_by_name
    clean(poll, exclude=["meeting", "item"])
    poll.save(force_insert=True)
    _tell(poll, events.POLL_CREATED, actor)
    return poll


@transaction.atomic
def discard_poll(*, poll: Poll, actor: Actor) -> Poll:
    """Throw away a prepared vote that was never opened (Abstimmung verwerfen)."""
    poll, actor = _lock_poll(poll, actor)
    require(actor, "voting.discard_poll", poll)
    _tell(poll, events.POLL_DISCARDED, actor)
    poll.delete()
    return poll


@transaction.atomic
def open_poll(*, poll: Poll, actor: Actor) -> Poll:
    """Put the question to the vote (Abstimmung eröffnen): text and electorate are frozen from here on.

    Electors are those present with a voting seat. 409 `poll.item_not_open`, `poll.another_open`, `poll.no_electorate`.
    """
    poll, actor = _lock_poll(poll, actor)
    require(actor, "voting.open_poll", poll)
    _check_may_open(poll)
    electors = [Elector(poll=poll, person=row.person, faction=row.faction) for row in electorate_now(poll.meeting)]
    if not electors:
        raise DomainError("poll.no_electorate", _("Nobody with a vote is on the list of those present."))
    Elector.objects.bulk_create(electors)
    poll.state, poll.opened_at = PollState.OPEN, timezone.now()
    poll.save(update_fields=["state", "opened_at"])
    people = sorted(elector.person_id for elector in electors)
    _tell(poll, events.POLL_OPENED, actor, rule=poll.majority_rule, electors=people, secrets={"question": poll.question})
    return poll


def _check_may_open(poll: Poll) -> None:
    if poll.item.state != ItemState.OPEN:
        raise DomainError("poll.item_not_open", _("Call the item first; a vote belongs to the item that is open."))
    if open_poll_of(poll.meeting) is not None:
        raise DomainError("poll.another_open", _("Another vote is still open. Close it first."))


@transaction.atomic
def cast_ballot(*, poll: Poll, choice: str, ballot_id: UUID, actor: Actor) -> tuple[Receipt, bool]:
    """Cast or change a ballot (Stimmabgabe), exactly once: the same `ballot_id` gives the stored receipt again.

    Returns the receipt and whether something new was stored. 400 `ballot.choice_unknown`; 403 for who has no vote in
    this poll; 409 `ballot.id_taken`, `poll.closed`, `ballot.already_cast`.
    """
    poll, actor = _lock_poll(poll, actor)
    stored = Ballot.objects.select_related("elector").filter(ballot_id=ballot_id).first()
    if stored is not None:
        return _receipt_again(stored, poll, choice, actor), False
    require(actor, "voting.cast_ballot", poll)
    elector = _entitled(poll, choice, actor)
    return _store(poll, elector, choice, ballot_id, actor), True


def _receipt_again(stored: Ballot, poll: Poll, choice: str, actor: Actor) -> Receipt:
    own = (stored.elector.poll_id, stored.elector.person_id) == (poll.pk, actor.person_id)
    if not own or stored.choice != choice:
        raise DomainError("ballot.id_taken", _("This ballot number is already used for something else. Please vote again."))
    return _receipt(stored, poll)


def _receipt(ballot: Ballot, poll: Poll) -> Receipt:
    return Receipt(poll.pk, ballot.choice, ballot.version, ballot.seq, str(ballot.ballot_id))


def _entitled(poll: Poll, choice: str, actor: Actor) -> Elector:
    if choice not in Choice.values:
        raise DomainError("ballot.choice_unknown", _("Choose: yes, no or abstention."), status=400)
    elector = poll.electors.filter(person=actor.person_id).first() if actor.person_id else None
    if elector is None:
        raise DomainError("ballot.not_entitled", _("You have no vote in this poll: you were not present when it opened."), status=403)
    if poll.state != PollState.OPEN:
        raise DomainError("poll.closed", _("The vote is closed. Your choice was not stored."))
    return elector


def _store(poll: Poll, elector: Elector, choice: str, ballot_id: UUID, actor: Actor) -> Receipt:
    last = elector.ballots.filter(superseded=False).first()
    if last is not None and not poll.ballot_may_change:
        raise DomainError("ballot.already_cast", _("You have voted: {choice}.").format(choice=last.get_choice_display()))
    version = last.version + 1 if last else 1
    elector.ballots.filter(superseded=False).update(superseded=True)
    data = {"person": elector.person_id, "version": version, "only_for": elector.person_id}
    event = _tell(poll, events.BALLOT_CAST, actor, secrets={"choice": choice}, **data)
    cast = {"choice": choice, "version": version, "seq": event.seq, "cast_at": event.at}
    return _receipt(Ballot.objects.create(elector=elector, ballot_id=ballot_id, **cast), poll)


@transaction.atomic
def close_poll(*, poll: Poll, actor: Actor) -> Poll:
    """End the vote and count it in the same transaction (Abstimmung schließen); nothing is taken afterwards."""
    poll, actor = _lock_poll(poll, actor)
    require(actor, "voting.close_poll", poll)
    counts = Counter(counting_ballots(poll).values_list("choice", flat=True))
    electors = poll.electors.count()
    poll.yes, poll.no, poll.abstain = (counts[choice] for choice in (Choice.YES, Choice.NO, Choice.ABSTAIN))
    poll.outcome = decide(poll.majority_rule, yes=poll.yes, no=poll.no, abstain=poll.abstain, present=electors)
    poll.state, poll.closed_at = PollState.CLOSED, timezone.now()
    poll.save(update_fields=["state", "closed_at", "yes", "no", "abstain", "outcome"])
    numbers = {"yes": poll.yes, "no": poll.no, "abstain": poll.abstain, "not_voted": electors - counts.total()}
    _tell(poll, events.POLL_CLOSED, actor, outcome=poll.outcome, **numbers)
    return poll


@transaction.atomic
def declare_result(*, poll: Poll, actor: Actor) -> Poll:
    """The chair announces the computed result (Ergebnisfeststellung); from then on it is immutable."""
    poll, actor = _lock_poll(poll, actor)
    require(actor, "voting.declare_result", poll)
    poll.state, poll.declared_at = PollState.DECLARED, timezone.now()
    poll.save(update_fields=["state", "declared_at"])
    _tell(poll, events.RESULT_DECLARED, actor, outcome=poll.outcome)
    return poll
