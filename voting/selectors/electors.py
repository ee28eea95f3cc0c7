"""Who may vote in a poll, who has, and how."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.crypto import salted_hmac

from agenda.selectors import recused_people
from meetings.enums import GapReason
from meetings.errors import not_found
from meetings.memo import remembered
from meetings.models import Person
from meetings.names import by_name
from meetings.selectors import holdings
from voting.enums import Choice, Method, VotesByName, Way
from voting.models import Ballot, Elector, Poll


@remembered
def turnout(poll: Poll) -> tuple[int, int]:
    """How many have voted, and how many may; hands that were counted without names are among those who have."""
    valid = Count("ballots", filter=Q(ballots__superseded=False))
    rows = Elector.objects.filter(poll=poll).annotate(valid=valid).values_list("valid", flat=True)
    hands = poll.hand_counts.filter(superseded=False).first() if poll.takes_hands else None
    return sum(map(bool, rows)) + (sum(hands.counts.values()) if hands else 0), len(rows)


def names_missing(poll: Poll) -> list[str]:
    """Who may vote and has not; for the desk. Where hands were counted without names, of those at their devices."""
    return [elector.person.name for elector in missing_electors(poll)]


def missing_electors(poll: Poll) -> list[Elector]:
    """The electors of whom nothing is known yet, in the order of the names."""
    voted = Ballot.objects.filter(elector__poll=poll, superseded=False).values("elector")
    rows = Elector.objects.filter(poll=poll).exclude(pk__in=voted).select_related("person")
    counted = poll.takes_hands and poll.hand_counts.filter(superseded=False).exists()
    return sorted(rows.filter(way=Way.DEVICE) if counted else rows, key=elector_by_name)


def elector_by_name(elector: Elector) -> tuple[Any, ...]:
    """The key of every list of electors by name."""
    return (*by_name(elector.person), elector.pk)


def electors_of(poll: Poll) -> list[Elector]:
    """The electorate by name."""
    return sorted(Elector.objects.filter(poll=poll).select_related("person"), key=elector_by_name)


def elector_in(poll: Poll, pk: int) -> Elector:
    """One elector of this very poll; 404 for anybody else."""
    found = Elector.objects.select_related("person").filter(poll=poll, pk=pk).first()
    if found is None:
        raise not_found()
    return found


def electors_by_hand(poll: Poll) -> list[Elector]:
    """Those whose vote is seen or heard, in the order of a roll call; in a roll call all who have not answered on a
    device.
    """
    rows = Elector.objects.filter(poll=poll).select_related("person").order_by("position", "pk")
    if poll.method != Method.ROLL_CALL:
        return list(rows.filter(way=Way.HANDS))
    by_device = Ballot.objects.filter(elector__poll=poll, source=Way.DEVICE).values("elector")
    return list(rows.exclude(pk__in=by_device))


def choices_by_hand(poll: Poll) -> dict[int, str]:
    """What the desk has entered by name, by the elector's number."""
    rows = Ballot.objects.filter(elector__poll=poll, superseded=False, source=Way.HANDS)
    return dict(rows.values_list("elector", "choice"))


def hands_are_missing(poll: Poll) -> bool:
    """Whether somebody raises a hand in this vote and nothing has been entered; a roll call may end without an
    answer.
    """
    if poll.method == Method.ROLL_CALL or not poll.electors.filter(way=Way.HANDS).exists():
        return False
    entered = Ballot.objects.filter(elector__poll=poll, source=Way.HANDS).exists()
    return not entered and not poll.hand_counts.filter(superseded=False).exists()


def next_to_call(poll: Poll) -> Elector | None:
    """Whose name comes next in a roll call: the first after the one called last who has not answered."""
    answered = Ballot.objects.filter(elector__poll=poll, superseded=False).values("elector")
    after = poll.electors.filter(pk=poll.called_id or 0).values_list("position", flat=True).first() or 0
    rows = Elector.objects.filter(poll=poll, position__gt=after).exclude(pk__in=answered)
    return rows.select_related("person").order_by("position", "pk").first()


def choices_by_elector(poll: Poll) -> dict[str, str]:
    """How each elector voted, by their number, where the rules show names; without those of whom nothing is known."""
    if poll.votes_by_name == VotesByName.NEVER:
        return {}
    rows = (
        Ballot.objects.filter(elector__poll=poll, superseded=False).order_by("elector").values_list("elector", "choice")
    )
    return {str(elector): choice for elector, choice in rows}


def names_so_far(poll: Poll) -> list[tuple[str, list[str]]]:
    """(answer, names) of an open vote that is taken before everybody's eyes, such as a roll call; where the rules
    show it live.
    """
    rows = Ballot.objects.filter(elector__poll=poll, superseded=False).select_related("elector__person")
    found: dict[str, list[str]] = {str(choice.label): [] for choice in Choice}
    for row in sorted(rows, key=lambda row: elector_by_name(row.elector)):
        found[str(Choice(row.choice).label)].append(row.elector.person.name)
    return [(label, names) for label, names in found.items() if names]


def admissible(poll: Poll) -> list[Person]:
    """Who came after the opening and might be let in by the chair: on a seat that has no vote in this poll yet."""
    inside = set(poll.electors.values_list("seat", flat=True))
    people = set(poll.electors.values_list("person", flat=True)) | recused_people(poll.meeting)
    rows = holdings(poll.meeting).items()
    return sorted((row.person for seat, row in rows if seat not in inside and row.person_id not in people), key=by_name)


def unreachable_electors(poll: Poll) -> list[Person]:
    """The electors whose connection is lost, or whose presence has ended by that (DigiSiVO section 10(1)), by name."""
    rows = poll.meeting.attendances.filter(person__in=poll.electors.values("person")).select_related("person")
    latest = {row.person_id: row for row in rows.order_by("arrived_at", "pk")}
    lost = [row.person for row in latest.values() if row.unreachable_since or row.end_reason == GapReason.DISRUPTION]
    return sorted(lost, key=by_name)


def names_unreachable(poll: Poll) -> str:
    """The names of those electors in one line."""
    return ", ".join(person.name for person in unreachable_electors(poll))


def valid_ballots(poll: Poll, person_ids: Collection[int]) -> tuple[dict[int, Elector], dict[int, Ballot]]:
    """Electors among these people, and what each has cast; both by the person's id. Two queries."""
    electors = {elector.person_id: elector for elector in Elector.objects.filter(poll=poll, person__in=person_ids)}
    ballots = Ballot.objects.filter(elector__poll=poll, elector__person__in=person_ids, superseded=False)
    return electors, {ballot.elector.person_id: ballot for ballot in ballots.select_related("elector")}


def next_ballot_id(elector: Elector, version: int) -> UUID:
    """The id for a form without script: the same for the same state of the page, so that a double press casts once."""
    digest = salted_hmac("voting.ballot", f"{elector.pk}:{version}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)
