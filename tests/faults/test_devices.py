"""Hands and devices: asleep, three at a time, two hands at once, a click too many, a page of yesterday. Each has one
clear outcome.
"""

import asyncio
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone

from agenda import services as agenda
from meetings import services
from meetings.live.witness import Witness
from meetings.models import LiveConnection, Meeting, SeatHolding
from meetings.services.connections import settle_clock
from tests.conftest import names_of
from tests.meetings.test_connections import hear
from tests.meetings.test_live import PATIENCE, act, frames_until, socket
from tests.resolved import RESOLVED
from voting import services as voting
from voting.models import Ballot

pytestmark = pytest.mark.django_db
in_threads = pytest.mark.django_db(transaction=True)


@pytest.fixture
def items(running, clerk):
    return [
        agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title=f"Bericht {number}")
        for number in (1, 2)
    ]


@pytest.fixture
def mira(running, actor):
    mira = actor("member")
    services.join_meeting(meeting=running, mode="remote", actor=mira)
    return mira


@pytest.fixture
def post(running, signed_in):
    """Post as that person's page does; status and, for a refusal, its code."""

    def send(who, path, **fields):
        answer = signed_in(who.user).post(path, fields, headers={"Accept": "application/json"})
        body = answer.json() if "json" in answer.headers["Content-Type"] else {}
        return answer.status_code, body.get("code", "")

    return send


