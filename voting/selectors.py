"""Every read of the voting room; each returns only what the audience or person may see. No totals before the close."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agenda.enums import ItemState, Part
from agenda.models import AgendaItem, Motion
from agenda.selectors import more_far_reaching, motions_of, mover_of, supporters_needed
from meetings.enums import Audience, GapReason, VotesByName
from meetings.errors import DomainError, not_found
from meetings.memo import remembered
from meetings.models import Meeting, Person
from meetings.permissions import Actor
from meetings.selectors import audience_of, meeting_or_404, sees_non_public, steps_to_repeat
from voting.enums import Choice, PollState
from voting.models import Ballot, Elector, Poll
from voting.wording import result_sentence

COUNTED = (PollState.CLOSED, PollState.DECLARED)


def polls_seen_by(meeting: Meeting, audience: Audience) -> QuerySet[Poll]:
    """The polls this audience may know of, in their order; prepared ones only for the desk."""
    polls = Poll.objects.filter(meeting=meeting).select_related("item")
    if audience != Audience.DESK:
        polls = polls.exclude(state=PollState.DRAFT)
    return polls if sees_non_public(audience) else polls.filter(part=Part.PUBLIC, item__part=Part.PUBLIC)


def poll_or_404(user: Any, pk: int) -> tuple[Actor, Poll]:
    """A poll and what this user is in its meeting; 404 alike for hidden and absent."""
    found = Poll.objects.filter(pk=pk).values_list("meeting", flat=True).first()
    if found is None:
        raise not_found()
    actor, meeting = meeting_or_404(user, found)
    poll = polls_seen_by(meeting, audience_of(actor)).filter(pk=pk).first()
    if poll is None:
        raise not_found()
    poll.meeting = poll.item.meeting = meeting
    return actor, poll


def poll_in(meeting: Meeting, pk: int) -> Poll:
    """A poll of this very meeting; 409 `poll.gone` when it has been discarded meanwhile."""
    poll = Poll.objects.select_related("item").filter(meeting=meeting, pk=pk).first()
    if poll is None:
        raise DomainError("poll.gone", _("This prepared vote has been discarded meanwhile."))
    poll.meeting = poll.item.meeting = meeting
    return poll


@remembered
def unfinished_poll(meeting: Meeting, audience: Audience = Audience.DESK) -> Poll | None:
    """The poll that is open, or counted and not yet declared; there is at most one that matters at a time."""
    return next((poll for poll in _present_polls(meeting, audience) if poll.state != PollState.DECLARED), None)


@remembered
def _present_polls(meeting: Meeting, audience: Audience) -> list[Poll]:
    """The unfinished poll and those declared on the open item, the newest first. One query."""
    unfinished = Q(state__in=[PollState.OPEN, PollState.CLOSED])
    declared = Q(state=PollState.DECLARED, item__state=ItemState.OPEN)
    return list(polls_seen_by(meeting, audience).filter(unfinished | declared).order_by("-opened_at"))


def shown_poll(meeting: Meeting, audience: Audience) -> Poll | None:
    """What stands on the screens: the unfinished poll, else the last result of the item that is being dealt with."""
    return unfinished_poll(meeting, audience) or next(iter(_present_polls(meeting, audience)), None)


def drafts_of(item: AgendaItem) -> list[Poll]:
    """The prepared votes of an item; for the desk."""
    drafts = list(Poll.objects.filter(item=item, state=PollState.DRAFT).order_by("pk"))
    for draft in drafts:
        draft.item, draft.meeting = item, item.meeting
    return drafts


@remembered
def motions_put(meeting: Meeting) -> set[int]:
    """The ids of the motions on which a vote is prepared, open, or counted and not declared. One query."""
    polls = Poll.objects.filter(meeting=meeting, motion__isnull=False).exclude(state=PollState.DECLARED)
    return set(polls.values_list("motion", flat=True))


def vote_to_repeat(meeting: Meeting, motion: int) -> Poll | None:
    """The last declared vote on a motion, when it was disturbed and has to be held again (DigiSiVO section 10(2))."""
    keys = {step.key for step in steps_to_repeat(meeting) if step.kind == "voting.poll"}
    last = Poll.objects.filter(meeting=meeting, motion=motion, state=PollState.DECLARED).order_by("-declared_at", "-pk").first()
    return last if last and last.pk in keys else None


def due_before(poll: Poll) -> list[Motion]:
    """The more far-reaching motions that wait while this vote would be opened; none before a vote on procedure."""
    if poll.procedural_motion_id or poll.recusal_id:
        return []
    rows = motions_of(poll.meeting, poll.item)
    own = next((row for row in rows if row.pk == poll.motion_id), None)
    return more_far_reaching(rows, own, supporters_needed(poll.meeting))


def named(rows: list[Motion]) -> dict[str, str]:
    """Motions that a vote would pass over: names to read and ids to send; empty when the order is kept."""
    return {"names": ", ".join(mover_of(row) for row in rows), "keys": ",".join(str(row.pk) for row in rows)} if rows else {}


def earlier_than(poll: Poll) -> dict[str, str]:
    """What a prepared vote would pass over if it were opened now."""
    return named(due_before(poll))


@remembered
def turnout(poll: Poll) -> tuple[int, int]:
    """How many have voted, and how many may."""
    valid = Count("ballots", filter=Q(ballots__superseded=False))
    rows = Elector.objects.filter(poll=poll).annotate(valid=valid).values_list("valid", flat=True)
    return sum(map(bool, rows)), len(rows)


def names_missing(poll: Poll) -> list[str]:
    """Who may vote and has not; for the desk."""
    voted = Ballot.objects.filter(elector__poll=poll, superseded=False).values("elector")
    return [elector.person.name for elector in _electors(poll).exclude(pk__in=voted)]


def _electors(poll: Poll) -> QuerySet[Elector]:
    order = ("person__family_name", "person__given_name", "pk")
    return Elector.objects.filter(poll=poll).select_related("person").order_by(*order)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer of a result: how often, and by whom where the rules of procedure show it."""

    code: str
    label: str
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A counted poll as screens and minutes show it; the sentence is made from the counts."""

    poll: Poll
    sentence: str
    lines: tuple[Line, ...]
    by_name: bool

    @property
    def item(self) -> AgendaItem:
        """What it was about."""
        return self.poll.item

    @property
    def question(self) -> str:
        """The words that were put to the vote."""
        return self.poll.question

    @property
    def outcome(self) -> str:
        """`adopted` or `rejected`: declared, or the proposal that waits to be declared."""
        return self.poll.declared_outcome or self.poll.outcome or ""

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """(label, number) for yes, no, abstain and not voted."""
        return tuple((line.label, line.count) for line in self.lines)

    @property
    def names(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(label, names) for the same; empty where the rules of procedure print no names."""
        return tuple((line.label, line.names) for line in self.lines if line.names) if self.by_name else ()


