"""Every read of the voting room; each returns only what the audience or person may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from agenda.selectors import item_or_404
from meetings.enums import Audience, VotesByName
from meetings.errors import not_found
from meetings.models import Meeting, Membership, Person
from meetings.permissions import Actor
from meetings.selectors import present_people, roll, sees_non_public
from voting.charts import Bar, bars
from voting.enums import PollState
from voting.models import Ballot, Elector, Poll
from voting.wording import result_sentence


def poll_or_404(user: Any, pk: int) -> tuple[Actor, Poll]:
    """A poll and what this user is in its meeting; 404 alike for hidden and absent; drafts are the desk's."""
    poll = Poll.objects.filter(pk=pk).first()
    if poll is None:
        raise not_found()
    actor, poll.item = item_or_404(user, poll.item_id)
    poll.meeting = poll.item.meeting
    if poll.state == PollState.DRAFT and not _is_desk(actor):
        raise not_found()
    return actor, poll


def _is_desk(actor: Actor) -> bool:
    return bool(actor.roles & {"chair", "deputy_chair", "clerk"})


def electorate_now(meeting: Meeting) -> list[Membership]:
    """Who may vote if a poll opened now: present, and holding a voting seat on the meeting's day."""
    present = present_people(meeting)
    return [row for row in roll(meeting) if row.voting_right and row.person_id in present]


def counting_ballots(poll: Poll) -> QuerySet[Ballot]:
    """The ballots that count: of each elector the latest."""
    return Ballot.objects.filter(elector__poll=poll, superseded=False)


def polls_for(meeting: Meeting, audience: Audience) -> QuerySet[Poll]:
    """The meeting's polls as this audience may know of them, oldest first; drafts for the desk only."""
    polls = Poll.objects.filter(meeting=meeting).select_related("item").order_by("pk")
    if audience != Audience.DESK:
        polls = polls.exclude(state=PollState.DRAFT)
    return polls if sees_non_public(audience) else polls.filter(item__part="public")


def current_poll(meeting: Meeting, audience: Audience) -> Poll | None:
    """The poll that screens show: the open one, else the latest of the open item, else the latest one declared."""
    polls = polls_for(meeting, audience)
    opened = polls.filter(state__in=[PollState.OPEN, PollState.CLOSED]).last()
    return opened or polls.filter(item__state="open").last()


def open_poll_of(meeting: Meeting) -> Poll | None:
    """The poll that is open right now, whoever may see it."""
    return Poll.objects.filter(meeting=meeting, state=PollState.OPEN).select_related("item").first()


@dataclass(frozen=True, slots=True)
class Vote:
    """How one elector voted, for lists by name; `choice` is empty for somebody who did not vote."""

    person: Person
    faction: str
    choice: str
    label: str


def votes_by_name(poll: Poll) -> list[Vote]:
    """Every elector with their choice, by name; empty before the close and where the rules want no names. Two queries."""
    if not poll.is_counted or poll.votes_by_name == VotesByName.NEVER:
        return []
    return [_vote(elector) for elector in _electors(poll)]


def _electors(poll: Poll) -> QuerySet[Elector]:
    counting = Prefetch("ballots", Ballot.objects.filter(superseded=False), to_attr="counting")
    rows = poll.electors.select_related("person", "faction").prefetch_related(counting)
    return rows.order_by("person__family_name", "person__given_name", "pk")


def _vote(elector: Any) -> Vote:
    ballot = next(iter(elector.counting), None)
    faction = str(elector.faction) if elector.faction else ""
    return Vote(elector.person, faction, ballot.choice if ballot else "", ballot.get_choice_display() if ballot else "")


@dataclass(frozen=True, slots=True)
class PollResult:
    """Everything about a counted poll: the sentence made from the counts, the bars, and the names where rules want them."""

    sentence: str
    bars: list[Bar]
    votes: list[Vote]


def result_of(poll: Poll) -> PollResult:
    """What a closed or declared poll came to; raises ValueError for one that is not counted yet."""
    if poll.yes is None or poll.no is None or poll.abstain is None:
        raise ValueError("the poll has not been counted")
    counts = {"yes": poll.yes, "no": poll.no, "abstain": poll.abstain}
    return PollResult(result_sentence(poll.outcome, **counts), bars(**counts), votes_by_name(poll))


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted of how many; `missing` are the names, for the desk only."""

    voted: int
    electors: int
    missing: list[Person]


def turnout(poll: Poll, *, with_names: bool) -> Turnout:
    """Who has voted, never how; with names for the desk."""
    voted = set(counting_ballots(poll).values_list("elector_id", flat=True))
    if not with_names:
        return Turnout(len(voted), poll.electors.count(), [])
    electors = list(poll.electors.select_related("person").order_by("person__family_name", "pk"))
    return Turnout(len(voted), len(electors), [row.person for row in electors if row.pk not in voted])


def ballots_of(poll: Poll, person_ids: Collection[int]) -> dict[int, tuple[Elector, Ballot | None]]:
    """Of these people those who may vote in the poll, each with the ballot that counts. Two queries."""
    electors = {row.person_id: row for row in poll.electors.filter(person__in=person_ids)}
    counting = {ballot.elector_id: ballot for ballot in counting_ballots(poll).filter(elector__in=electors.values())}
    return {person_id: (elector, counting.get(elector.pk)) for person_id, elector in electors.items()}
