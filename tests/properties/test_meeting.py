"""Whatever happens in a meeting, in whatever order: what must hold after every single step.

`HYPOTHESIS_PROFILE=long python3 manage.py test tests/properties` runs it for a quarter of an hour; the suite runs it
short.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from agenda.enums import ItemState
from agenda.models import AgendaItem, ProceduralMotion, SpeakingRequest
from agenda.selectors import recused_people
from meetings import presence
from meetings.enums import Audience
from meetings.journal import chain
from meetings.journal.export import export_lines
from meetings.models import Membership, SeatHolding
from meetings.selectors import granted, quorum_of
from tests.properties.floor import FloorMachine, turns_are_told_right
from tests.properties.machine import SEATS, SECRET
from tests.properties.model import Told, tell
from voting.models import Poll

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
pytestmark = [pytest.mark.long, pytest.mark.django_db]


class Checked(FloorMachine):
    """The machine with everything that must hold."""

    def told(self):
        seats = dict(
            Membership.objects.filter(body=self.meeting.body_id, voting_right=True).values_list("pk", "person")
        )
        council = {person.pk: number != 4 for number, person in enumerate(self.people)}
        return tell(self.meeting.events.order_by("seq"), seats, council)

    @invariant()
    def the_journal_is_whole(self):
        assert chain.verify(export_lines(self.meeting)) == self.meeting.last_seq

    @invariant()
    def every_seat_has_one_holder_who_is_present(self):
        held = list(SeatHolding.objects.filter(meeting=self.pk, until=None).values_list("seat", "person"))
        assert len(dict(held)) == len(held) == len({person for _, person in held})
        here = set(self.meeting.attendances.filter(left_at=None).values_list("person", flat=True))
        assert {person for _, person in held} <= here

    @invariant()
    def the_journal_tells_what_the_tables_say(self):
        told, meeting = self.told(), self.meeting
        assert (told.state, told.publicity) == (meeting.state, meeting.publicity)
        assert told.present == set(meeting.attendances.filter(left_at=None).values_list("person", flat=True))
        assert told.holders == dict(
            SeatHolding.objects.filter(meeting=self.pk, until=None).values_list("seat", "person")
        )
        states = dict(AgendaItem.objects.filter(meeting=self.pk).values_list("pk", "state"))
        assert {**dict.fromkeys(states, "pending"), **told.items} == states

    @invariant()
    def every_stay_is_told_to_the_second(self):
        facts = [(event.name, event.at, event.data) for event in self.meeting.events.order_by("seq")]
        stays = sorted(
            (stay.person, stay.since, str(stay.until), stay.mode, stay.reason) for stay in presence.replay(facts)
        )
        rows = self.meeting.attendances.exclude(end_reason="corrected")
        assert stays == sorted(
            (row.person_id, row.arrived_at, str(row.left_at), row.mode, row.end_reason) for row in rows
        )

    @invariant()
    def the_quorum_is_what_its_definition_says(self):
        assert quorum_of(self.meeting).finding == self.told().quorum(SEATS)

    @invariant()
    def one_item_and_one_poll_are_open(self):
        assert AgendaItem.objects.filter(meeting=self.pk, state=ItemState.OPEN).count() <= 1
        assert Poll.objects.filter(meeting=self.pk, state="open").count() <= 1

    @invariant()
    def no_seat_votes_twice(self):
        for poll in Poll.objects.filter(meeting=self.pk):
            valid = poll.electors.filter(ballots__superseded=False).values_list("seat", flat=True)
            assert len(set(valid)) == len(valid) <= SEATS

    @invariant()
    def nothing_non_public_is_shown_to_the_public(self):
        for (panel, audience), html in self.screens.shown.items():
            if audience in {Audience.PUBLIC, Audience.SCREEN}:
                assert SECRET not in html, f"{panel} on the {audience} screen"
        for line in export_lines(self.meeting, public_only=True):
            assert SECRET not in line

    @invariant()
    def non_public_items_are_open_only_while_the_public_is_out(self):
        if AgendaItem.objects.filter(meeting=self.pk, state=ItemState.OPEN, part="non_public").exists():
            assert self.meeting.publicity == "non_public"

    @invariant()
    def whoever_is_excluded_sees_what_the_public_sees(self):
        out = self.meeting.order_measures.filter(kind="excluded", revoked_at=None).values_list("person", flat=True)
        for who, person in enumerate(self.people[:-1]):
            if person.pk in out and self.meeting.is_live:
                actor = self.actor(who)
                assert granted(actor, Audience.PARTICIPANT) == granted(actor, Audience.DESK) == Audience.PUBLIC

    @invariant()
    def one_speaker_who_may_speak(self):
        recused = recused_people(self.meeting)
        speaking = list(SpeakingRequest.objects.filter(meeting=self.pk, state="speaking").select_related("item"))
        assert len(speaking) <= 1
        for row in speaking:
            assert row.item.state == ItemState.OPEN
            assert row.running_since is None or self.meeting.state == "running"
        on_list = SpeakingRequest.objects.filter(
            meeting=self.pk, item__state=ItemState.OPEN, state__in=["waiting", "speaking"]
        )
        assert not recused & set(on_list.values_list("person", flat=True))

    @invariant()
    def everybody_speaks_in_turn_unless_the_journal_says_otherwise(self):
        people = dict(SpeakingRequest.objects.filter(meeting=self.pk).values_list("pk", "person"))
        assert turns_are_told_right(self.meeting.events.order_by("seq"), people, Told({}, {}))

    @invariant()
    def whoever_is_recused_has_no_vote_and_sees_nothing_non_public(self):
        meeting, recused = self.meeting, recused_people(self.meeting)
        for poll in Poll.objects.filter(meeting=self.pk, state="open"):
            assert not recused & set(poll.electors.values_list("person", flat=True))
        for who, person in enumerate(self.people[:-1]):
            if person.pk in recused and meeting.publicity != "public" and meeting.is_live:
                assert granted(self.actor(who), Audience.DESK) == Audience.PUBLIC

    @invariant()
    def one_motion_on_procedure_is_pending_and_belongs_to_the_open_item(self):
        pending = ProceduralMotion.objects.filter(meeting=self.pk, state="moved").select_related("item")
        assert [row.item.state for row in pending] in ([], [ItemState.OPEN])

    @invariant()
    def pushed_screens_equal_fresh_ones(self):
        fresh = self.screens.fresh()
        stale = sorted(str(key) for key in fresh if fresh[key] != self.screens.shown.get(key))
        assert stale == [], [
            (key, self.screens.shown.get(key), html) for key, html in fresh.items() if str(key) in stale
        ][:1]


def test_whatever_happens_in_a_meeting():
    examples, steps = (400, 50) if LONG else (10, 25)
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Checked,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not LONG,
            suppress_health_check=checks,
        ),
    )
