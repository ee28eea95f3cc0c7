"""The forecast: from the plan, what has happened and who waits; it moves with the meeting and never promises the
past.
"""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agenda import selectors, services
from agenda.models import AgendaItem, SpeakingRequest
from agenda.schedule import Slot, Wait, forecast, plan, speakers_until, whole_minute
from meetings import services as meetings
from meetings.enums import Audience, MeetingState
from meetings.live.broadcast import Broadcast
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.selectors import actor_for
from tests.meetings.test_live import PATIENCE, frames_until, socket
from tests.resolved import RESOLVED

START = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
NOW = START + timedelta(minutes=47)
minutes = st.integers(0, 90)


@st.composite
def courses(draw):
    """Items one after the other: done, at most one open with its speakers, waiting, put off."""
    slots, clock = [], START
    for _ in range(draw(st.integers(0, 6))):
        opened = min(clock + timedelta(minutes=draw(st.integers(0, 5))), NOW)
        clock = min(opened + timedelta(minutes=draw(minutes)), NOW)
        slots.append(Slot(0, draw(minutes), True, opened, clock))
    if draw(st.booleans()):
        until = NOW + timedelta(minutes=draw(minutes)) if draw(st.booleans()) else None
        slots.append(Slot(0, draw(minutes), True, clock, None, until))
    slots += [Slot(0, draw(minutes), draw(st.booleans())) for _ in range(draw(st.integers(1, 8)))]
    return slots


@given(courses())
def test_what_waits_is_never_expected_before_now(slots):
    times = forecast(slots, START, NOW)

    assert all(time >= NOW for slot, time in zip(slots, times, strict=True) if slot.opened_at is None)


@given(courses())
def test_the_sums_fit(slots):
    times = forecast(slots, START, NOW)
    ahead = [(slot, time) for slot, time in zip(slots, times, strict=True) if slot.opened_at is None]
    for (slot, time), (_, following) in pairwise(ahead):
        assert following - time == timedelta(minutes=slot.minutes if slot.takes_time else 0)


@given(courses(), st.data())
def test_a_postponed_item_frees_its_time(slots, data):
    place = data.draw(st.sampled_from([index for index, slot in enumerate(slots) if slot.opened_at is None]))
    put_off = [*slots[:place], slots[place]._replace(takes_time=False), *slots[place + 1 :]]
    freed = timedelta(minutes=slots[place].minutes if slots[place].takes_time else 0)

    before, after = forecast(slots, START, NOW), forecast(put_off, START, NOW)

    assert after[: place + 1] == before[: place + 1]
    assert after[place + 1 :] == [time - freed for time in before[place + 1 :]]


@given(courses(), st.integers(0, 120))
def test_more_speakers_never_bring_anything_forward(slots, more):
    later = [
        slot._replace(speakers_until=slot.speakers_until + timedelta(minutes=more)) if slot.speakers_until else slot
        for slot in slots
    ]

    pairs = zip(forecast(slots, START, NOW), forecast(later, START, NOW), strict=True)

    assert all(one <= other for one, other in pairs)


@given(courses())
def test_nothing_comes_before_the_last_speaker_of_the_open_item(slots):
    until = max((slot.speakers_until for slot in slots if slot.speakers_until), default=NOW)

    times = forecast(slots, START, NOW)

    assert all(time >= until for slot, time in zip(slots, times, strict=True) if slot.opened_at is None)


@given(courses(), st.integers(0, 60))
def test_as_time_passes_nothing_moves_forward(slots, later):
    pairs = zip(forecast(slots, START, NOW), forecast(slots, START, NOW + timedelta(minutes=later)), strict=True)

    assert all(one <= other for one, other in pairs)


@given(st.integers(0, 3600), st.integers(-600, 3600), st.booleans(), st.integers(0, 59))
def test_speakers_end_after_now_and_after_all_that_waits(waiting, left, runs, second):
    now = NOW + timedelta(seconds=second)
    wait = Wait(timedelta(seconds=waiting), timedelta(seconds=left), runs)

    end = speakers_until(wait, now)

    assert end >= now + timedelta(seconds=waiting + max(0, left))
    assert end <= whole_minute(now) + timedelta(seconds=waiting + max(0, left))


