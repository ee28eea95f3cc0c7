"""The course of a poll until it is open: prepared with its words and rules, opened for its electorate, or discarded."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from agenda.selectors import dispute_on, is_bound, item_in, part_now, procedural_majorities
from meetings.errors import DomainError
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.selectors import votes_are_barred
from meetings.services import lock_meeting
from meetings.typed import paragraphs
from voting import events
from voting.enums import Method, PollState, VotesByName
from voting.majority import RULES
from voting.models import Elector, Poll
from voting.selectors import is_on_something_else, rules_of
from voting.services.approval import check_approval, customary_method
from voting.services.base import lock_poll, tell
from voting.services.electorate import electorate_of, votes_by_law
from voting.services.motions import check_order, take_motion, tell_order, words_of
from voting.services.releasing import check_released, part_of

LONGEST_QUESTION = 20000


@transaction.atomic
def create_poll(
    *,
    item: AgendaItem,
    actor: Actor,
    question: str = "",
    motion: int = 0,
    method: str = "",
    despite_motions: Collection[int] = (),
    open_now: bool = False,
) -> Poll:
    """Prepare a vote on an item (Abstimmung vorbereiten); without words its draft resolution, as amended, is put to the
    vote.

    With `motion` that motion is put to the vote in its own words, which are fixed from now on (REQ-69). `method` is how
    is voted (Form der Abstimmung); without one a roll call where it was demanded, else the electronic vote where that
    is allowed, else a show of hands. With `open_now` it is opened in the same transaction, all or nothing. 400
    `poll.no_question`, `poll.question_too_long`, `poll.method_unknown`; 409 `poll.rule_unknown` when the rules of
    procedure name a majority nobody knows; `motion.decided`, `motion.lacks_supporters`, `poll.motion_has_poll`.
    """
    meeting, actor = lock_meeting(item.meeting_id, actor)
    item = item_in(meeting, item.pk)
    require(actor, "voting.create_poll", item)
    poll = Poll(meeting=meeting, item=item, part=part_now(item), method=known_method(method))
    words = take_motion(poll, motion, question) if motion else question or words_of(item)
    prepare(poll, words, actor)
    return open_prepared(poll, actor, despite_motions) if open_now else poll


def prepare(poll: Poll, question: str, actor: Actor) -> Poll:
    """Save a new vote of a locked meeting with its words and rules."""
    poll.question = _words(question)
    poll.method = poll.method or customary_method(poll)
    _take_rules(poll)
    poll.save(force_insert=True)
    tell(poll, events.POLL_CREATED, actor, {"question": poll.question})
    return poll


def known_method(method: str) -> str:
    """Acclamation has a service of its own: nothing is cast in it."""
    if method and (method not in Method.values or method == Method.ACCLAMATION):
        raise DomainError("poll.method_unknown", _("Choose the voting method."), status=400)
    return method


def _words(question: str) -> str:
    words = paragraphs(question).strip()
    if not words:
        raise DomainError("poll.no_question", _("Write what is put to the vote."), status=400)
    if len(words) > LONGEST_QUESTION:
        raise DomainError(
            "poll.question_too_long", _("The question is too long; 20,000 characters are the limit."), status=400
        )
    return words


def _take_rules(poll: Poll) -> None:
    rules, procedural = rules_of(poll.meeting), procedural_majorities(poll.meeting)
    if not {rules.majority_rule, *procedural.values()} <= RULES.keys():
        raise DomainError(
            "poll.rule_unknown", _("The rules of procedure name a majority that this program does not know.")
        )
    moved = poll.procedural_motion
    poll.majority_rule = procedural[moved.kind] if moved else rules.majority_rule
    poll.abstentions, poll.casting_vote = rules.abstentions, rules.casting_vote
    poll.ballot_may_change, poll.by_faction = rules.ballot_may_change, rules.results_by_faction
    poll.votes_by_name = _shown_by_name(poll, rules.votes_by_name)


def _shown_by_name(poll: Poll, usual: str) -> str:
    """In a roll call everybody hears who says what; what the minutes print by name is shown by name."""
    if poll.method == Method.ROLL_CALL:
        return VotesByName.LIVE
    demanded = is_bound(poll.item, "roll_call")
    return VotesByName.AFTER_CLOSE if demanded and usual == VotesByName.NEVER else usual


FROZEN = ("part", "state", "method", "opened_at", "majority_rule", "abstentions", "casting_vote", "ballot_may_change")
MORE_FROZEN = ("votes_by_name", "by_faction", "present_count", "members_count")


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
    `recusal.undecided`, `poll.secret_demanded`, `poll.roll_call_demanded`, `poll.not_approved`, and what the permission
    table says.
    """
    poll, actor = lock_poll(poll, actor)
    return open_prepared(poll, actor, despite_motions)


