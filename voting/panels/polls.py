"""The poll for everybody, and one's own vote sheet."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import pgettext

from agenda.registry import stand_at_items
from agenda.selectors import MotionLine, motion_lines, number_of
from meetings.enums import Audience, MeetingState
from meetings.live.panels import Panel, PersonalPanel, register_panel
from meetings.models import Meeting
from meetings.selectors import present_among
from voting import selectors
from voting.charts import hemicycle
from voting.enums import Choice, Method, PollState, VotesByName, Way
from voting.models import Ballot, Elector, Poll
from voting.panels.desk import desk_of

BAR = 600
IN_THE_ROOM = frozenset({Audience.PARTICIPANT, Audience.PUBLIC})
TOUCHED_BY = (
    "voting.",
    "agenda.item.",
    "agenda.motion.",
    "agenda.amendment.",
    "agenda.procedure.",
    "agenda.recusal.",
    "meetings.seat.",
    "meetings.meeting.",
    "meetings.connection.",
    "meetings.attendance.",
)


def _poll(meeting: Meeting, audience: Audience) -> dict[str, Any]:
    kept = selectors.kept_result if audience in IN_THE_ROOM else selectors.shown_poll
    poll = kept(meeting, audience)
    shown: dict[str, Any] = {"poll": None}
    if poll is not None:
        poll.item.meeting = meeting
        poll.meeting = meeting
        shown |= {
            "poll": poll,
            "number": number_of(poll.item),
            "rule": selectors.rule_of(poll),
            "override": selectors.override_of(meeting),
            **_state(poll),
        }
    if audience == Audience.SCREEN and poll is not None:
        shown |= _in_the_hall(meeting, poll, shown)
    elif audience in IN_THE_ROOM and poll is not None:
        shown |= _in_the_room(meeting, poll, audience)
    return {**shown, **desk_of(meeting, poll)} if audience == Audience.DESK else shown


def _results(meeting: Meeting, audience: Audience) -> dict[int, list[dict[str, Any]]]:
    """What was declared on each item, in sentences, for its line in the agenda."""
    found: dict[int, list[dict[str, Any]]] = {}
    for poll in selectors.declared_polls(meeting, audience):
        line = {"sentence": selectors.sentence_for(poll), "outcome": poll.outcome}
        found.setdefault(poll.item_id, []).append(line)
    return found


def _in_the_room(meeting: Meeting, poll: Poll, audience: Audience) -> dict[str, Any]:
    """What rooms and the public view show beside it: whose motion it is with its difference, and the bare verdict."""
    verdict = selectors.verdict_of(poll) if poll.state == PollState.DECLARED else ""
    return {"line": _moved(meeting, poll, audience), "verdict": verdict}


def _moved(meeting: Meeting, poll: Poll, audience: Audience) -> MotionLine | None:
    """The motion that is voted on, as this audience may read it."""
    lines = motion_lines(meeting, poll.item, audience) if poll.motion_id else []
    return next((line for line in lines if line.motion.pk == poll.motion_id), None)


def _in_the_hall(meeting: Meeting, poll: Poll, shown: dict[str, Any]) -> dict[str, Any]:
    """What only the hall display shows: whose motion it is with its difference, dots that fill without names, the
    bare verdict.
    """
    found: dict[str, Any] = {"title": poll.item.title, "line": _moved(meeting, poll, Audience.SCREEN)}
    if poll.state == PollState.DECLARED:
        found["verdict"] = selectors.verdict_of(poll)
    elif poll.state == PollState.OPEN:
        found |= {
            "missing": max(0, shown["entitled"] - shown["voted"]),
            "dots": _dots(shown["voted"], shown["entitled"]),
        }
    return found


def _dots(voted: int, entitled: int) -> list[dict[str, Any]]:
    """So many of these seats are filled, from the left: how many have voted, and nothing about who."""
    return [{"spot": spot, "cast": place < voted} for place, spot in enumerate(hemicycle(entitled))]


def _state(poll: Poll) -> dict[str, Any]:
    if poll.is_void:
        return {}
    return _result(poll) if poll.is_counted else _progress(poll)


def _progress(poll: Poll) -> dict[str, Any]:
    voted, entitled = selectors.turnout(poll)
    live = selectors.names_so_far(poll) if poll.votes_by_name == VotesByName.LIVE else []
    return {"voted": voted, "entitled": entitled, "live": live}


def _result(poll: Poll) -> dict[str, Any]:
    record = selectors.record_of(poll)
    largest = max([1, *(line.count for line in record.lines)])
    bars = [{"line": line, "width": line.count * BAR // largest} for line in record.lines]
    return {"record": record, "bars": bars, "seats": _seats(record)}


def _seats(record: selectors.Record) -> list[dict[str, Any]]:
    """The seat chart: where each sits and how they voted."""
    spots = hemicycle(len(record.places))
    letters = {choice.value: str(choice.label)[:1] for choice in Choice}
    words = {choice.value: str(choice.label) for choice in Choice} | {"not_voted": str(pgettext("result", "Not voted"))}
    return [
        {"spot": spot, "place": place, "letter": letters.get(place.choice, ""), "word": words[place.choice]}
        for spot, place in zip(spots, record.places, strict=True)
    ]


def _my_ballot(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    poll = selectors.unfinished_poll(meeting)
    if poll is None or poll.method == Method.ACCLAMATION:
        return {person_id: {"poll": None} for person_id in person_ids}
    electors, ballots = selectors.valid_ballots(poll, person_ids)
    present = present_among(meeting, person_ids)
    return {
        person_id: _sheet(
            meeting, poll, electors.get(person_id), ballots.get(person_id), is_present=person_id in present
        )
        for person_id in person_ids
    }


def _sheet(
    meeting: Meeting, poll: Poll, elector: Elector | None, ballot: Ballot | None, *, is_present: bool
) -> dict[str, Any]:
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
        and _votes_here(elector, ballot)
        and (ballot is None or poll.ballot_may_change),
        "by_hand": not _votes_here(elector, ballot),
        "ballot_id": selectors.next_ballot_id(elector, ballot.version + 1 if ballot else 1),
    }


def _my_vote(meeting: Meeting, person_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """How I have voted, below the result that stands in the room."""
    poll = selectors.kept_result(meeting, Audience.PARTICIPANT)
    if poll is None or poll.state != PollState.DECLARED:
        return {person_id: {"choice": ""} for person_id in person_ids}
    ballots = selectors.valid_ballots(poll, person_ids)[1]
    return {
        person_id: {"choice": ballots[person_id].get_choice_display() if person_id in ballots else ""}
        for person_id in person_ids
    }


def _votes_here(elector: Elector, ballot: Ballot | None) -> bool:
    return elector.way == Way.DEVICE and (ballot is None or ballot.source == Way.DEVICE)


register_panel(
    Panel(
        "poll",
        TOUCHED_BY,
        "voting/panels/poll.html",
        _poll,
        interval=0.25,
        hall="voting/hall/poll.html",
        room="voting/room/poll.html",
    )
)
register_panel(
    PersonalPanel(
        "my_vote",
        ("voting.poll.", "voting.result.", "agenda.item."),
        "voting/room/my_vote.html",
        _my_vote,
        frozenset({Audience.PARTICIPANT}),
    )
)
register_panel(
    PersonalPanel(
        "my_ballot",
        ("voting.", "meetings.meeting.", "meetings.attendance."),
        "voting/panels/my_ballot.html",
        _my_ballot,
    )
)
stand_at_items("results", _results, "voting/room/_outcome.html")
