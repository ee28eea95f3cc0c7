"""Live panels of the voting room: the poll for everybody, the vote sheet for each elector."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from agenda.selectors import open_item
from meetings.enums import Audience
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from voting.enums import Choice, PollState
from voting.models import Poll
from voting.selectors import ballots_of, current_poll, open_poll_of, polls_for, result_of, turnout


def _poll(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    item = open_item(meeting) if audience == Audience.DESK else None
    poll = current_poll(meeting, audience)
    drafts = [row for row in polls_for(meeting, audience) if row.state == PollState.DRAFT] if item else []
    return {"poll": poll, "item": item, "drafts": drafts, **(_shown(poll, audience) if poll else {})}


def _shown(poll: Poll, audience: Audience) -> dict[str, Any]:
    if poll.state == PollState.OPEN:
        return {"turnout": turnout(poll, with_names=audience == Audience.DESK)}
    return {"result": result_of(poll)} if poll.is_counted else {}


def _my_ballots(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    poll = open_poll_of(meeting)
    found = ballots_of(poll, person_ids) if poll else {}
    return {person_id: _sheet(poll, *found.get(person_id, (None, None))) for person_id in person_ids}


def _sheet(poll: Poll | None, elector: Any, ballot: Any) -> dict[str, Any]:
    may_vote = elector is not None and (ballot is None or (poll is not None and poll.ballot_may_change))
    return {"poll": poll, "elector": elector, "ballot": ballot, "may_vote": may_vote, "choices": Choice, "ballot_id": uuid4()}


register_panel(Panel("poll", ("voting.", "agenda.item.", "meetings.meeting."), "voting/panels/poll.html", _poll, interval=0.25))
register_panel(PersonalPanel("my_ballot", ("voting.", "meetings.meeting."), "voting/panels/my_ballot.html", _my_ballots))