def test_a_running_clock_ends_at_a_fixed_moment():
    first = speakers_until(Wait(timedelta(0), timedelta(seconds=200), runs=True), NOW)
    later = speakers_until(Wait(timedelta(0), timedelta(seconds=170), runs=True), NOW + timedelta(seconds=30))

    assert first == later


@pytest.fixture
def course(running, clerk):
    """Ö 1 of 3 minutes is open with an open list, Ö 2 waits."""
    one = services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Bericht", planned_minutes=3, actor=clerk
    )
    two = services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Anfragen", planned_minutes=5, actor=clerk
    )
    services.open_item(item=one, actor=clerk)
    services.open_list(item=one, actor=clerk)
    services.set_speaking_time(item=one, seconds=300, contributions=0, whole_meeting=False, actor=clerk)
    return one, two


def expected(item, audience=Audience.PUBLIC):
    meeting = Meeting.objects.get(pk=item.meeting_id)
    rows = {row.item.pk: row for row in selectors.agenda_of(meeting, audience) if row.item}
    return rows[item.pk].planned_at


def in_minutes(item, audience=Audience.PUBLIC):
    return round((expected(item, audience) - timezone.now()).total_seconds() / 60)


@pytest.mark.parametrize("audience", list(Audience))
def test_who_waits_moves_every_agenda(course, clerk, audience):
    one, two = course
    for name in ("Herr A", "Frau B", "Herr C"):
        services.enter_request(item=one, guest=name, actor=clerk)

    assert 15 <= in_minutes(two, audience) <= 16


def test_who_speaks_counts_with_what_is_left(course, clerk):
    one, two = course
    row = services.enter_request(item=one, guest="Herr A", actor=clerk)
    services.call_speaker(request=row, actor=clerk)
    SpeakingRequest.objects.filter(pk=row.pk).update(spent_ms=60_000)

    assert in_minutes(two) == 4


def test_without_a_limit_the_planned_minutes_hold(course, clerk):
    one, two = course
    services.set_speaking_time(item=one, seconds=0, contributions=0, whole_meeting=False, actor=clerk)
    services.enter_request(item=one, guest="Herr A", actor=clerk)

    assert in_minutes(two) <= 3


def test_postponing_frees_the_time(course, add_later, clerk):
    _, two = course
    three = add_later("Verschiedenes")
    before = expected(three)

    services.postpone_item(item=two, actor=clerk)

    assert before - expected(three) == timedelta(minutes=5)


@pytest.fixture
def add_later(running, clerk):
    return lambda title, part="public": services.add_item(
        meeting=running, resolution=RESOLVED, part=part, title=title, planned_minutes=10, actor=clerk
    )


def test_the_public_does_not_learn_who_waits_behind_closed_doors(running, clerk, seat, add_later):
    hidden, later = add_later("Vertrag", "non_public"), add_later("Danach", "non_public")
    AgendaItem.objects.filter(pk=later.pk).update(part="public", parent=None)
    AgendaItem.objects.filter(pk=hidden.pk).update(state="open", opened_at=timezone.now())
    Meeting.objects.filter(pk=running.pk).update(publicity="non_public")
    row = {"meeting": running, "item": hidden, "asked_at": timezone.now(), "state": "waiting"}
    for number in range(5):
        SpeakingRequest.objects.create(**row, guest=f"Gast {number}", position=number)

    assert in_minutes(later) <= 11
    assert in_minutes(later, Audience.PARTICIPANT) >= 25


def test_a_meeting_that_is_late_moves_its_agenda(convened, clerk):
    item = services.add_item(meeting=convened, part="public", title="Bericht", actor=clerk)
    Meeting.objects.filter(pk=convened.pk).update(starts_at=timezone.now() - timedelta(seconds=1))

    assert timezone.now() <= expected(item) <= timezone.now() + timedelta(minutes=1)


def test_a_meeting_of_yesterday_that_never_began_keeps_its_plan(convened, clerk):
    item = services.add_item(meeting=convened, part="public", title="Bericht", actor=clerk)
    begin = timezone.now() - timedelta(days=2)
    Meeting.objects.filter(pk=convened.pk).update(starts_at=begin)

    assert expected(item) == begin


