"""Votes that are seen or heard: hands counted, or entered by name, and the names of a roll call (DigiSiVO section
4(1); REQ-73, REQ-75).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.errors import DomainError
from meetings.journal import record
from meetings.permissions import Actor, require
from voting import events
from voting.enums import Choice, Method, Way
from voting.models import Ballot, Elector, HandCount, Poll
from voting.selectors import elector_in, electors_by_hand, next_to_call, rest_is_for
from voting.selectors.counting import hands_of
from voting.services.base import lock_poll, tell
from voting.services.closing import close_open

LARGEST = 100_000


@transaction.atomic
def enter_hands(
    *, poll: Poll, yes: int | None, no: int, abstain: int, casting: str = "", close: bool = False, actor: Actor
) -> HandCount:
    """Enter how many hands were raised (Auszählung der Handzeichen); entered again, the new numbers replace the old
    ones.

    Never more than raise their hands: those at their own device are not among them. Without `yes` all others are for,
    where the body's rules count so (`HandsOrder`): else 400 `hands.incomplete`. `casting` is how whoever presides
    voted, where that decides a tie; `close` closes the vote in the same step. 400 `hands.negative`, `hands.too_many`,
    `hands.casting_unknown`; 409 `hands.none`, `hands.by_name_already`, `hands.weighted`, `hands.roll_call`; and with
    `close` what `close_poll` says.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.enter_hands", poll)
    counts = {"yes": _or_rest(poll, yes, no + abstain), "no": no, "abstain": abstain}
    check_hands(poll, counts, casting)
    if Ballot.objects.filter(elector__poll=poll, source=Way.HANDS).exists():
        raise DomainError("hands.by_name_already", _("The hands have been entered by name. Correct them there."))
    row = _replace(poll, HandCount(poll=poll, casting=casting, **counts))
    tell(poll, events.HANDS_COUNTED, actor, {"counts": row.counts, "casting": casting}, version=row.version)
    if close:
        close_open(poll, actor)
    return row


def _or_rest(poll: Poll, yes: int | None, others: int) -> int:
    """Who was neither against nor abstained was for; more of those than there are is refused as such."""
    if yes is not None:
        return yes
    if not rest_is_for(poll):
        raise DomainError("hands.incomplete", _("Enter how many hands were raised for it."), status=400)
    return max(0, len(electors_by_hand(poll)) - others)


def check_hands(poll: Poll, counts: Mapping[str, int], casting: str = "") -> None:
    """Refuse numbers that cannot be hands of this vote."""
    by_hand = electors_by_hand(poll)
    if poll.method == Method.ROLL_CALL:
        raise DomainError("hands.roll_call", _("In a roll call each answer is entered by name."))
    if not by_hand:
        raise DomainError("hands.none", _("Nobody raises a hand in this vote: all use their own device."))
    if any(elector.weight > 1 for elector in by_hand):
        raise DomainError("hands.weighted", _("Seats have several votes here: enter the hands by name."))
    if any(not 0 <= number <= LARGEST for number in counts.values()):
        raise DomainError("hands.negative", _("Numbers of hands are whole numbers from zero."), status=400)
    if sum(counts.values()) > len(by_hand):
        says = _("That is more than the {number} who raise their hands.").format(number=len(by_hand))
        raise DomainError("hands.too_many", says, status=400)
    if casting not in {"", Choice.YES, Choice.NO}:
        raise DomainError(
            "hands.casting_unknown", _("Whoever presides votes yes or no, or does not decide."), status=400
        )


def _replace(poll: Poll, row: HandCount) -> HandCount:
    old = hands_of(poll)
    if old is not None:
        old.superseded = True
        old.save(update_fields=["superseded"])
    row.version = old.version + 1 if old else 1
    row.seq, row.entered_at = poll.meeting.last_seq + 1, timezone.now()
    row.save(force_insert=True)
    return row


