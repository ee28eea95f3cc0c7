"""Reads of the list of speakers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from agenda import floor
from agenda.enums import RequestKind, RequestState
from agenda.models import AgendaItem, FloorRule, SpeakersList, SpeakingRequest
from agenda.selectors.items import item_or_404
from agenda.selectors.rules import rules_of
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Faction, Meeting
from meetings.names import key_of
from meetings.permissions import Actor
from meetings.selectors import present_people, roll


@dataclass(frozen=True, slots=True)
class Times:
    """What holds on an item now; 0 means no limit."""

    seconds: int
    contributions: int
    faction_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Budget:
    """What a faction has spoken on an item, and may in all (Redezeitkontingent)."""

    faction: Faction
    spent_ms: int
    seconds: int

    @property
    def left_seconds(self) -> int:
        """What is left, not below zero."""
        return max(0, self.seconds - self.spent_ms // 1000)

    @property
    def left_minutes(self) -> int:
        """The same in begun minutes."""
        return -(-self.left_seconds // 60)


def list_of(item: AgendaItem) -> SpeakersList | None:
    """The item's list of speakers; None while nobody has opened one."""
    return SpeakersList.objects.filter(item=item).first()


@remembered
def requests_of(meeting: Meeting, item: AgendaItem) -> list[SpeakingRequest]:
    """Everything that was asked on an item, in the order of asking. One query."""
    rows = SpeakingRequest.objects.filter(meeting=meeting, item=item).select_related("person", "presenter")
    return list(rows.order_by("position", "pk"))


def speaker_of(rows: list[SpeakingRequest]) -> SpeakingRequest | None:
    """Whoever has the floor."""
    return next((row for row in rows if row.state == RequestState.SPEAKING), None)


def waiting(rows: list[SpeakingRequest]) -> list[SpeakingRequest]:
    """Whoever waits, in the order in which the floor is due."""
    found = {row.pk: row for row in rows if row.state == RequestState.WAITING}
    return [
        found[wish.key] for wish in floor.in_order(floor.Wish(row.pk, row.kind, row.position) for row in found.values())
    ]


def next_due(meeting: Meeting, rows: list[SpeakingRequest]) -> SpeakingRequest | None:
    """To whom the floor is due now: the first who waits and is there; guests are not on the list of those present."""
    here = present_people(meeting)
    return next((row for row in waiting(rows) if row.person_id is None or row.person_id in here), None)


def request_in(meeting: Meeting, pk: int) -> SpeakingRequest:
    """A request of this meeting, read anew; 404."""
    row = SpeakingRequest.objects.select_related("person", "presenter", "item").filter(meeting=meeting, pk=pk).first()
    if row is None:
        raise not_found()
    row.meeting = row.item.meeting = meeting
    return row


def request_or_404(user: Any, pk: int) -> tuple[Actor, SpeakingRequest]:
    """A request and what this user is in its meeting; 404 alike for hidden and absent."""
    row = SpeakingRequest.objects.select_related("person", "presenter", "item").filter(pk=pk).first()
    if row is None:
        raise not_found()
    actor, item = item_or_404(user, row.item_id)
    row.item, row.meeting = item, item.meeting
    return actor, row


@remembered
def times_on(item: AgendaItem) -> Times:
    """Speaking time and number of contributions: the newest resolution for the item or the meeting, else the rules."""
    rules = rules_of(item.meeting)
    seconds, contributions, factions = rules.speaking_seconds, rules.contributions_per_item, rules.faction_seconds
    for row in FloorRule.objects.filter(Q(item=item) | Q(item=None), meeting=item.meeting).order_by(
        "resolved_at", "pk"
    ):
        seconds = seconds if row.speaking_seconds is None else row.speaking_seconds
        contributions = contributions if row.contributions is None else row.contributions
        factions = factions if row.faction_seconds is None else row.faction_seconds
    return Times(seconds, contributions, factions)


def budgets_of(item: AgendaItem) -> list[Budget]:
    """What each faction has left on an item, by name; none where they have no budgets. Points of order and guests do
    not count.
    """
    total = times_on(item).faction_seconds
    if not total:
        return []
    parties, spent = factions(item.meeting), dict.fromkeys(filter(None, factions(item.meeting).values()), 0)
    for row in requests_of(item.meeting, item):
        faction = parties.get(row.person_id) if row.person_id and row.kind != RequestKind.POINT_OF_ORDER else None
        if faction is not None:
            spent[faction] += spent_ms(row)
    return [
        Budget(faction, done, total)
        for faction, done in sorted(spent.items(), key=lambda pair: (key_of(pair[0].name), pair[0].pk))
    ]


def _faction_left(item: AgendaItem, row: SpeakingRequest) -> int | None:
    """Seconds that the speaker's faction has left; None without a budget."""
    own = (
        factions(item.meeting).get(row.person_id) if row.person_id and row.kind != RequestKind.POINT_OF_ORDER else None
    )
    return next((budget.left_seconds for budget in budgets_of(item) if budget.faction == own), None) if own else None


def allowance_of(item: AgendaItem, row: SpeakingRequest) -> int | None:
    """Seconds this request may speak in all; None without a limit.

    A presenter has the planned minutes, shared among the item's presenters. What a faction has left comes on top of
    what the speaker has used of it.
    """
    if row.presenter_id is None or row.kind != RequestKind.PRESENTATION:
        left = _faction_left(item, row)
        return floor.allowance(times_on(item).seconds or None, None if left is None else left + spent_ms(row) // 1000)
    share = item.planned_minutes * 60 // max(1, item.presenters.count())
    return share or None


def contributions_of(item: AgendaItem, person_id: int) -> int:
    """How often somebody has spoken, speaks or waits on an item with a contribution."""
    counted = [RequestState.WAITING, RequestState.SPEAKING, RequestState.DONE]
    return SpeakingRequest.objects.filter(
        item=item, person=person_id, kind=RequestKind.CONTRIBUTION, state__in=counted
    ).count()


def factions(meeting: Meeting) -> dict[int, Faction | None]:
    """Everybody's faction, by the person's id."""
    return {row.person_id: row.faction for row in roll(meeting)}


def left_ms(row: SpeakingRequest) -> int | None:
    """Milliseconds of speaking time left; None without a limit."""
    return floor.left(row.limit_seconds, spent_ms(row))


def spent_ms(row: SpeakingRequest) -> int:
    """Milliseconds spoken so far."""
    return floor.spent(row.spent_ms, row.running_since, timezone.now())
