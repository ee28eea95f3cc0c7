"""The course of a poll: prepared, opened, closed and counted, declared; or discarded before it was opened."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from agenda.enums import Part, ProceduralKind
from agenda.models import AgendaItem
from agenda.selectors import dispute_on, item_in, recused_people, resolved_on
from meetings.enums import Publicity, VotesByName
from meetings.errors import DomainError
from meetings.models import Meeting, Membership, Person
from meetings.permissions import Actor, require
from meetings.selectors import holdings, roll, rules_for, seats_of, votes_are_barred
from meetings.services import lock_meeting
from voting import events
from voting.enums import Choice, PollState
from voting.majority import RULES, decide
from voting.models import Ballot, Elector, Poll
from voting.selectors import sentence_for, unreachable_electors
from voting.services.base import lock_poll, tell
from voting.services.effects import take_effect
from voting.services.motions import check_order, take_motion, tell_order, words_of

LONGEST_QUESTION = 20000


@transaction.atomic
def create_poll(
    *,
    item: AgendaItem,
    actor: Actor,
    question: str = "",
    motion: int = 0,
    despite_motions: Collection[int] = (),
    open_now: bool = False,
) -> Poll:
    """Prepare a vote on an item (Abstimmung vorbereiten); without words its draft resolution, as amended, is put to the vote.

    With `motion` that motion is put to the vote in its own words, which are fixed from now on (REQ-69). With `open_now` it is
    opened in the same transaction, all or nothing. 400 `poll.no_question`, `poll.question_too_long`; 409 `poll.rule_unknown`
    when the rules of procedure name a majority nobody knows; `motion.decided`, `motion.lacks_supporters`, `poll.motion_has_poll`.
    """
    meeting, actor = lock_meeting(item.meeting_id, actor)
    item = item_in(meeting, item.pk)
    require(actor, "voting.create_poll", item)
    poll = Poll(meeting=meeting, item=item, part=item.part)
    words = take_motion(poll, motion, question, actor) if motion else question or words_of(item)
    prepare(poll, words, actor)
    return open_prepared(poll, actor, despite_motions) if open_now else poll


def prepare(poll: Poll, question: str, actor: Actor) -> Poll:
    """Save a new vote of a locked meeting with its words and rules."""
    poll.question = _words(question)
    _take_rules(poll)
    poll.save(force_insert=True)
    tell(poll, events.POLL_CREATED, actor, {"question": poll.question})
    return poll


def _words(question: str) -> str:
    words = question.replace("\r\n", "\n").replace("\0", "").strip()
    if not words:
        raise DomainError("poll.no_question", _("Write what is put to the vote."), status=400)
    if len(words) > LONGEST_QUESTION:
        raise DomainError("poll.question_too_long", _("The question is too long; 20,000 characters are the limit."), status=400)
    return words


def _take_rules(poll: Poll) -> None:
    day = timezone.localtime(poll.meeting.starts_at).date()
    rules = rules_for(poll.meeting.body, day)
    if not {rules.majority_rule, rules.procedural_majority} <= RULES.keys():
        raise DomainError("poll.rule_unknown", _("The rules of procedure name a majority that this program does not know."))
    on_procedure = poll.procedural_motion_id is not None
    poll.majority_rule = rules.procedural_majority if on_procedure else rules.majority_rule
    poll.ballot_may_change = rules.ballot_may_change
    poll.votes_by_name = VotesByName.AFTER_CLOSE if resolved_on(poll.item, ProceduralKind.ROLL_CALL) else rules.votes_by_name


@transaction.atomic
def discard_poll(*, poll: Poll, actor: Actor) -> Poll:
    """Throw a prepared vote away (Entwurf verwerfen); once opened, a vote stays for ever."""
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.discard_poll", poll)
    tell(poll, events.POLL_DISCARDED, actor, {"question": poll.question})
    Poll.objects.filter(pk=poll.pk).delete()
    return poll


@transaction.atomic
def open_poll(*, poll: Poll, despite_motions: Collection[int] = (), actor: Actor) -> Poll:
    """Open a prepared vote on the open item (Abstimmung eröffnen).

    Words, rules and electorate are frozen: who holds a voting seat right now, members and substitutes, one per seat.
    `despite_motions` is the chair's explicit decision to vote before more far-reaching motions, by their ids: 409
    `poll.order_not_kept` names whom it lacks. 409 `poll.another_open`, `poll.no_electorate`, `quorum.lacking`,
    `recusal.undecided`, `poll.secret_demanded`, and what the permission table says.
    """
    poll, actor = lock_poll(poll, actor)
    return open_prepared(poll, actor, despite_motions)


def open_prepared(poll: Poll, actor: Actor, despite_motions: Collection[int] = ()) -> Poll:
    """Open a prepared vote in a locked meeting."""
    require(actor, "voting.open_poll", poll)
    _check_none_waiting(poll.meeting)
    _check_dispute(poll)
    _check_secrecy(poll)
    passed = check_order(poll, despite_motions)
    _check_quorum(poll)
    electorate = _electorate(poll)
    poll.part, poll.state, poll.opened_at = _part_now(poll), PollState.OPEN, timezone.now()
    _take_rules(poll)
    poll.save(update_fields=["part", "state", "opened_at", "majority_rule", "ballot_may_change", "votes_by_name"])
    Elector.objects.bulk_create(Elector(poll=poll, **row) for row in electorate)
    tell_order(poll, passed, actor)
    tell(poll, events.POLL_OPENED, actor, {"question": poll.question}, electors=len(electorate))
    return poll


def _part_now(poll: Poll) -> str:
    """What is voted while the public is out stays there, such as a motion to exclude it that is debated within a public item."""
    return poll.item.part if poll.meeting.publicity == Publicity.PUBLIC else Part.NON_PUBLIC


def _check_none_waiting(meeting: Meeting) -> None:
    states = set(Poll.objects.filter(meeting=meeting, state__in=[PollState.OPEN, PollState.CLOSED]).values_list("state", flat=True))
    if PollState.OPEN in states:
        raise DomainError("poll.another_open", _("Another vote is open. Close it first."))
    if states:
        raise DomainError("poll.not_declared", _("The result of the last vote has not been declared yet."))


def _check_dispute(poll: Poll) -> None:
    """Who may vote must be clear before (GO NRW section 31(4))."""
    dispute = dispute_on(poll.item) if poll.recusal_id is None else None
    if dispute is not None:
        says = _("The body has to decide first whether {name} has a conflict of interest.")
        raise DomainError("recusal.undecided", says.format(name=dispute.person.name))


def _check_secrecy(poll: Poll) -> None:
    """A secret vote cannot be taken here yet: it is better refused than taken openly."""
    if poll.procedural_motion_id is None and poll.recusal_id is None and resolved_on(poll.item, ProceduralKind.SECRET_VOTE):
        raise DomainError("poll.secret_demanded", _("A secret vote has been demanded. Take it on paper and note the result."))


def _check_quorum(poll: Poll) -> None:
    """An item that was put off for want of a quorum needs none in the meeting convened again for it (GO section 49(2))."""
    if not poll.item.quorum_waived and votes_are_barred(poll.meeting):
        words = _("The body lacks a quorum. A vote can be opened only after a check has found one.")
        raise DomainError("quorum.lacking", words)


def _electorate(poll: Poll) -> list[dict[str, Any]]:
    """Who holds which seat, in the order of the roll, without the recused; a substitute with their own faction."""
    meeting, out = poll.meeting, recused_people(poll.meeting) | {poll.recusal.person_id if poll.recusal else None}
    held = {pk: row for pk, row in holdings(meeting).items() if row.person_id not in out}
    own = {row.person_id: row for row in roll(meeting)}
    found = [_voter(held[seat.pk].person, seat, own) for seat in seats_of(meeting) if seat.pk in held]
    if not found:
        raise DomainError("poll.no_electorate", _("Nobody with a vote is on the list of those present."))
    return found


def _voter(person: Person, seat: Membership, own: dict[int, Membership]) -> dict[str, Any]:
    faction = seat.faction if person.pk == seat.person_id else own[person.pk].faction
    return {"person": person, "seat": seat, "faction": faction}


@transaction.atomic
def close_poll(*, poll: Poll, despite_unreachable: Collection[int] = (), actor: Actor) -> Poll:
    """End the vote and count it in the same transaction (Abstimmung schließen); no ballot can come later.

    The outcome stored is a proposal; it holds when the chair declares it. `despite_unreachable` is the explicit decision to
    close although these people, by their ids, cannot be reached: 409 `poll.electors_unreachable` names whom it lacks.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.close_poll", poll)
    lost = unreachable_electors(poll)
    _check_decided(lost, despite_unreachable)
    counts = _count(poll)
    poll.state, poll.closed_at = PollState.CLOSED, timezone.now()
    for answer, number in counts.items():
        setattr(poll, f"{answer}_count", number)
    poll.outcome = decide(poll.majority_rule, yes=counts["yes"], no=counts["no"], abstain=counts["abstain"], present=sum(counts.values()))
    poll.save(update_fields=["state", "closed_at", "outcome", *(f"{answer}_count" for answer in counts)])
    tell(poll, events.POLL_CLOSED, actor, {"counts": counts})
    if lost:
        tell(
            poll,
            events.CLOSED_DESPITE_UNREACHABLE,
            actor,
            {"names": ", ".join(person.name for person in lost)},
            people=[person.pk for person in lost],
        )
    return poll


