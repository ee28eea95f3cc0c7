"""Lost and restored connections: shown at once, an absence after the grace time, healed by themselves."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import services
from meetings.live import hub, witness
from meetings.live.pictures import picture_for
from meetings.models import (
    Attendance,
    Disruption,
    LiveConnection,
    LiveServer,
    Meeting,
    Membership,
    RulesOfProcedure,
    SeatHolding,
)
from meetings.selectors.connections import SERVER_GRACE, SILENT_AFTER
from meetings.services.connections import forget_connections, note_connections
from tests.conftest import names_of
from tests.meetings.test_live import act, frames_until, socket

NOW = timezone.now


@pytest.fixture
def mira(running, actor):
    """Somebody remote, heard of right now."""
    mira = actor("member")
    services.join_meeting(meeting=running, mode="remote", actor=mira)
    hear(running, mira.person_id)
    return mira


def hear(meeting, person, ago=0):
    """A sign of life so many seconds ago; answers the connection's key."""
    key = uuid.uuid4()
    note_connections(meeting.pk, {key: person}, [])
    LiveConnection.objects.filter(key=key).update(seen_at=NOW() - timedelta(seconds=ago))
    return key


def watch(meeting, seconds, **kwargs):
    """Look so many seconds from now."""
    return services.watch_over(meeting.pk, now=NOW() + timedelta(seconds=seconds), **kwargs)


def row(mira):
    return Attendance.objects.filter(person=mira.person_id).order_by("pk").last()


def test_the_silence_is_the_heartbeat_and_two_seconds():
    assert SILENT_AFTER.total_seconds() == hub.HEARTBEAT + 2
    assert SERVER_GRACE.total_seconds() == hub.HEARTBEAT + 10


def test_a_lost_connection_is_noted_once_and_everybody_sees_it(running, mira):
    before = names_of(running)
    silent = watch(running, 6)
    lost = [watch(running, 8), watch(running, 9)]

    running.refresh_from_db()
    event = running.events.order_by("-seq").first()
    seen = LiveConnection.objects.get().seen_at
    assert (silent, lost) == (0, [1, 0])
    assert names_of(running) == [*before, "meetings.connection.lost"]
    assert (event.audience, event.actor, row(mira).unreachable_since) == ("public", "system", seen)
    for audience in ("public", "participant", "desk", "screen"):
        html = picture_for(running, audience, None)["panels"]["roll" if audience == "desk" else "attendance"]
        assert "nicht erreichbar" in html, audience
        assert "Mira Member" in html


def test_whoever_is_lost_still_counts_until_the_grace_time_is_over(running, mira):
    watch(running, 8)

    assert SeatHolding.objects.filter(until=None).count() == 1
    assert row(mira).left_at is None


def test_a_connection_that_comes_back_in_time_leaves_no_gap(running, mira):
    watch(running, 8)
    hear(running, mira.person_id)
    watch(running, 0)

    assert (row(mira).unreachable_since, row(mira).left_at) == (None, None)
    assert names_of(running)[-1] == "meetings.connection.restored"


def test_after_the_grace_time_the_presence_ends_at_the_loss(running, mira):
    watch(running, 8)
    lost_at = row(mira).unreachable_since
    early, late = watch(running, 55), watch(running, 61)

    ended = row(mira)
    assert (early, late) == (0, 1)
    assert (ended.left_at, ended.end_reason, ended.unreachable_since) == (lost_at, "disruption", None)
    assert not SeatHolding.objects.filter(until=None).exists()
    assert names_of(running)[-2:] == ["meetings.attendance.lost", "meetings.disruption.detected"]
    assert Disruption.objects.get().began_at == lost_at


def test_the_grace_time_is_that_of_the_body(running, mira):
    fields = {"institution": running.body.institution, "body": running.body, "valid_from": "2020-01-01"}
    RulesOfProcedure.objects.create(**fields, grace_seconds=10)
    watch(running, 8)

    assert (watch(running, 9), watch(running, 12)) == (0, 1)


