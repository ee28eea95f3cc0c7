"""Which polls there are, and what stands before a vote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from agenda.enums import ItemState, Part
from agenda.models import AgendaItem, Motion
from agenda.selectors import closed_to_people, is_bound, more_far_reaching, motions_of, mover_of, supporters_needed
from meetings.enums import Audience, MeetingFormat
from meetings.errors import DomainError, not_found
from meetings.memo import remembered
from meetings.models import Meeting
from meetings.permissions import Actor
from meetings.selectors import audience_of, meeting_or_404, sees_non_public, steps_to_repeat
from voting.enums import VOID, PollState
from voting.models import ApprovalOverride, Poll, PollRemark
from voting.selectors.rules import rules_of


def polls_seen_by(meeting: Meeting, audience: Audience) -> QuerySet[Poll]:
    """The polls this audience may know of, in their order; prepared ones only for the desk."""
    polls = Poll.objects.filter(meeting=meeting).select_related("item", "called__person")
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
    waiting = {PollState.OPEN, PollState.CLOSED}
    return next((poll for poll in _present_polls(meeting, _alike(audience)) if poll.state in waiting), None)


def _alike(audience: Audience) -> Audience:
    """Who sees the same polls once they are open, so that they are read once."""
    return Audience.PARTICIPANT if sees_non_public(audience) else Audience.PUBLIC


@remembered
def _present_polls(meeting: Meeting, audience: Audience) -> list[Poll]:
    """The unfinished poll and those declared or annulled on the open item, the newest first. One query."""
    unfinished = Q(state__in=[PollState.OPEN, PollState.CLOSED])
    through = Q(state__in=[PollState.DECLARED, PollState.ANNULLED], item__state=ItemState.OPEN)
    return list(polls_seen_by(meeting, audience).filter(unfinished | through).order_by("-opened_at"))


def shown_poll(meeting: Meeting, audience: Audience) -> Poll | None:
    """What stands on the screens: the unfinished poll, else the last result of the item that is being dealt with."""
    return unfinished_poll(meeting, audience) or next(iter(_present_polls(meeting, _alike(audience))), None)


def kept_result(meeting: Meeting, audience: Audience) -> Poll | None:
    """The same where a result stays until the next one: else the last that was declared while the meeting is open.

    Not one of a non-public item from which somebody was kept away for a conflict of interest: they are back in the
    room.
    """
    return shown_poll(meeting, audience) or (_last_declared(meeting, audience) if meeting.is_open else None)


def _last_declared(meeting: Meeting, audience: Audience) -> Poll | None:
    last = next(reversed(declared_polls(meeting, audience)), None)
    hidden = (
        last is not None
        and not last.item.is_public
        and any(last.item_id in items for items in closed_to_people(meeting).values())
    )
    return None if hidden else last


@remembered
def declared_polls(meeting: Meeting, audience: Audience) -> list[Poll]:
    """The votes of which the result counts, in their order, with what was remarked on each. Two queries."""
    noted = Prefetch("remarks", PollRemark.objects.order_by("seq"), to_attr="noted")
    seen = polls_seen_by(meeting, audience).filter(state=PollState.DECLARED)
    return list(seen.prefetch_related(noted).order_by("opened_at", "pk"))


def drafts_of(item: AgendaItem) -> list[Poll]:
    """The prepared votes of an item; for the desk."""
    return [poll for poll in _waiting_on(item) if poll.state == PollState.DRAFT]


def _with_item(polls: list[Poll], item: AgendaItem) -> list[Poll]:
    for poll in polls:
        poll.item, poll.meeting = item, item.meeting
    return polls


@remembered
def motions_put(meeting: Meeting) -> set[int]:
    """The ids of the motions on which a vote is prepared, open, or counted and not declared. One query."""
    polls = Poll.objects.filter(meeting=meeting, motion__isnull=False).exclude(state__in=[PollState.DECLARED, *VOID])
    return set(polls.values_list("motion", flat=True))


def has_to_be_repeated(poll: Poll) -> bool:
    """Whether it was disturbed and has to be held again before the meeting goes on (DigiSiVO section 10(2))."""
    return any(step.kind == "voting.poll" and step.key == poll.pk for step in steps_to_repeat(poll.meeting))


def is_on_something_else(poll: Poll) -> bool:
    """Whether it is not about the matter itself, but a motion on procedure or a conflict of interest."""
    return poll.procedural_motion_id is not None or poll.recusal_id is not None


def electronic_votes_are_allowed(meeting: Meeting) -> bool:
    """Whether votes may be cast on members' devices (DigiSiVO sections 2(1), 11): always when all meet in the hall,
    else with an approval, where the rules want none, or by recorded decision. A rehearsal decides nothing."""
    if meeting.format == MeetingFormat.IN_PERSON or meeting.rehearsal_of_id is not None:
        return True
    rules = rules_of(meeting)
    return not rules.electronic_vote_needs_approval or bool(rules.approval_number) or override_of(meeting) is not None


@remembered
def override_of(meeting: Meeting) -> ApprovalOverride | None:
    """The recorded decision to vote electronically without an approval."""
    return ApprovalOverride.objects.filter(meeting=meeting).first()


def annulled_on(item: AgendaItem) -> list[Poll]:
    """The annulled votes of an item that have not been held again, the newest first; for the desk."""
    return [poll for poll in _waiting_on(item) if poll.state == PollState.ANNULLED][::-1]


@remembered
def _waiting_on(item: AgendaItem) -> list[Poll]:
    """Prepared votes, and annulled ones that have not been held again, the oldest first. One query."""
    waits = Q(state=PollState.DRAFT) | Q(state=PollState.ANNULLED, repetition=None)
    return _with_item(list(Poll.objects.filter(waits, item=item).order_by("pk")), item)


@remembered
def roll_call_is_demanded(item: AgendaItem) -> bool:
    """Whether enough members have demanded a roll call on the matter (GO NRW section 50(1))."""
    return is_bound(item, "roll_call")


def due_before(poll: Poll) -> list[Motion]:
    """The more far-reaching motions that wait while this vote would be opened; none before a vote on procedure."""
    if is_on_something_else(poll):
        return []
    rows = motions_of(poll.meeting, poll.item)
    own = next((row for row in rows if row.pk == poll.motion_id), None)
    return more_far_reaching(rows, own, supporters_needed(poll.meeting))


def named(rows: list[Motion]) -> dict[str, str]:
    """Motions that a vote would pass over: names to read and ids to send; empty when the order is kept."""
    return (
        {"names": ", ".join(mover_of(row) for row in rows), "keys": ",".join(str(row.pk) for row in rows)}
        if rows
        else {}
    )


def earlier_than(poll: Poll) -> dict[str, str]:
    """What a prepared vote would pass over if it were opened now."""
    return named(due_before(poll))


def counted_since(meeting: Meeting, moment: datetime) -> list[Poll]:
    """The polls that were closed or declared since a moment."""
    found = Poll.objects.filter(Q(closed_at__gte=moment) | Q(declared_at__gte=moment), meeting=meeting).select_related(
        "item"
    )
    return list(found.order_by("closed_at", "pk"))