def at_once(*calls):
    """The calls in threads that start together; their answers in that order."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def last_seq(meeting):
    meeting.refresh_from_db()
    return meeting.last_seq


# A device asleep


def test_a_device_asleep_for_ten_minutes_is_missed_at_once_absent_since_then_and_heals_by_itself(
    running, mira, items, post, clerk
):
    agenda.open_item(item=items[0], actor=clerk)
    poll = voting.create_poll(item=items[0], question="Zustimmung?", open_now=True, actor=clerk)
    slept = timezone.now()
    hear(running, mira.person_id)
    before = names_of(running)
    written = [
        services.watch_over(running.pk, now=slept + timedelta(seconds=seconds)) for seconds in (5, 9, 30, 75, 300, 600)
    ]
    voting.close_poll(poll=poll, despite_unreachable=[mira.person_id], actor=clerk)

    asleep = list(running.attendances.filter(person=mira.person_id).values_list("end_reason", flat=True))
    old_ballot = post(mira, f"/polls/{poll.pk}/ballot/", choice="yes", ballot_id=uuid.uuid4())
    LiveConnection.objects.update(seen_at=slept - timedelta(minutes=10))
    hear(running, mira.person_id)
    healed = [services.watch_over(running.pk), services.watch_over(running.pk)]

    told = [name for name in names_of(running)[len(before) :] if name.startswith("meetings.")]
    rows = list(running.attendances.filter(person=mira.person_id).order_by("pk"))
    assert (written, healed, asleep) == ([0, 1, 0, 1, 0, 0], [1, 0], ["disruption"])
    assert (old_ballot[0], Ballot.objects.count()) == (409, 0)
    assert told == [
        "meetings.connection.lost",
        "meetings.attendance.lost",
        "meetings.disruption.detected",
        "meetings.attendance.healed",
    ]
    assert abs(rows[0].left_at - slept) < timedelta(seconds=2)
    assert (rows[1].left_at, rows[1].entered_by) == (None, "system")
    assert SeatHolding.objects.filter(person=mira.person_id, until=None).count() == 1


def test_a_device_that_falls_silent_after_the_clock_was_put_back_is_missed_all_the_same(running, mira):
    hear(running, mira.person_id)
    hour = timedelta(hours=1)
    LiveConnection.objects.update(seen_at=timezone.now() + hour)
    running.attendances.update(arrived_at=timezone.now() + hour)
    settle_clock(running.pk)
    found = [services.watch_over(running.pk, now=timezone.now() + timedelta(seconds=seconds)) for seconds in (1, 9, 80)]

    row = running.attendances.get(person=mira.person_id)
    assert (found, row.end_reason, row.left_at) == ([0, 1, 1], "disruption", row.arrived_at)


@pytest.mark.parametrize(("hours", "put_back"), [(-1, True), (1, False), (0, False)])
def test_the_program_notices_that_its_clock_was_moved(hours, put_back):
    witness = Witness()
    witness.clocks = (time.monotonic(), time.time() - hours * 3600)
    witness.tick()

    assert (witness.put_back, witness.patient_until > 0) == (put_back, bool(hours))


# One person, three devices


def test_of_three_devices_the_last_one_that_goes_is_missed(running, mira):
    keys = [hear(running, mira.person_id) for _ in range(3)]
    Meeting.objects.filter(pk=running.pk).update(opened_at=timezone.now() - timedelta(minutes=2))
    found = []
    for key in keys:
        LiveConnection.objects.filter(key=key).update(seen_at=timezone.now() - timedelta(seconds=20))
        running.attendances.update(arrived_at=timezone.now() - timedelta(minutes=1))
        found.append(services.watch_over(running.pk))

    assert found == [0, 0, 1]


@in_threads
async def test_what_is_done_on_one_device_stands_on_the_others(running, mira):
    path = f"/ws/meetings/{running.pk}/?seq=0&view=room"
    async with socket(path, mira.user) as phone, socket(path, mira.user) as tablet, socket(path, mira.user) as laptop:
        devices = [phone, tablet, laptop]
        for device in devices:
            await frames_until(device, "panels")
        await phone.disconnect()
        await act(services.leave_meeting, meeting=running, actor=mira)
        seq = await sync_to_async(last_seq)(running)
        for device in devices[1:]:
            async with asyncio.timeout(PATIENCE):
                frames = await frames_until(device, "panels", seq=seq)
                while "my_part" not in frames[-1]["panels"]:
                    frames = await frames_until(device, "panels", seq=seq)
            assert "/join/" in frames[-1]["panels"]["my_part"]


# Two hands at once


@in_threads
@pytest.mark.parametrize("order", ["together", "chair first", "deputy first"])
@pytest.mark.parametrize("what", ["the same item", "two items", "interrupt"])
def test_two_who_preside_press_at_once_and_one_of_them_is_told(running, items, actor, post, order, what):
    chair, deputy = actor("chair"), actor("deputy_chair")
    paths = {
        "the same item": [f"/items/{items[0].pk}/open/"] * 2,
        "two items": [f"/items/{item.pk}/open/" for item in items],
        "interrupt": [f"/meetings/{running.pk}/interrupt/"] * 2,
    }[what]
    before = last_seq(running)
    calls = [lambda: post(chair, paths[0]), lambda: post(deputy, paths[1])]
    if order == "deputy first":
        calls.reverse()
    answers = at_once(*calls) if order == "together" else [call() for call in calls]

    assert sorted(status for status, _ in answers) == [200, 409]
    assert last_seq(running) == before + 1


@in_threads
@pytest.mark.parametrize("what", ["meeting", "item", "note"])
def test_of_two_clerks_who_save_the_same_thing_the_second_is_told(running, items, actor, post, what, clerk):
    other, item = actor("clerk"), items[0]
    agenda.open_item(item=item, actor=clerk)
    running.refresh_from_db()
    item.refresh_from_db()
    start = {"starts_at": "2099-03-01T16:00", "format": "hybrid", "hall": "Saal 1"}
    path, fields = {
        "meeting": (f"/meetings/{running.pk}/edit/", {"version": running.version, **start}),
        "item": (f"/items/{item.pk}/edit/", {"version": item.version, "treatment": "report", "planned_minutes": 7}),
        "note": (f"/items/{item.pk}/note/", {"version": item.note_version}),
    }[what]
    words = {"note": "text"}.get(what, "title")
    before = last_seq(running)
    people = {"Fassung eins": clerk, "Fassung zwei": other}
    answers = at_once(
        *(lambda who=who, text=text: post(who, path, **fields, **{words: text}) for text, who in people.items())
    )

    stored = items[0] if what != "meeting" else running
    stored.refresh_from_db()
    winner = list(people)[[status < 400 for status, _ in answers].index(True)]
    assert sorted(status < 400 for status, _ in answers) == [False, True]
    told = next(answer for answer in answers if answer[0] >= 400)
    assert told in [(409, f"{what}.changed_meanwhile"), (409, "")], "the code, or the page with both texts"
    assert getattr(stored, "note" if what == "note" else "title") == winner
    assert last_seq(running) == before + 1


# The same request twice, and a page of yesterday


TWICE = {
    "join": ("mira", "/meetings/{meeting}/leave/", {}, "attendance.not_present"),
    "arrival": (
        "clerk",
        "/meetings/{meeting}/arrival/",
        {"person": "{person}", "mode": "hall"},
        "attendance.already_present",
    ),
    "open item": ("clerk", "/items/{item}/open/", {}, "state.not_now"),
    "poll": ("clerk", "/items/{open}/polls/", {"question": "Zustimmung?", "open": "1"}, "poll.another_open"),
    "interrupt": ("clerk", "/meetings/{meeting}/interrupt/", {}, "state.not_now"),
    "close": ("clerk", "/meetings/{meeting}/close/", {}, "state.not_now"),
    "report": (
        "mira",
        "/meetings/{meeting}/disruptions/report/",
        {"trouble": "no_sound"},
        "disruption.already_reported",
    ),
    "call to order": (
        "clerk",
        "/meetings/{meeting}/order/to-order/",
        {"person": "{mira}", "offered": "0"},
        "order.changed_meanwhile",
    ),
}


@pytest.mark.parametrize("what", TWICE)
def test_the_same_press_twice_acts_once_and_says_so(running, items, seat, mira, clerk, actor, post, what):
    who, path, fields, code = TWICE[what]
    if what == "poll":
        agenda.open_item(item=items[1], actor=clerk)
    numbers = {
        "meeting": running.pk,
        "item": items[0].pk,
        "open": items[1].pk,
        "person": seat("member").person_id,
        "mira": mira.person_id,
    }
    fields = {name: value.format(**numbers) for name, value in fields.items()}
    person = mira if who == "mira" else clerk
    first = post(person, path.format(**numbers), **fields)
    before = last_seq(running)
    second = post(person, path.format(**numbers), **fields)

    assert (first[0], second) == (200, (409, code))
    assert last_seq(running) == before


@in_threads
def test_a_ballot_sent_twice_is_one(running, items, mira, clerk, post):
    agenda.open_item(item=items[0], actor=clerk)
    poll = voting.create_poll(item=items[0], question="Zustimmung?", open_now=True, actor=clerk)
    ballot = {"choice": "yes", "ballot_id": uuid.uuid4()}

    answers = at_once(*[lambda: post(mira, f"/polls/{poll.pk}/ballot/", **ballot)] * 3)

    assert sorted(status for status, _ in answers) == [200, 200, 201]
    assert Ballot.objects.count() == 1


def test_a_form_of_an_hour_ago_changes_nothing(running, items, mira, clerk, post):
    """The back button shows the buttons of then; pressed again they are refused, and nothing is half written."""
    agenda.open_item(item=items[0], actor=clerk)
    poll = voting.create_poll(item=items[0], question="Zustimmung?", open_now=True, actor=clerk)
    voting.close_poll(poll=poll, actor=clerk)
    voting.declare_result(poll=poll, actor=clerk)
    agenda.close_item(item=items[0], actor=clerk)
    agenda.open_item(item=items[1], actor=clerk)
    before = last_seq(running)
    old = [
        (clerk, f"/items/{items[0].pk}/close/", {}),
        (clerk, f"/items/{items[0].pk}/open/", {}),
        (clerk, f"/polls/{poll.pk}/close/", {}),
        (clerk, f"/polls/{poll.pk}/declare/", {}),
        (clerk, f"/items/{items[0].pk}/polls/", {"question": "Noch einmal?", "open": "1"}),
        (mira, f"/polls/{poll.pk}/ballot/", {"choice": "no", "ballot_id": uuid.uuid4()}),
        (clerk, f"/meetings/{running.pk}/open/", {}),
        (clerk, f"/meetings/{running.pk}/resume/", {"offered": "1"}),
    ]
    answers = {path: post(who, path, **fields)[0] for who, path, fields in old}

    assert set(answers.values()) == {409}, answers
    assert last_seq(running) == before


# While the meeting is interrupted


INTERRUPTED = {
    "open an item": ("clerk", "/items/{item}/open/", {}, 409),
    "put to the vote": ("clerk", "/items/{open}/polls/", {"question": "Zustimmung?", "open": "1"}, 409),
    "doubt the quorum": ("mira", "/meetings/{meeting}/quorum/request/", {}, 200),
    "report a disturbance": ("mira", "/meetings/{meeting}/disruptions/report/", {"trouble": "no_sound"}, 200),
    "leave": ("mira", "/meetings/{meeting}/leave/", {}, 200),
}


@pytest.mark.parametrize("what", INTERRUPTED)
def test_a_request_during_a_recess_waits_or_is_taken_but_never_half(running, items, mira, clerk, post, what):
    who, path, fields, status = INTERRUPTED[what]
    agenda.open_item(item=items[1], actor=clerk)
    services.interrupt_meeting(meeting=running, actor=clerk)
    before = last_seq(running)
    answer = post(
        mira if who == "mira" else clerk, path.format(meeting=running.pk, item=items[0].pk, open=items[1].pk), **fields
    )

    assert (answer[0], last_seq(running) > before) == (status, status == 200), answer
