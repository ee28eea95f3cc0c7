"""Live panels of the voting room: the poll for everybody, and one's own vote sheet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from agenda.selectors import more_far_reaching, motions_of, number_of, open_item, supporters_needed, wording_of
from meetings.enums import Audience, MeetingState
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.selectors import present_people
from voting import selectors
from voting.enums import Choice
from voting.models import Ballot, Elector, Poll
from voting.steps import confirm_close, despite

BAR = 600
TOUCHED_BY = (
    "voting.",
    "agenda.item.",
    "agenda.motion.",
    "agenda.amendment.",
    "meetings.meeting.",
    "meetings.connection.",
    "meetings.attendance.",
)


def _poll(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    poll = selectors.shown_poll(meeting, audience)
    shown: dict[str, Any] = {"poll": None}
    if poll is not None:
        poll.item.meeting = meeting
        poll.meeting = meeting
        shown = {"poll": poll, "number": number_of(poll.item), **(_result(poll) if poll.is_counted else _progress(poll, audience))}
    return {**shown, **_desk(meeting, poll)} if audience == Audience.DESK else shown


def _progress(poll: Poll, audience: Audience) -> dict[str, Any]:
    voted, entitled = selectors.turnout(poll)
    desk = (
        {
            "missing": selectors.names_missing(poll),
            "confirm": confirm_close(poll),
            "despite": despite(poll),
            "lost": selectors.names_unreachable(poll),
        }
        if audience == Audience.DESK
        else {}
    )
    return {"voted": voted, "entitled": entitled, **desk}


def _result(poll: Poll) -> dict[str, Any]:
    record = selectors.record_of(poll)
    largest = max([1, *(line.count for line in record.lines)])
    return {"record": record, "bars": [{"line": line, "width": line.count * BAR // largest} for line in record.lines]}


def _desk(meeting: Meeting, poll: Poll | None) -> dict[str, Any]:
    item = open_item(meeting) if meeting.state == MeetingState.RUNNING else None
    if item is None or (poll is not None and not poll.is_declared):
        return {"item": None, "drafts": []}
    drafts = [{"poll": draft, "earlier": selectors.earlier_than(draft)} for draft in selectors.drafts_of(item)]
    rows = motions_of(meeting, item)
    earlier = selectors.named(more_far_reaching(rows, None, supporters_needed(meeting)))
    return {"item": item, "drafts": drafts, "words": wording_of(rows, item), "earlier": earlier}


def _my_ballot(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    poll = selectors.unfinished_poll(meeting)
    if poll is None:
        return {person_id: {"poll": None} for person_id in person_ids}
    electors, ballots = selectors.valid_ballots(poll, person_ids)
    present = present_people(meeting)
    return {
        person_id: _sheet(meeting, poll, electors.get(person_id), ballots.get(person_id), is_present=person_id in present)
        for person_id in person_ids
    }


def _sheet(meeting: Meeting, poll: Poll, elector: Elector | None, ballot: Ballot | None, *, is_present: bool) -> dict[str, Any]:
    if elector is None:
        return {"poll": poll, "elector": None, "is_present": is_present}
    return {
        "poll": poll,
        "elector": elector,
        "ballot": ballot,
        "is_present": is_present,
        "choices": list(Choice),
        "may_vote": meeting.state == MeetingState.RUNNING
        and not poll.is_counted
        and is_present
        and (ballot is None or poll.ballot_may_change),
        "ballot_id": selectors.next_ballot_id(elector, ballot.version + 1 if ballot else 1),
    }


register_panel(Panel("poll", TOUCHED_BY, "voting/panels/poll.html", _poll, interval=0.25))
register_panel(
    PersonalPanel("my_ballot", ("voting.", "meetings.meeting.", "meetings.attendance."), "voting/panels/my_ballot.html", _my_ballot)
)