def open_prepared(poll: Poll, actor: Actor, despite_motions: Collection[int] = ()) -> Poll:
    """Open a prepared vote in a locked meeting."""
    require(actor, "voting.open_poll", poll)
    _check_none_waiting(poll.meeting)
    _check_dispute(poll)
    _check_demands(poll)
    check_approval(poll)
    check_released(poll)
    passed = check_order(poll, despite_motions)
    _check_quorum(poll)
    electorate = electorate_of(poll)
    poll.part, poll.state, poll.opened_at = part_of(poll), PollState.OPEN, timezone.now()
    _take_rules(poll)
    poll.present_count = sum(elector.weight for elector in electorate)
    poll.members_count = max(votes_by_law(poll.meeting), poll.present_count)
    poll.save(update_fields=[*FROZEN, *MORE_FROZEN])
    Elector.objects.bulk_create(electorate)
    tell_order(poll, passed, actor)
    _tell_opened(poll, electorate, actor)
    return poll


def _tell_opened(poll: Poll, electorate: list[Elector], actor: Actor) -> None:
    names = {str(elector.pk): elector.person.name for elector in electorate}
    tell(
        poll,
        events.POLL_OPENED,
        actor,
        {"question": poll.question, "names": names},
        electors=len(electorate),
        method=str(poll.method),
        rule=poll.majority_rule,
        abstentions=str(poll.abstentions),
        casting_vote=poll.casting_vote,
        present=poll.present_count,
        members=poll.members_count,
        roll=[{"elector": elector.pk, "way": str(elector.way), "weight": elector.weight} for elector in electorate],
        repeats=poll.repeats_id,
    )


def _check_none_waiting(meeting: Meeting) -> None:
    states = set(
        Poll.objects.filter(meeting=meeting, state__in=[PollState.OPEN, PollState.CLOSED]).values_list(
            "state", flat=True
        )
    )
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


def _check_demands(poll: Poll) -> None:
    """What enough members have demanded binds the vote on the matter; a secret vote goes before a roll call as the
    rules say (REQ-77).

    A secret vote cannot be taken here yet: it is better refused than taken openly.
    """
    if is_on_something_else(poll):
        return
    roll_call, secret = is_bound(poll.item, "roll_call"), is_bound(poll.item, "secret")
    if secret and (not roll_call or rules_of(poll.meeting).secret_before_roll_call):
        raise DomainError(
            "poll.secret_demanded", _("A secret vote has been demanded. Take it on paper and note the result.")
        )
    if roll_call and poll.method != Method.ROLL_CALL:
        raise DomainError("poll.roll_call_demanded", _("A roll call has been demanded: vote by calling the names."))


def _check_quorum(poll: Poll) -> None:
    """An item that was put off for want of a quorum needs none in the meeting convened again for it (GO section
    49(2)).
    """
    if not poll.item.quorum_waived and votes_are_barred(poll.meeting):
        words = _("The body lacks a quorum. A vote can be opened only after a check has found one.")
        raise DomainError("quorum.lacking", words)
