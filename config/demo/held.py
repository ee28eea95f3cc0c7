"""How the past meeting of the demonstration went: who came, what was voted, when it ended. Through the services
alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from uuid import UUID

from agenda.models import AgendaItem
from agenda.services import close_item, open_item, write_note
from config.demo.clock import Clock
from config.demo.texts import HELD_NOTES
from meetings.enums import Publicity, Role
from meetings.models import Meeting, Membership
from meetings.permissions import Actor
from meetings.selectors import actor_for, roll
from meetings.services import (
    check_quorum,
    close_channels,
    close_meeting,
    exclude_public,
    hand_back_seat,
    interrupt_meeting,
    open_meeting,
    record_arrival,
    record_departure,
    resume_meeting,
    take_seat,
)
from voting.services import cast_ballot, close_poll, create_poll, declare_result, open_poll

ABSENT = frozenset({7, 15, 24})
"""Places in the list of voting seats whose holders stay away."""
LATE, EARLY = 11, 4
VOTES = {3: (14, 5, 3), 4: (22, 0, 0), 6: (20, 0, 1)}
"""Yes, no and abstentions by the place of the item on the agenda."""
MODES = ("hall", "remote", "hall", "hall")
MINUTES = (4, 2, 21, 16, 12, 5, 8)


def hold(meeting: Meeting, items: list[AgendaItem], clerk: Actor, clock: Clock) -> Meeting:
    """Open the meeting, go through its items and close it, while the clock is turned."""
    seats = [row for row in roll(meeting) if row.voting_right]
    here = [row for place, row in enumerate(seats) if place not in ABSENT]
    clock.turn(minutes=2)
    open_meeting(meeting=meeting, actor=clerk)
    others = [row for row in roll(meeting) if row.role in {Role.CLERK, Role.ADVISORY_MEMBER}]
    arrive(meeting, [*others, *(row for row in here if row != seats[LATE])], clerk, clock)
    stand_in = next(row for row in roll(meeting) if row.role == Role.SUBSTITUTE)
    _represent(meeting, seats[LATE], stand_in, clerk, clock)
    check_quorum(meeting=meeting, actor=clerk)
    for place, item in enumerate(items):
        if place == 2:
            clock.turn(minutes=1)
            arrive(meeting, [seats[LATE]], clerk, clock)
            hand_back_seat(meeting=meeting, seat=seats[LATE], actor=clerk)
            record_departure(meeting=meeting, person=stand_in.person, actor=clerk)
        if place == 3:
            _pause(meeting, clerk, clock)
        if place == 6:
            record_departure(meeting=meeting, person=seats[EARLY].person, actor=clerk)
            here.remove(seats[EARLY])
        _deal_with(item, place, here, clerk, clock)
    return close_meeting(meeting=meeting, actor=clerk)


def arrive(
    meeting: Meeting, rows: list[Membership], clerk: Actor, clock: Clock, modes: tuple[str, ...] = MODES
) -> None:
    """Let people come one after the other, in turn in one of these ways."""
    for number, row in enumerate(rows):
        clock.turn(seconds=3)
        record_arrival(meeting=meeting, person=row.person, mode=modes[number % len(modes)], actor=clerk)


def _represent(meeting: Meeting, member: Membership, substitute: Membership, clerk: Actor, clock: Clock) -> None:
    """A substitute comes and takes the seat of somebody who is late."""
    arrive(meeting, [substitute], clerk, clock)
    clock.turn(seconds=3)
    take_seat(meeting=meeting, seat=member, person=substitute.person, actor=clerk)
    clock.turn(seconds=5)


def _pause(meeting: Meeting, clerk: Actor, clock: Clock) -> None:
    interrupt_meeting(meeting=meeting, actor=clerk)
    clock.turn(minutes=7)
    resume_meeting(meeting=meeting, actor=clerk)


def _deal_with(item: AgendaItem, place: int, here: list[Membership], clerk: Actor, clock: Clock) -> None:
    clock.turn(seconds=20)
    if not item.is_public and item.meeting.publicity == Publicity.PUBLIC:
        exclude_public(meeting=item.meeting, category="Auftragsvergaben", motion="", actor=clerk)
        close_channels(meeting=item.meeting, actor=clerk)
    item = open_item(item=item, actor=clerk)
    clock.turn(minutes=MINUTES[place])
    if place in VOTES:
        vote(item, VOTES[place], here, clerk, clock)
    item = write_note(item=item, text=HELD_NOTES[place], version=item.note_version, actor=clerk)
    close_item(item=item, actor=clerk)


def vote(item: AgendaItem, counts: tuple[int, int, int], here: list[Membership], clerk: Actor, clock: Clock) -> None:
    """Let these people vote as the counts say, and declare the result."""
    poll = open_poll(poll=create_poll(item=item, question=item.draft_resolution, actor=clerk), actor=clerk)
    for row, choice in zip(here, _choices(counts), strict=False):
        voter = actor_for(row.person.user, body_id=row.body_id)
        clock.turn(seconds=1)
        cast_ballot(poll=poll, choice=choice, ballot_id=UUID(int=poll.pk << 64 | row.person_id), actor=voter)
    clock.turn(seconds=10)
    declare_result(poll=close_poll(poll=poll, actor=clerk), actor=clerk)


def _choices(counts: tuple[int, int, int]) -> Iterator[str]:
    return chain.from_iterable(
        repeat(choice, count) for choice, count in zip(("yes", "no", "abstain"), counts, strict=True)
    )
