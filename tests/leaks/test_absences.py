"""That somebody had to go within the non-public part, for a conflict of interest or as a measure of order, stays
within it.
"""

import json

import pytest

from agenda import services as agenda
from documents.minutes.content import minutes_of
from meetings import services as meetings
from meetings.enums import Audience
from meetings.journal.export import export_lines
from meetings.live.pictures import picture_for
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.publicity import leave_public
from tests.resolved import RESOLVED

pytestmark = pytest.mark.django_db


class Absences:
    """A meeting whose non-public item Mira has a conflict of interest in; Otto is excluded there and let in again."""

    def __init__(self, running, clerk, seat):
        self.clerk, self.running = clerk, running
        self.chair, self.deputy = (self.enter(seat(role).person) for role in ("chair", "deputy_chair"))
        self.mira, self.otto = (self.enter(seat("member").person) for _ in range(2))
        given = {"meeting": running, "resolution": RESOLVED, "actor": clerk}
        self.public = agenda.add_item(part="public", title="Haushalt", **given)
        self.secret = agenda.add_item(part="non_public", title="Vertrag", **given)
        self.within("open_item", self.public)
        self.within("close_item", self.public)
        agenda.declare_recusal(item=self.secret, actor=self.actor(self.mira))

    @property
    def meeting(self):
        return Meeting.objects.get(pk=self.running.pk)

    def actor(self, person):
        return actor_for(person.user, body_id=self.running.body_id, meeting=self.meeting)

    def enter(self, person):
        meetings.record_arrival(meeting=self.running, person=person, mode="hall", actor=self.clerk)
        return person

    def within(self, service, item):
        getattr(agenda, service)(item=item, actor=self.clerk)

    def go(self):
        """Both have to go."""
        leave_public(self.meeting, self.clerk)
        self.within("open_item", self.secret)
        meetings.exclude_person(meeting=self.meeting, person=self.otto, actor=self.clerk)

    def come_back(self):
        """Both come back while the public is still out."""
        self.within("close_item", self.secret)
        measure = self.meeting.order_measures.get()
        meetings.revoke_measure(meeting=self.meeting, measure=measure.pk, actor=self.clerk)
        self.enter(self.mira)
        self.enter(self.otto)

    def events(self, *, public_only):
        return [json.loads(line) for line in export_lines(self.meeting, public_only=public_only)][1:]

    def told_of(self, person, *, public_only):
        """The names of the events that name somebody."""
        return [
            event["name"]
            for event in self.events(public_only=public_only)
            if event.get("data", {}).get("person") == person.pk
        ]

    def stays(self, person, audience=Audience.PUBLIC):
        """How often somebody's presence was broken off, and whether it lasted to the end."""
        people = [row for group in minutes_of(self.meeting, audience).groups for row in group.people]
        intervals = next(row.intervals for row in people if row.name == person.name)
        return [interval.left_at for interval in intervals]

    def sentences(self, audience):
        return " ".join(remark.sentence for remark in minutes_of(self.meeting, audience).course)


@pytest.fixture
def world(running, clerk, seat):
    return Absences(running, clerk, seat)


def test_the_public_journal_names_nobody_who_had_to_go(world):
    world.go()
    world.come_back()
    meetings.readmit_public(meeting=world.meeting, actor=world.clerk)

    for person in (world.mira, world.otto):
        assert world.told_of(person, public_only=True) == ["meetings.attendance.arrived"]
        assert world.told_of(person, public_only=False).count("meetings.attendance.left") == 1


def test_the_public_minutes_know_no_gap_of_theirs_but_the_others_do(world):
    world.go()
    world.come_back()
    meetings.close_meeting(meeting=world.meeting, actor=world.clerk)

    for person in (world.mira, world.otto):
        assert world.stays(person) == [None]
        assert [left is None for left in world.stays(person, Audience.PARTICIPANT)] == [False, True]
        assert person.name not in world.sentences(Audience.PUBLIC)
    assert f"{world.mira.name} hat die Sitzung wegen Befangenheit verlassen." in world.sentences(Audience.PARTICIPANT)


def test_whoever_does_not_come_back_was_there_for_the_public_until_it_was_let_in(world):
    world.go()
    world.within("close_item", world.secret)
    meetings.readmit_public(meeting=world.meeting, actor=world.clerk)
    part = world.meeting.non_public_parts.get()

    assert world.stays(world.mira) == world.stays(world.otto) == [part.readmitted_at]

    world.enter(world.mira)
    assert world.told_of(world.mira, public_only=True) == ["meetings.attendance.arrived"] * 2


def test_where_the_meeting_ends_without_the_public_they_were_there_to_the_end(world):
    world.go()
    world.within("close_item", world.secret)
    meetings.close_meeting(meeting=world.meeting, actor=world.clerk)

    assert world.stays(world.mira) == world.stays(world.otto) == [None]


def test_whoever_leaves_of_their_own_accord_is_told_as_before(world):
    leave_public(world.meeting, world.clerk)
    meetings.record_departure(meeting=world.meeting, person=world.otto, actor=world.clerk)

    assert world.told_of(world.otto, public_only=True) == ["meetings.attendance.arrived", "meetings.attendance.left"]
    assert world.stays(world.otto) != [None]


def test_who_is_excluded_while_the_public_is_in_is_told_as_before(world):
    meetings.exclude_person(meeting=world.meeting, person=world.otto, actor=world.clerk)

    assert world.told_of(world.otto, public_only=True)[-2:] == ["meetings.measure.excluded", "meetings.attendance.left"]


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SCREEN])
def test_who_presides_within_the_non_public_part_is_shown_to_nobody_outside(world, audience):
    """Whoever gives the chair away for one item mostly has a conflict of interest in it."""
    assert world.chair.name in picture_for(world.meeting, audience, None)["panels"]["status"]

    leave_public(world.meeting, world.clerk)
    world.within("open_item", world.secret)
    meetings.hand_over_presiding(meeting=world.meeting, person=world.deputy, for_item=True, actor=world.clerk)

    shown = picture_for(world.meeting, audience, None)["panels"]["status"]
    assert [person.name for person in (world.chair, world.deputy) if person.name in shown] == []
    assert world.deputy.name in picture_for(world.meeting, Audience.PARTICIPANT, None)["panels"]["status"]


def test_who_doubts_the_quorum_within_the_non_public_part_is_not_told(world):
    leave_public(world.meeting, world.clerk)
    meetings.request_quorum_check(meeting=world.meeting, actor=world.actor(world.otto))

    assert world.told_of(world.otto, public_only=True) == ["meetings.attendance.arrived"]
    assert world.told_of(world.otto, public_only=False)[-1] == "meetings.quorum.requested"


def test_a_meeting_that_is_adjourned_without_the_public_is_public_again(world):
    """Else the public would read for ever that it is excluded, and never what was decided in public."""
    leave_public(world.meeting, world.clerk)
    meetings.adjourn_meeting(meeting=world.meeting, actor=world.clerk)

    part = world.meeting.non_public_parts.get()
    assert (world.meeting.publicity, part.readmitted_at) == ("public", world.meeting.closed_at)