def polls_for(meeting: Meeting, audience: Audience) -> list[Record]:
    """Every counted poll this audience may see, in the order in which they were opened. Three queries, however many."""
    return _records(polls_seen_by(meeting, audience).order_by("opened_at", "pk"))


def record_of(poll: Poll) -> Record:
    """The result of one counted poll."""
    return _records(Poll.objects.select_related("item").filter(pk=poll.pk))[0]


def _records(polls: QuerySet[Poll]) -> list[Record]:
    valid = Prefetch("ballots", Ballot.objects.filter(superseded=False), to_attr="valid")
    people = Elector.objects.select_related("person").prefetch_related(valid)
    ordered = people.order_by("person__family_name", "person__given_name", "pk")
    counted = polls.filter(state__in=COUNTED).prefetch_related(Prefetch("electors", ordered, to_attr="roll"))
    return [_record(poll) for poll in counted]


def _record(poll: Any) -> Record:
    names = _names_by_choice(poll) if poll.votes_by_name == VotesByName.AFTER_CLOSE else {}
    answers = [*((choice.value, choice.label) for choice in Choice), ("not_voted", pgettext("result", "Not voted"))]
    lines = tuple(Line(code, str(label), getattr(poll, f"{code}_count"), tuple(names.get(code, ()))) for code, label in answers)
    return Record(poll, sentence_for(poll), lines, bool(names))


def _names_by_choice(poll: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for elector in poll.roll:
        choice = elector.valid[0].choice if elector.valid else "not_voted"
        found.setdefault(choice, []).append(elector.person.name)
    return found


def sentence_for(poll: Poll) -> str:
    """The result of a counted poll as a sentence, in the active language."""
    assert poll.yes_count is not None
    assert poll.no_count is not None
    assert poll.abstain_count is not None
    outcome = poll.declared_outcome or poll.outcome or ""
    return result_sentence(outcome, yes=poll.yes_count, no=poll.no_count, abstain=poll.abstain_count)


def counted_since(meeting: Meeting, moment: datetime) -> list[Poll]:
    """The polls that were closed or declared since a moment."""
    found = Poll.objects.filter(Q(closed_at__gte=moment) | Q(declared_at__gte=moment), meeting=meeting).select_related("item")
    return list(found.order_by("closed_at", "pk"))


def unreachable_electors(poll: Poll) -> list[Person]:
    """The electors whose connection is lost, or whose presence has ended by that (DigiSiVO section 10(1)), by name."""
    rows = poll.meeting.attendances.filter(person__in=poll.electors.values("person")).select_related("person")
    latest = {row.person_id: row for row in rows.order_by("arrived_at", "pk")}
    lost = [row.person for row in latest.values() if row.unreachable_since or row.end_reason == GapReason.DISRUPTION]
    return sorted(lost, key=lambda person: (person.family_name, person.given_name, person.pk))


def names_unreachable(poll: Poll) -> str:
    """The names of those electors in one line."""
    return ", ".join(person.name for person in unreachable_electors(poll))


def stored_ballot(ballot_id: UUID) -> Ballot | None:
    """The ballot with that id, whoever cast it, superseded or not."""
    return Ballot.objects.select_related("elector").filter(ballot_id=ballot_id).first()


def valid_ballots(poll: Poll, person_ids: Collection[int]) -> tuple[dict[int, Elector], dict[int, Ballot]]:
    """Electors among these people, and what each has cast; both by the person's id. Two queries."""
    electors = {elector.person_id: elector for elector in Elector.objects.filter(poll=poll, person__in=person_ids)}
    ballots = Ballot.objects.filter(elector__poll=poll, elector__person__in=person_ids, superseded=False)
    return electors, {ballot.elector.person_id: ballot for ballot in ballots.select_related("elector")}


def next_ballot_id(elector: Elector, version: int) -> UUID:
    """The id for a form without script: the same for the same state of the page, so that a double press casts once."""
    digest = salted_hmac("voting.ballot", f"{elector.pk}:{version}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4)
