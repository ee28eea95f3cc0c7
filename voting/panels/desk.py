"""What clerk and chair need beside a vote: to open one, to enter hands and names, and to deal with a result
afterwards.
"""

from __future__ import annotations

from typing import Any

from agenda.models import AgendaItem
from agenda.selectors import more_far_reaching, motions_of, open_item, supporters_needed, wording_of
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.names import by_name
from meetings.selectors import present_people
from voting import selectors
from voting.enums import ELECTRONIC, Choice, Method, PollState, Way
from voting.models import Poll
from voting.services.approval import customary_method
from voting.steps import confirm_close, despite


def desk_of(meeting: Meeting, poll: Poll | None) -> dict[str, Any]:
    """The tools of the desk for the poll that is shown, and for a new one where none waits."""
    item = open_item(meeting) if meeting.state == MeetingState.RUNNING else None
    approval = _approval(meeting) if item is not None or poll is not None else {}
    return {**approval, **_shown(meeting, poll), **_new(meeting, item, poll)}


def _approval(meeting: Meeting) -> dict[str, Any]:
    """Whether electronic votes want a decision here; asked when something may be voted on."""
    return {
        "may_override": not selectors.electronic_votes_are_allowed(meeting),
        "override": selectors.override_of(meeting),
    }


def _shown(meeting: Meeting, poll: Poll | None) -> dict[str, Any]:
    if poll is None or poll.is_void:
        return {}
    return _while_open(poll) if poll.state == PollState.OPEN else _afterwards(meeting, poll)


def _while_open(poll: Poll) -> dict[str, Any]:
    lost = {"confirm": confirm_close(poll), "despite": despite(poll), "lost": selectors.names_unreachable(poll)}
    missing = selectors.missing_electors(poll)
    people = {
        "missing": [elector.person.name for elector in missing],
        "newcomers": selectors.admissible(poll),
        "movable": _movable(poll, missing),
        "hands_missing": selectors.hands_are_missing(poll),
    }
    return {**lost, **people, **_hands(poll), **_roll_call(poll)}


def _movable(poll: Poll, missing: list[Any]) -> list[dict[str, Any]]:
    """Those who have not voted and may vote another way, with that way."""
    if poll.method not in {Method.OPEN, Method.MIXED, Method.HANDS}:
        return []
    electronic = selectors.electronic_votes_are_allowed(poll.meeting)
    ways = {Way.DEVICE: Way.HANDS, Way.HANDS: Way.DEVICE}
    return [{"elector": row, "way": ways[Way(row.way)]} for row in missing if electronic or row.way == Way.DEVICE]


def _hands(poll: Poll) -> dict[str, Any]:
    """Who raises a hand, with what has been entered of them."""
    if poll.method == Method.ROLL_CALL:
        return {"by_hand": []}
    by_hand, entered = selectors.electors_by_hand(poll), selectors.choices_by_hand(poll)
    row = selectors.hands_of(poll)
    rows = [{"elector": elector, "choice": entered.get(elector.pk, "")} for elector in by_hand]
    asked = [{"choice": one, "number": row.counts[one.value] if row else ""} for one in selectors.asked_of_hands(poll)]
    hands = {"hands": row, "asked": asked, "rest_is_for": selectors.rest_is_for(poll)}
    return {"by_hand": rows, "by_name": bool(entered), "choices": list(Choice), **hands}


def _roll_call(poll: Poll) -> dict[str, Any]:
    if poll.method != Method.ROLL_CALL:
        return {}
    entered = selectors.choices_by_elector(poll)
    called, roll = poll.called, selectors.electors_by_hand(poll)
    words = {choice.value: choice.label for choice in Choice}
    return {
        "lines": [{"elector": row, "word": words.get(str(entered.get(str(row.pk), "")), "")} for row in roll],
        "called": called,
        "called_answer": entered.get(str(called.pk), "") if called else "",
        "choices": list(Choice),
        "roll": roll,
    }


def _afterwards(meeting: Meeting, poll: Poll) -> dict[str, Any]:
    return {
        "may_recompute": selectors.may_be_recomputed(poll),
        "objectors": sorted((row.person for row in present_people(meeting).values()), key=by_name),
        "hands": selectors.hands_of(poll),
    }


def _new(meeting: Meeting, item: AgendaItem | None, poll: Poll | None) -> dict[str, Any]:
    if item is None or (poll is not None and poll.state in {PollState.OPEN, PollState.CLOSED}):
        return {"item": None, "drafts": []}
    drafts = [{"poll": draft, "earlier": selectors.earlier_than(draft)} for draft in selectors.drafts_of(item)]
    rows = motions_of(meeting, item)
    earlier = selectors.named(more_far_reaching(rows, None, supporters_needed(meeting)))
    again = [{"poll": row, "earlier": selectors.earlier_than(row)} for row in selectors.annulled_on(item)]
    words = {"words": wording_of(rows, item), "earlier": earlier}
    return {"item": item, "drafts": drafts, "again": again, **words, "methods": methods_for(meeting, item)}


def methods_for(meeting: Meeting, item: AgendaItem) -> list[dict[str, Any]]:
    """How may be voted on an item, the customary way first."""
    usual = customary_method(Poll(meeting=meeting, item=item))
    electronic = selectors.electronic_votes_are_allowed(meeting)
    allowed = [method for method in Method if electronic or method not in ELECTRONIC]
    ordered = sorted(allowed, key=lambda method: method != usual)
    return [{"value": method.value, "label": method.label} for method in ordered]