def _check_decided(lost: list[Person], decided: Collection[int]) -> None:
    open_cases = [person for person in lost if person.pk not in decided]
    if open_cases:
        says = _("Not reachable right now: {names}. Decide whether the vote is closed all the same.")
        raise DomainError("poll.electors_unreachable", says.format(names=", ".join(person.name for person in open_cases)))


def _count(poll: Poll) -> dict[str, int]:
    valid = Ballot.objects.filter(elector__poll=poll, superseded=False)
    found = dict(valid.values_list("choice").annotate(Count("pk")).order_by())
    counts = {choice.value: found.get(choice.value, 0) for choice in Choice}
    return {**counts, "not_voted": poll.electors.count() - sum(counts.values())}


@transaction.atomic
def declare_result(*, poll: Poll, actor: Actor) -> Poll:
    """Declare the counted result (Ergebnis feststellen); from now on the row never changes, and its motion is decided.

    The sentence goes into the journal in the language of the house.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.declare_result", poll)
    poll.state, poll.declared_at, poll.declared_outcome = PollState.DECLARED, timezone.now(), poll.outcome
    poll.save(update_fields=["state", "declared_at", "declared_outcome"])
    with translation.override(settings.LANGUAGE_CODE):
        sentence = sentence_for(poll)
    counts = {answer: getattr(poll, f"{answer}_count") for answer in (*Choice.values, "not_voted")}
    secrets = {"counts": counts, "outcome": str(poll.declared_outcome), "result": sentence}
    tell(poll, events.RESULT_DECLARED, actor, secrets)
    take_effect(poll, actor)
    return poll
