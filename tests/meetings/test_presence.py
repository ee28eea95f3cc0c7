"""Attendance as intervals: ways, reasons, corrections, and the journal that tells the same as the tables."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.minutes.content import minutes_of
from meetings import presence, services
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.models import Attendance, LiveConnection, Meeting, SeatHolding
from meetings.selectors import hall_code
from tests.conftest import names_of


def facts(meeting):
    return list(meeting.events.order_by("seq").values_list("name", "at", "data"))


def refusal(service, **arguments):
    with pytest.raises(DomainError) as error, transaction.atomic():
        service(**arguments)
    return error.value.code, error.value.status


@pytest.fixture
def mira(running, actor):
    return actor("member")


@pytest.fixture
def stay(running, mira):
    """Mira has just joined remotely; the meeting began two hours ago."""
    begin = timezone.now() - timedelta(hours=2)
    Meeting.objects.filter(pk=running.pk).update(opened_at=begin)
    running.refresh_from_db()
    return services.join_meeting(meeting=running, mode="remote", actor=mira)


def correct(meeting, clerk, row, **fields):
    wanted = {"arrived_at": row.arrived_at, "left_at": row.left_at, "ground": "Falsch notiert", **fields}
    return services.correct_attendance(meeting=meeting, attendance=row.pk, actor=clerk, **wanted)


def test_arrivals_say_who_entered_them(running, mira, clerk, seat):
    ticked = services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    own = services.join_meeting(meeting=running, mode="remote", actor=mira)

    assert (ticked.entered_by, own.entered_by) == ("desk", "self")


def test_changing_the_way_leaves_no_gap_and_keeps_the_seat(running, mira):
    services.join_meeting(meeting=running, mode="remote", actor=mira)
    services.join_meeting(meeting=running, mode="hall", code=hall_code(running), actor=mira)

    first, second = Attendance.objects.order_by("pk")
    assert (first.end_reason, first.left_at, second.mode, second.entered_by) == (
        "changed",
        second.arrived_at,
        "hall",
        "code",
    )
    assert second.left_at is None
    assert SeatHolding.objects.get().until is None
    assert names_of(running)[-1] == "meetings.attendance.changed"


def test_the_desk_changes_the_way_too(running, clerk, seat):
    person = seat("member").person
    for mode in ("hall", "remote"):
        services.record_arrival(meeting=running, person=person, mode=mode, actor=clerk)

    assert list(Attendance.objects.order_by("pk").values_list("mode", "end_reason")) == [
        ("hall", "changed"),
        ("remote", ""),
    ]


def test_correct_attendance_changes_the_times_and_says_so(running, stay, clerk):
    earlier = stay.arrived_at - timedelta(minutes=30)

    row = correct(running, clerk, stay, arrived_at=earlier)

    event = running.events.order_by("-seq").first()
    assert (row.arrived_at, event.name) == (earlier, "meetings.attendance.corrected")
    assert (event.data["was_since"], event.data["since"]) == (presence.stamp(stay.arrived_at), presence.stamp(earlier))
    assert f"{timezone.localtime(earlier):%H:%M:%S}" in sentence_of(event)
    assert "Falsch notiert" in sentence_of(event)


def test_a_correction_stands_in_the_minutes_of_the_public(running, stay, clerk):
    correct(running, clerk, stay, arrived_at=stay.arrived_at - timedelta(minutes=30))

    remarks = [remark.sentence for remark in minutes_of(running, Audience.PUBLIC).course]

    assert any("Falsch notiert" in text for text in remarks)


def test_correct_attendance_without_a_change_records_nothing(running, stay, clerk):
    before = names_of(running)
    correct(running, clerk, stay)

    assert names_of(running) == before


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"ground": " "}, "attendance.ground_missing"),
        ({"ground": "x" * 301}, "data.invalid"),
        ({"arrived_at": timedelta(hours=-3)}, "attendance.times_wrong"),
        ({"arrived_at": timedelta(hours=1)}, "attendance.times_wrong"),
        ({"left_at": timedelta(minutes=-1)}, "attendance.times_wrong"),
        ({"left_at": timedelta(hours=1)}, "attendance.times_wrong"),
    ],
)
def test_correct_attendance_refuses(running, stay, clerk, fields, code):
    moved = {name: stay.arrived_at + value if isinstance(value, timedelta) else value for name, value in fields.items()}
    before = names_of(running)

    assert refusal(correct, meeting=running, clerk=clerk, row=stay, **moved) == (code, 400)
    assert names_of(running) == before


def test_correct_attendance_refuses_times_of_another_interval(running, stay, mira, clerk):
    services.leave_meeting(meeting=running, actor=mira)
    second = services.join_meeting(meeting=running, mode="remote", actor=mira)

    assert refusal(correct, meeting=running, clerk=clerk, row=second, arrived_at=stay.arrived_at) == (
        "attendance.overlaps",
        409,
    )


def test_correct_attendance_takes_back_a_departure(running, stay, mira, clerk):
    services.leave_meeting(meeting=running, actor=mira)
    stay.refresh_from_db()

    row = correct(running, clerk, stay, left_at=None)

    assert (row.left_at, row.end_reason) == (None, "")
    assert SeatHolding.objects.filter(until=None).count() == 1


def test_correct_attendance_is_for_the_desk_and_for_meetings_that_have_begun(running, stay, mira, clerk, meeting):
    assert refusal(correct, meeting=running, clerk=mira, row=stay, ground="x") == ("permission.denied", 403)
    services.close_meeting(meeting=running, actor=clerk)
    later = correct(running, clerk, stay, arrived_at=stay.arrived_at - timedelta(minutes=1))
    assert later.arrived_at < stay.arrived_at


def test_strike_attendance_frees_the_seat_and_counts_no_second(running, stay, clerk):
    services.strike_attendance(meeting=running, attendance=stay.pk, ground="Verwechslung", actor=clerk)

    stay.refresh_from_db()
    assert (stay.left_at, stay.end_reason) == (stay.arrived_at, "corrected")
    assert not SeatHolding.objects.filter(until=None).exists()
    assert presence.replay(facts(running)) == []
    twice = refusal(services.strike_attendance, meeting=running, attendance=stay.pk, ground="x", actor=clerk)
    assert twice == ("attendance.struck", 409)
    people = [person for group in minutes_of(running, Audience.DESK).groups for person in group.people]
    assert [person.intervals for person in people if person.intervals] == []


def test_the_list_page_corrects_and_keeps_what_was_typed(running, stay, clerk, signed_in):
    client = signed_in(clerk.user)
    url = reverse("meetings:correct_attendance", args=[running.pk])
    page = client.get(reverse("meetings:attendance", args=[running.pk])).content.decode()
    typed = f"{timezone.localtime(stay.arrived_at) - timedelta(minutes=10):%Y-%m-%dT%H:%M:%S}"
    data = {"attendance": stay.pk, "arrived": typed, "left": ""}

    refused = client.post(url, {**data, "ground": ""})
    done = client.post(url, {**data, "ground": "Ohne Ankreuzen gekommen"})

    assert str(stay.person) in page
    assert (refused.status_code, typed in refused.content.decode()) == (400, True)
    assert (done.status_code, names_of(running)[-1]) == (302, "meetings.attendance.corrected")


def test_the_list_page_does_not_move_what_was_not_changed(running, stay, clerk, signed_in):
    data = {
        "attendance": stay.pk,
        "arrived": f"{timezone.localtime(stay.arrived_at):%Y-%m-%dT%H:%M:%S}",
        "left": "",
        "ground": "x",
    }
    before = names_of(running)

    signed_in(clerk.user).post(reverse("meetings:correct_attendance", args=[running.pk]), data)

    assert names_of(running) == before


# Replaying the journal ------------------------------------------------------------------------------------------------
T0 = datetime(2026, 5, 1, 15, 0, tzinfo=UTC)


def at(minutes):
    return T0 + timedelta(minutes=minutes)


def test_present_at_tells_mode_second_and_the_end_of_the_meeting():
    told = [
        ("meetings.meeting.opened", at(0), {}),
        ("meetings.attendance.arrived", at(1), {"person": 1, "mode": "hall", "since": presence.stamp(at(1))}),
        ("meetings.attendance.changed", at(5), {"person": 1, "mode": "remote", "since": presence.stamp(at(5))}),
        ("meetings.attendance.lost", at(12), {"person": 1, "until": presence.stamp(at(10))}),
        ("meetings.attendance.healed", at(15), {"person": 1, "mode": "remote", "since": presence.stamp(at(15))}),
        ("meetings.meeting.closed", at(20), {}),
    ]

    seen = [presence.present_at(told, at(minute)) for minute in (0, 1, 5, 9.99, 10, 14, 15, 19, 20)]

    assert seen == [{}, {1: "hall"}, {1: "remote"}, {1: "remote"}, {}, {}, {1: "remote"}, {1: "remote"}, {}]


def test_gaps_have_reasons_and_a_recess_is_one():
    stays = [
        presence.Stay(1, "remote", at(0), at(10), "disruption"),
        presence.Stay(1, "remote", at(12), at(30), "left"),
    ]

    found = presence.gaps(stays, [(at(5), at(6)), (at(28), None)])

    told = [(gap.reason, gap.since, gap.until) for gap in found]
    assert told == [
        ("recess", at(5), at(6)),
        ("disruption", at(10), at(12)),
        ("recess", at(28), at(30)),
        ("left", at(30), None),
    ]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["hall", "remote", "join", "leave", "silent", "heard", "watch", "correct", "strike", "reopen"]),
        st.integers(0, 2),
        st.integers(0, 120),
    ),
    min_size=5,
    max_size=30,
)


class History:
    """Presses buttons, lets connections come and go, and pushes the clock of the connections on."""

    def __init__(self, meeting, clerk, actors):
        self.meeting, self.clerk, self.actors = meeting, clerk, actors

    def do(self, name, number, seconds):
        person = self.actors[number].person_id
        if name in {"hall", "remote"}:
            found = Attendance.person.field.related_model.objects.get(pk=person)
            services.record_arrival(meeting=self.meeting, person=found, mode=name, actor=self.clerk)
        elif name == "join":
            services.join_meeting(meeting=self.meeting, mode="remote", actor=self.actors[number])
        elif name == "leave":
            services.leave_meeting(meeting=self.meeting, actor=self.actors[number])
        elif name in {"silent", "heard"}:
            self.sign_of_life(person, seconds if name == "silent" else 0)
        elif name == "watch":
            services.watch_over(self.meeting.pk, now=timezone.now() + timedelta(seconds=seconds))
        else:
            self.repair(name, person, seconds)

    def sign_of_life(self, person, seconds):
        LiveConnection.objects.filter(person=person).delete()
        seen = timezone.now() - timedelta(seconds=seconds)
        key = f"00000000-0000-0000-0000-{person:012}"
        LiveConnection.objects.create(meeting=self.meeting, person_id=person, key=key, seen_at=seen)

    def repair(self, name, person, seconds):
        row = self.meeting.attendances.filter(person=person).order_by("pk").last()
        if row is None:
            return
        if name == "strike":
            services.strike_attendance(meeting=self.meeting, attendance=row.pk, ground="x", actor=self.clerk)
        else:
            until = None if name == "reopen" else row.left_at
            since = row.arrived_at - timedelta(seconds=seconds if name == "correct" else 0)
            correct(self.meeting, self.clerk, row, arrived_at=since, left_at=until)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(STEPS)
def test_whatever_happens_the_journal_tells_what_the_tables_say(running, clerk, actor, steps):
    with transaction.atomic():
        Meeting.objects.filter(pk=running.pk).update(opened_at=timezone.now() - timedelta(hours=1))
        meeting = Meeting.objects.get(pk=running.pk)
        history = History(meeting, clerk, [actor("member") for _ in range(3)])
        for step in steps:
            try:
                with transaction.atomic():
                    history.do(*step)
            except DomainError:
                continue
            check(meeting)
        transaction.set_rollback(True)


def check(meeting):
    rows = meeting.attendances.exclude(end_reason="corrected").values_list(
        "person", "mode", "arrived_at", "left_at", "end_reason"
    )
    told = [(stay.person, stay.mode, stay.since, stay.until, stay.reason) for stay in presence.replay(facts(meeting))]
    assert sorted(map(str, told)) == sorted(map(str, rows))
    for person in {row[0] for row in rows}:
        own = sorted((row for row in rows if row[0] == person), key=lambda row: (row[2], row[3] is None, row[3]))
        assert all(one[3] is not None and one[3] <= other[2] for one, other in pairwise(own)), own
