"""Seats in long and crowded histories: whatever happens, one holder per seat, and the journal tells the same."""

import threading
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings import services
from meetings.enums import Role
from meetings.errors import DomainError
from meetings.models import Meeting, RulesOfProcedure, SeatHolding
from meetings.selectors import quorum_of, roll, seats_of

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["come", "come", "go", "take", "take", "hand_back", "release"]),
        st.integers(0, 3),
        st.integers(0, 1),
    ),
    min_size=10,
    max_size=40,
)


def order_is(meeting, order):
    RulesOfProcedure.objects.create(
        institution=meeting.body.institution, body=meeting.body, valid_from="2020-01-01", substitute_order=order
    )


def act(meeting, clerk, people, seats, substitutes, step):
    """One press of a button at the desk; what is refused changes nothing."""
    name, first, second = step
    with transaction.atomic():
        if name == "come":
            services.record_arrival(meeting=meeting, person=people[first], mode="hall", actor=clerk)
        elif name == "go":
            services.record_departure(meeting=meeting, person=people[first], actor=clerk)
        elif name == "take":
            services.take_seat(meeting=meeting, seat=seats[second], person=substitutes[first % 2].person, actor=clerk)
        else:
            getattr(services, f"{name}_seat")(meeting=meeting, seat=seats[second], actor=clerk)


def replayed(meeting):
    """{seat: holder} told by the journal alone, with the roll; nothing is read from the tables of seats."""
    own = {row.person_id: row.pk for row in roll(meeting) if row.voting_right}
    member = {seat: person for person, seat in own.items()}
    present, held = set(), {}
    for name, data in meeting.events.order_by("seq").values_list("name", "data"):
        if name == "meetings.attendance.arrived":
            present.add(data["person"])
            if data["person"] in own:
                held.setdefault(own[data["person"]], data["person"])
        elif name == "meetings.attendance.left":
            present.discard(data["person"])
            held = {seat: person for seat, person in held.items() if person != data["person"]}
        elif name == "meetings.seat.taken":
            held[data["seat"]] = data["person"]
        elif name == "meetings.seat.released":
            del held[data["seat"]]
        elif name in {"meetings.seat.handed_back", "meetings.seat.resumed"}:
            held[data["seat"]] = member[data["seat"]]
    return held, present


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(STEPS)
def test_whatever_is_pressed_the_tables_are_what_the_journal_tells(running, clerk, seat, steps):
    with transaction.atomic():
        order_is(running, "free")
        substitutes = [seat("substitute", council_member=number == 0) for number in range(2)]
        seats = [seat("member"), seat("expert_citizen")]
        people = [row.person for row in (*seats, *substitutes)]
        meeting = Meeting.objects.get(pk=running.pk)
        seq = meeting.last_seq
        for step in steps:
            try:
                act(meeting, clerk, people, seats, substitutes, step)
            except DomainError:
                continue
            check(meeting, {row.person_id: row.is_council_member for row in (*seats, *substitutes)})
        assert meeting.events.filter(seq__gt=seq).count() == Meeting.objects.get(pk=running.pk).last_seq - seq
        transaction.set_rollback(True)


def check(meeting, on_the_council):
    held, present = replayed(meeting)
    rows = dict(SeatHolding.objects.filter(meeting=meeting, until__isnull=True).values_list("seat", "person"))
    found = quorum_of(meeting)
    council = sum(on_the_council[person] for person in held.values())
    assert rows == held
    assert (
        set(held.values()) <= present == set(meeting.attendances.filter(left_at=None).values_list("person", flat=True))
    )
    assert len(set(held.values())) == len(held)
    assert (found.council, found.experts) == (council, len(held) - council)
    assert found.quorate == (2 * len(held) > 5 and (council > len(held) - council or len(held) == council))


@pytest.mark.django_db(transaction=True)
def test_two_desks_give_one_seat_to_one_substitute(running, clerk, seat):
    order_is(running, "free")
    member, rows = seat("member"), [seat("substitute") for _ in range(3)]
    for row in rows:
        services.record_arrival(meeting=running, person=row.person, mode="hall", actor=clerk)
    gate = threading.Barrier(len(rows))

    def press(row):
        gate.wait()
        try:
            return services.take_seat(meeting=running, seat=member, person=row.person, actor=clerk).person_id
        except DomainError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rows)) as pool:
        answers = list(pool.map(press, rows))

    assert answers.count("seat.taken") == 2
    assert SeatHolding.objects.filter(until=None).count() == 1


@pytest.mark.parametrize("state", ["running", "closed"])
def test_an_update_in_the_midst_of_a_meeting_seats_those_present(running, clerk, seat, state):
    member, adviser, gone = seat("member"), seat("advisory_member"), seat("member")
    for row in (member, adviser, gone):
        services.record_arrival(meeting=running, person=row.person, mode="hall", actor=clerk)
    services.record_departure(meeting=running, person=gone.person, actor=clerk)
    if state == "closed":
        services.close_meeting(meeting=running, actor=clerk)
    SeatHolding.objects.all().delete()
    migration = import_module("voting.migrations.0004_seat_those_present")

    for _ in range(2):
        migration.seat_those_present(apps, None)

    assert [row.seat for row in SeatHolding.objects.all()] == ([member] if state == "running" else [])
    assert {row.role for row in seats_of(running)} == {Role.MEMBER}
