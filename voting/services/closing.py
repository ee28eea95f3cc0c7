"""How a vote ends: closed and counted in one transaction, declared by the chair; or taken by acclamation, without
counting.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from agenda.selectors import item_in, part_now
from meetings.errors import DomainError
from meetings.journal import sign_head
from meetings.models import Person
from meetings.permissions import Actor, require
from meetings.services import lock_meeting
from voting import events
from voting.enums import Method, Outcome, PollState
from voting.models import Poll
from voting.selectors import choices_by_elector, hands_are_missing, sentence_for, standing_of, unreachable_electors
from voting.selectors.counting import Count, counted, outcome_of
from voting.services.base import lock_poll, tell
from voting.services.course import open_prepared, prepare
from voting.services.effects import take_effect
from voting.services.motions import take_motion, words_of


@transaction.atomic
def close_poll(*, poll: Poll, despite_unreachable: Collection[int] = (), actor: Actor) -> Poll:
    """End the vote and count it in the same transaction (Abstimmung schließen); no ballot can come later.

    The outcome stored is a proposal; it holds when the chair declares it. `despite_unreachable` is the explicit
    decision to close although these people, by their ids, cannot be reached: 409 `poll.electors_unreachable` names whom
    it lacks. 409 `hands.missing` while those who raise their hands have not been counted.
    """
    poll, actor = lock_poll(poll, actor)
    return close_open(poll, actor, despite_unreachable)


def close_open(poll: Poll, actor: Actor, despite_unreachable: Collection[int] = ()) -> Poll:
    """Close and count an open vote of a locked meeting."""
    require(actor, "voting.close_poll", poll)
    if hands_are_missing(poll):
        raise DomainError("hands.missing", _("The hands have not been counted yet. Enter them first."))
    lost = unreachable_electors(poll)
    _check_decided(lost, despite_unreachable)
    count = counted(poll)
    _store(poll, count, outcome_of(poll, count))
    secrets = {"counts": count.counts, "hands": count.hands or {}, "choices": choices_by_elector(poll)}
    tell(poll, events.POLL_CLOSED, actor, {**secrets, "casting": poll.casting, "outcome": str(poll.outcome)})
    _tell_lost(poll, lost, actor)
    return poll


def _store(poll: Poll, count: Count, outcome: str) -> None:
    poll.state, poll.closed_at = PollState.CLOSED, timezone.now()
    for answer, number in count.counts.items():
        setattr(poll, f"{answer}_count", number)
    poll.casting, poll.outcome = count.casting, outcome
    poll.save(
        update_fields=["state", "closed_at", "casting", "outcome", *(f"{answer}_count" for answer in count.counts)]
    )


def _check_decided(lost: list[Person], decided: Collection[int]) -> None:
    open_cases = [person for person in lost if person.pk not in decided]
    if open_cases:
        says = _("Not reachable right now: {names}. Decide whether the vote is closed all the same.")
        raise DomainError(
            "poll.electors_unreachable", says.format(names=", ".join(person.name for person in open_cases))
        )


def _tell_lost(poll: Poll, lost: list[Person], actor: Actor) -> None:
    if lost:
        names, people = ", ".join(person.name for person in lost), [person.pk for person in lost]
        tell(poll, events.CLOSED_DESPITE_UNREACHABLE, actor, {"names": names}, people=people)


@transaction.atomic
def take_by_acclamation(
    *, item: AgendaItem, question: str = "", motion: int = 0, despite_motions: Collection[int] = (), actor: Actor
) -> Poll:
    """Find that nobody objects (Beschluss ohne Widerspruch): nothing is cast or counted, the chair declares it next.

    Whoever objects is heard before: then the finding is annulled and a vote is taken. 409 and 400 as `create_poll`
    says.
    """
    meeting, actor = lock_meeting(item.meeting_id, actor)
    item = item_in(meeting, item.pk)
    require(actor, "voting.take_by_acclamation", item)
    poll = Poll(meeting=meeting, item=item, part=part_now(item), method=Method.ACCLAMATION)
    words = take_motion(poll, motion, question) if motion else question or words_of(item)
    open_prepared(prepare(poll, words, actor), actor, despite_motions)
    _store(poll, Count(0, 0, 0, 0), Outcome.ADOPTED)
    nothing: dict[str, Any] = {"counts": {}, "hands": {}, "choices": {}, "casting": ""}
    tell(poll, events.POLL_CLOSED, actor, {**nothing, "outcome": str(Outcome.ADOPTED)})
    return poll


@transaction.atomic
def declare_result(*, poll: Poll, actor: Actor) -> Poll:
    """Declare the counted result (Ergebnis feststellen); from now on the row never changes, and its motion is decided.

    Where it was counted again before, the recount is declared. The sentence goes into the journal in the language of
    the house. A vote that was held again takes the place of the annulled one.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.declare_result", poll)
    standing = standing_of(poll)
    poll.state, poll.declared_at, poll.declared_outcome = PollState.DECLARED, timezone.now(), standing.outcome
    poll.save(update_fields=["state", "declared_at", "declared_outcome"])
    with translation.override(settings.LANGUAGE_CODE):
        sentence = sentence_for(poll)
    counts = {} if poll.method == Method.ACCLAMATION else standing.counts
    tell(poll, events.RESULT_DECLARED, actor, {"counts": counts, "outcome": str(standing.outcome), "result": sentence})
    _replace_annulled(poll, actor)
    take_effect(poll, actor)
    sign_head(poll.meeting)
    return poll


def _replace_annulled(poll: Poll, actor: Actor) -> None:
    old = poll.repeats
    if old is not None:
        old.item, old.meeting, old.state = poll.item, poll.meeting, PollState.REPEATED
        old.save(update_fields=["state"])
        tell(old, events.POLL_REPEATED, actor, {}, repetition=poll.pk)
