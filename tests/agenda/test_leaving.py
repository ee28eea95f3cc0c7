"""Whoever is there no longer does not speak: every way of leaving stops the clock and lets the next one be called."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda import selectors, services
from agenda.models import SpeakingRequest
from meetings import registry
from meetings import services as meetings
from meetings.models import Attendance, Meeting, OrderMeasure, Person, SeatHolding
from meetings.selectors import actor_for
from meetings.services.connections import note_polling
from tests.resolved import RESOLVED


@pytest.fixture
def item(running, clerk):
    found = services.add_item(meeting=running, resolution=RESOLVED, part="public", title="Bericht", actor=clerk)
    services.open_item(item=found, actor=clerk)
    services.open_list(item=found, actor=clerk)
    found.refresh_from_db()
    return found


@pytest.fixture
def member(running, clerk, seat):
    def make(mode="hall"):
        person = seat("member").person
        meetings.record_arrival(meeting=running, person=person, mode=mode, actor=clerk)
        return actor_for(person.user, body_id=running.body_id, meeting=running)

    return make


def leaves(meeting, speaker, clerk):
    meetings.leave_meeting(meeting=meeting, actor=speaker)


def is_checked_out(meeting, speaker, clerk):
    meetings.record_departure(meeting=meeting, person=Person.objects.get(pk=speaker.person_id), actor=clerk)


def stay_of(meeting, speaker):
    return Attendance.objects.get(meeting=meeting, person=speaker.person_id, left_at=None)


def is_corrected(meeting, speaker, clerk):
    row = stay_of(meeting, speaker)
    now = timezone.now()
    meetings.correct_attendance(
        meeting=meeting, attendance=row.pk, arrived_at=row.arrived_at, left_at=now, ground="Ging früher", actor=clerk
    )


def is_struck(meeting, speaker, clerk):
    meetings.strike_attendance(meeting=meeting, attendance=stay_of(meeting, speaker).pk, ground="Irrtum", actor=clerk)


def loses_the_connection(meeting, speaker, clerk):
    moment = timezone.now() + timedelta(seconds=10)
    meetings.watch_over(meeting.pk, now=moment)
    meetings.watch_over(meeting.pk, now=moment + timedelta(minutes=3))


def is_excluded(meeting, speaker, clerk):
    meetings.exclude_person(meeting=meeting, person=Person.objects.get(pk=speaker.person_id), actor=clerk)


def declares_a_conflict(meeting, speaker, clerk):
    services.declare_recusal(item=selectors.open_item(meeting), actor=speaker)


WAYS = {
    leaves: "waiting",
    is_checked_out: "waiting",
    is_corrected: "waiting",
    is_struck: "waiting",
    loses_the_connection: "waiting",
    is_excluded: "done",
    declares_a_conflict: "done",
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_whoever_leaves_while_speaking_gives_the_floor_back(running, item, member, clerk, way):
    speaker, other = member("remote"), member()
    row, following = (services.ask_for_floor(item=item, actor=who) for who in (speaker, other))
    services.call_speaker(request=row, without_media=True, actor=clerk)
    note_polling(running, speaker.person_id)

    way(Meeting.objects.get(pk=running.pk), speaker, clerk)

    row.refresh_from_db()
    fresh = Meeting.objects.get(pk=running.pk)
    step = registry.next_step(fresh)
    assert (row.state, row.running_since) == (WAYS[way], None)
    assert not SpeakingRequest.objects.filter(meeting=running, running_since__isnull=False).exists()
    assert str(step.url).endswith(f"/{following.pk}/call/") or f"/{following.pk}/" in step.url
    assert services.call_speaker(request=following, actor=clerk).out_of_turn is False


def test_the_time_spoken_ends_with_the_loss_of_the_connection(running, item, member, clerk):
    speaker = member("remote")
    row = services.ask_for_floor(item=item, actor=speaker)
    services.call_speaker(request=row, without_media=True, actor=clerk)
    began = timezone.now() - timedelta(seconds=30)
    SpeakingRequest.objects.filter(pk=row.pk).update(running_since=began)
    note_polling(running, speaker.person_id)

    loses_the_connection(running, speaker, clerk)

    row.refresh_from_db()
    left = Attendance.objects.get(person=speaker.person_id).left_at
    assert row.spent_ms == pytest.approx(round((left - began).total_seconds() * 1000), abs=1)


def test_whoever_comes_back_goes_on_with_what_is_left(running, item, member, clerk):
    speaker = member()
    row = services.ask_for_floor(item=item, actor=speaker)
    services.call_speaker(request=row, actor=clerk)
    leaves(running, speaker, clerk)
    meetings.record_arrival(meeting=running, person=Person.objects.get(pk=speaker.person_id), mode="hall", actor=clerk)

    again = services.call_speaker(request=row, actor=clerk)

    assert (again.state, again.out_of_turn) == ("speaking", False)
    assert SeatHolding.objects.filter(person=speaker.person_id, until=None).exists()


def test_whoever_loses_the_floor_by_a_measure_speaks_no_longer(running, item, member, clerk):
    speaker, other = member(), member()
    row, following = (services.ask_for_floor(item=item, actor=who) for who in (speaker, other))
    services.call_speaker(request=row, actor=clerk)
    person = Person.objects.get(pk=speaker.person_id)
    for calls in range(3):
        meetings.call_to_order(meeting=running, person=person, warned=calls > 0, actor=clerk)
    meetings.withdraw_floor(meeting=running, person=person, actor=clerk)

    row.refresh_from_db()
    assert (row.state, row.running_since) == ("done", None)
    assert OrderMeasure.objects.filter(kind="floor_withdrawn").count() == 1
    assert services.call_speaker(request=following, actor=clerk).state == "speaking"