def test_the_presence_heals_when_the_connection_is_back(running, mira):
    watch(running, 8)
    watch(running, 70)
    hear(running, mira.person_id)

    assert (watch(running, 0), watch(running, 1)) == (1, 0)
    assert (row(mira).entered_by, row(mira).mode, row(mira).left_at) == ("system", "remote", None)
    assert SeatHolding.objects.filter(until=None).count() == 1
    assert names_of(running)[-1] == "meetings.attendance.healed"


def test_whoever_said_that_they_leave_stays_gone(running, mira):
    services.leave_meeting(meeting=running, actor=mira)
    hear(running, mira.person_id)

    assert watch(running, 0) == 0
    assert row(mira).left_at is not None


@pytest.mark.parametrize("reason", ["closed", "membership", "excluded"])
def test_nobody_heals_into_a_meeting_that_is_not_theirs_any_more(running, mira, clerk, reason):
    watch(running, 8)
    watch(running, 70)
    hear(running, mira.person_id)
    if reason == "closed":
        Disruption.objects.all().delete()
        services.close_meeting(meeting=running, actor=clerk)
    elif reason == "membership":
        Membership.objects.filter(person=mira.person_id).update(ends_on="2020-12-31")
    else:
        person = row(mira).person
        running.order_measures.create(person=person, kind="excluded", at=NOW())
    before = names_of(running)

    assert watch(running, 0) == 0
    assert names_of(running) == before


def test_one_of_several_devices_may_close(running, mira):
    hear(running, mira.person_id)
    LiveConnection.objects.filter(pk=LiveConnection.objects.first().pk).update(seen_at=NOW() - timedelta(seconds=60))

    assert watch(running, 0) == 0


def test_somebody_in_the_hall_is_never_unreachable(running, clerk, seat):
    person = seat("member").person
    services.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    hear(running, person.pk, ago=60)

    assert watch(running, 60) == 0


def test_whom_the_desk_ticked_without_any_page_open_is_not_watched(running, clerk, seat):
    person = seat("member").person
    hear(running, person.pk, ago=600)
    services.record_arrival(meeting=running, person=person, mode="remote", actor=clerk)

    assert watch(running, 600) == 0


def test_while_the_program_is_patient_nobody_is_lost_but_people_come_back(running, mira, actor):
    second = actor("member")
    services.join_meeting(meeting=running, mode="remote", actor=second)
    hear(running, second.person_id)
    watch(running, 8)
    hear(running, second.person_id)
    LiveConnection.objects.filter(person=mira.person_id).update(seen_at=NOW() - timedelta(seconds=60))
    patient = watch(running, 1, patient=True)

    assert patient == 1
    assert (row(mira).unreachable_since is None, row(second).unreachable_since) == (False, None)
    assert watch(running, 100, patient=True) == 0


def test_a_server_that_has_just_stopped_gives_everybody_time(running, mira):
    server = LiveServer.objects.create(key=uuid.uuid4(), seen_at=NOW())
    just, later = watch(running, 8), watch(running, 23)

    assert (just, later) == (0, 1)
    assert server.pk


def test_nothing_is_written_in_a_meeting_that_has_not_begun_or_is_over(running, mira, clerk):
    services.close_meeting(meeting=running, actor=clerk)

    assert watch(running, 100) == 0


def test_looking_without_a_change_only_reads(running, mira, django_assert_max_num_queries):
    with django_assert_max_num_queries(3) as asked:
        watch(running, 0)

    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_a_new_connection_replaces_the_stale_ones_and_old_days_are_forgotten(running, mira):
    LiveConnection.objects.update(seen_at=NOW() - timedelta(hours=1))
    hear(running, mira.person_id)
    replaced = LiveConnection.objects.count()
    LiveConnection.objects.update(seen_at=NOW() - timedelta(days=2))
    forget_connections()

    assert (replaced, LiveConnection.objects.count()) == (1, 0)