@transaction.atomic
def enter_votes(*, poll: Poll, choices: Mapping[int, str], rest: str = "", actor: Actor) -> list[Ballot]:
    """Enter votes that were seen or heard, by the elector's number; `rest` is what all others who raise their hands
    said.

    "All yes but ...": the exceptions in `choices`, yes as `rest`. Entered again, a choice replaces the one before. 404
    for somebody who is no elector; 400 `ballot.choice_unknown`, `hands.nothing`; 409 `hands.by_device` for whoever
    votes, or has voted, on a device.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.enter_votes", poll)
    if not poll.takes_hands:
        raise DomainError("hands.none", _("Nobody raises a hand in this vote: all use their own device."))
    entered = {elector_in(poll, key): choice for key, choice in choices.items()}
    _check_choices({*entered.values(), *({rest} if rest else set())})
    for elector in entered:
        _check_by_hand(poll, elector)
    wanted = {elector: rest for elector in _others(poll, set(entered)) if rest} | entered
    if not wanted:
        raise DomainError("hands.nothing", _("Choose what is to be entered."), status=400)
    _drop_count(poll)
    return [
        _enter(poll, elector, choice, actor)
        for elector, choice in sorted(wanted.items(), key=lambda pair: pair[0].position)
    ]


def _check_choices(choices: set[str]) -> None:
    if not choices <= set(Choice.values):
        raise DomainError("ballot.choice_unknown", _("Choose: yes, no or abstain."), status=400)


def _check_by_hand(poll: Poll, elector: Elector) -> None:
    by_device = poll.method != Method.ROLL_CALL and elector.way == Way.DEVICE
    if by_device or elector.ballots.filter(source=Way.DEVICE).exists():
        raise DomainError("hands.by_device", _("{name} votes on their own device.").format(name=elector.person.name))


def _others(poll: Poll, named: set[Elector]) -> list[Elector]:
    """Those by hand of whom nothing has been entered."""
    voted = set(Ballot.objects.filter(elector__poll=poll, superseded=False).values_list("elector", flat=True))
    return [elector for elector in electors_by_hand(poll) if elector not in named and elector.pk not in voted]


def _drop_count(poll: Poll) -> None:
    """Names are better than numbers: what was counted before does not count twice."""
    poll.hand_counts.filter(superseded=False).update(superseded=True)


def _enter(poll: Poll, elector: Elector, choice: str, actor: Actor) -> Ballot:
    current = elector.ballots.filter(superseded=False).first()
    if current is not None and current.choice == choice:
        return current
    if current is not None:
        current.superseded = True
        current.save(update_fields=["superseded"])
    ballot = Ballot(
        elector=elector,
        choice=choice,
        source=Way.HANDS,
        version=current.version + 1 if current else 1,
        ballot_id=uuid4(),
    )
    ballot.seq, ballot.cast_at = poll.meeting.last_seq + 1, timezone.now()
    ballot.save(force_insert=True)
    data: dict[str, Any] = {"poll": poll.pk, "elector": elector.pk, "version": ballot.version}
    record(
        poll.meeting, events.BALLOT_ENTERED, actor=actor, secrets={"choice": choice}, only_for=elector.person_id, **data
    )
    return ballot


@transaction.atomic
def call_elector(*, poll: Poll, answer: str = "", elector: int = 0, called: int = 0, actor: Actor) -> Poll:
    """Call the next name of a roll call (Namensaufruf), or that of `elector`; `answer` is first entered for whoever was
    called last: for `called`, as the button that was pressed says.

    Whoever has answered on their device is passed over. 404; 400 `ballot.choice_unknown`; 409 `poll.no_roll_call`,
    `roll_call.all_called`, `roll_call.gone_on` when somebody else has been called meanwhile, and what `enter_votes`
    says.
    """
    poll, actor = lock_poll(poll, actor)
    require(actor, "voting.call_elector", poll)
    if poll.method != Method.ROLL_CALL:
        raise DomainError("poll.no_roll_call", _("This vote is not taken by roll call."))
    if called and poll.called_id != called:
        raise DomainError(
            "roll_call.gone_on", _("Somebody else has been called meanwhile. Nothing was entered; look again.")
        )
    if answer:
        _answer(poll, answer, actor)
    following = elector_in(poll, elector) if elector else next_to_call(poll)
    if following is None and not answer:
        raise DomainError(
            "roll_call.all_called", _("All names have been called. Close the vote, or call somebody again.")
        )
    _point_at(poll, following, actor)
    return poll


def _answer(poll: Poll, answer: str, actor: Actor) -> None:
    called = elector_in(poll, poll.called_id or 0)
    _check_choices({answer})
    _check_by_hand(poll, called)
    _enter(poll, called, answer, actor)


def _point_at(poll: Poll, following: Elector | None, actor: Actor) -> None:
    if following is not None:
        poll.called = following
        poll.save(update_fields=["called"])
        tell(poll, events.ELECTOR_CALLED, actor, {"name": following.person.name}, elector=following.pk)