def test_the_panel_says_that_it_is_expected(course):
    meeting = Meeting.objects.get(pk=course[0].meeting_id)
    assert "expected at about" in render_shared(panel_named("agenda"), meeting, Audience.PUBLIC)

    meeting.state = MeetingState.CONVENED
    assert "planned for" in render_shared(panel_named("agenda"), meeting, Audience.PUBLIC)


def test_asking_for_the_floor_moves_the_agenda_without_touching_it():
    panel = panel_named("agenda")

    assert not panel.is_touched_by("agenda.floor.asked")
    assert all(
        panel.drifts_after(f"agenda.{name}")
        for name in ("floor.asked", "floor.given", "speech.ended", "speaking_time.resolved")
    )


def test_the_agenda_drifts_with_every_minute(monkeypatch):
    clock = [6000.0]
    monkeypatch.setattr("meetings.live.drift.time.time", lambda: clock[0])
    broadcast = Broadcast(1)
    clock[0] += 59
    assert broadcast.drift.take() == set()
    clock[0] += 1
    assert "agenda" in broadcast.drift.take()
    assert broadcast.drift.take() == set()


def test_plan_and_forecast_agree_at_the_beginning():
    slots = [Slot(0, 10), Slot(0, 20)]

    assert forecast(slots, START, START) == plan(slots, START)


def test_members_ask_and_the_forecast_follows(course, seat, clerk, running):
    one, two = course
    person = seat("member").person
    meetings.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    before = in_minutes(two)
    row = services.ask_for_floor(item=one, actor=actor_for(person.user, body_id=running.body_id, meeting=running))

    assert in_minutes(two) > before
    services.withdraw_request(request=row, actor=actor_for(person.user, body_id=running.body_id, meeting=running))
    assert in_minutes(two) == before


# --- over a socket --------------------------------------------------------------------------------------------------
async def next_push(citizen, panel):
    """The next frame with this panel; fails after a long time, whatever else comes meanwhile."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < until:
        frame = json.loads(await citizen.receive_from(timeout=PATIENCE))
        if panel in frame.get("panels", {}):
            return frame["panels"]
    raise AssertionError(f"no push of {panel}")


@pytest.mark.django_db(transaction=True)
async def test_screens_follow_whoever_asks_and_get_nothing_that_reads_the_same(running, clerk, monkeypatch):
    """A guest of five minutes pushes the next item; whoever asks where no time is limited moves nothing."""
    monkeypatch.setattr("meetings.live.hub.WATCH", 0.1)
    monkeypatch.setattr("meetings.live.hub.HEARTBEAT", 1.0)
    add, act = sync_to_async(services.add_item), lambda service, **given: sync_to_async(service)(actor=clerk, **given)
    one = await add(
        meeting=running, resolution=RESOLVED, part="public", title="Bericht", planned_minutes=3, actor=clerk
    )
    await add(meeting=running, resolution=RESOLVED, part="public", title="Anfragen", planned_minutes=5, actor=clerk)
    await act(services.open_item, item=one)
    await act(services.set_speaking_time, item=one, seconds=300, contributions=0, whole_meeting=True)
    async with socket(f"/ws/meetings/{running.pk}/?seq=0&view=public&lang=en") as citizen:
        first = await next_push(citizen, "agenda")
        row = await act(services.enter_request, item=one, guest="Herr A")
        moved = await next_push(citizen, "agenda")
        await act(services.strike_request, request=row)
        back = await next_push(citizen, "agenda")
        await act(services.set_speaking_time, item=one, seconds=0, contributions=0, whole_meeting=False)
        await act(services.enter_request, item=one, guest="Frau B")
        latest = await sync_to_async(lambda: Meeting.objects.get(pk=running.pk).last_seq)()
        frames = await frames_until(citizen, "heartbeat", seq=latest)  # the list of speakers may read as it did before
        frames += await frames_until(citizen, "heartbeat")

    assert moved["agenda"] not in {first["agenda"], back["agenda"]}
    assert "Herr A" not in moved["agenda"]
    assert [frame for frame in frames if "agenda" in frame.get("panels", {})] == []