def test_a_page_without_a_socket_shows_life_by_asking(running, mira, signed_in):
    LiveConnection.objects.all().delete()
    client: Client = signed_in(mira.user)
    for _ in range(2):
        client.get(reverse("meetings:live", args=[running.pk]), {"view": "room", "seq": "0"})

    assert LiveConnection.objects.get().person_id == mira.person_id


def test_asking_leaves_no_trace_of_somebody_in_the_hall(running, actor, clerk, signed_in):
    clara = actor("chair")
    signed_in(clara.user).get(reverse("meetings:live", args=[running.pk]), {"view": "room", "seq": "0"})

    assert not LiveConnection.objects.exists()


def test_my_part_says_until_when_i_count(running, mira):
    watch(running, 8)
    running.refresh_from_db()
    html = picture_for(running, "participant", mira.person_id)["panels"]["my_part"]
    until = timezone.localtime(row(mira).unreachable_since + timedelta(seconds=60))

    assert f"{until:%H:%M:%S}" in html


def test_the_witness_is_patient_after_a_jump_of_the_clock_and_after_standing_still(monkeypatch):
    clock = {"steady": 100.0, "wall": 1000.0}
    monkeypatch.setattr(witness.time, "monotonic", lambda: clock["steady"])
    monkeypatch.setattr(witness.time, "time", lambda: clock["wall"])
    found = []
    for steady, wall in ((1, 1), (1, 3601), (20, 20), (5, 5), (16, 16)):
        seen = witness.Witness()
        seen.clocks = (clock["steady"], clock["wall"])
        clock["steady"], clock["wall"] = clock["steady"] + steady, clock["wall"] + wall
        seen.tick()
        found.append(seen.patient_until > clock["steady"])

    assert found == [False, True, True, True, True]


@pytest.mark.django_db(transaction=True)
async def test_a_silent_socket_is_lost_and_an_answering_one_is_not(running, actor, monkeypatch):
    """Over real sockets, with short times: one page answers the heartbeat, the other one is cut off without a word."""
    monkeypatch.setattr(hub, "WATCH", 0.1)
    monkeypatch.setattr(hub, "HEARTBEAT", 0.5)
    for module in ("meetings.selectors.connections", "meetings.services.connections", "meetings.live.witness"):
        monkeypatch.setattr(f"{module}.SILENT_AFTER", timedelta(seconds=1.8))
    monkeypatch.setattr(witness, "SERVER_GRACE", timedelta(0))
    monkeypatch.setattr("meetings.selectors.connections.SERVER_GRACE", timedelta(0))
    mira, second = await act(actor, role="member"), await act(actor, role="member")
    for one in (mira, second):
        await act(services.join_meeting, meeting=running, mode="remote", actor=one)
    path = f"/ws/meetings/{running.pk}/?view=room&seq=0"
    async with socket(path, mira.user) as silent, socket(path, second.user) as answering:
        await frames_until(silent, "hello")
        await answer_until(answering, running, "meetings.connection.lost")
        lost = [entry.person_id async for entry in Attendance.objects.filter(unreachable_since__isnull=False)]
        await silent.send_to(text_data='{"type": "ping"}')
        await answer_until(answering, running, "meetings.connection.restored")

    assert lost == [mira.person_id]


async def answer_until(page, meeting, name):
    """Answer heartbeats until the journal has that event; fails after some twelve seconds."""
    for _ in range(24):
        await frames_until(page, "heartbeat")
        await page.send_to(text_data='{"type": "ping"}')
        if await meeting.events.filter(name=name).aexists():
            return
    raise AssertionError(name)


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_look_at_once_write_one_loss(running, mira):
    gate = threading.Barrier(4)

    def look(_):
        gate.wait()
        try:
            return watch(running, 8)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(look, range(4)))

    assert names_of(running).count("meetings.connection.lost") == 1
    assert Meeting.objects.get(pk=running.pk).last_seq == running.events.count()
