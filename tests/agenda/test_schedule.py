from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.schedule import Slot, forecast, plan

pytestmark = pytest.mark.any_database

START = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def minutes(times):
    return [int((time - START).total_seconds() // 60) for time in times]


@st.composite
def agendas(draw):
    slots, depth = [], -1
    for _ in range(draw(st.integers(0, 20))):
        depth = draw(st.integers(0, min(depth + 1, 3)))
        slots.append(Slot(depth, draw(st.integers(0, 120)), draw(st.booleans())))
    return slots


def test_plan_adds_up_the_minutes():
    slots = [Slot(0, 10), Slot(0, 20), Slot(0, 5)]

    assert minutes(plan(slots, START)) == [0, 10, 30]


def test_plan_gives_a_parent_the_time_of_its_sub_items():
    slots = [Slot(0, 60), Slot(1, 15), Slot(1, 5), Slot(0, 10), Slot(0, 1)]

    assert minutes(plan(slots, START)) == [0, 0, 15, 20, 30]


def test_plan_gives_a_parent_its_own_minutes_when_all_sub_items_are_withdrawn():
    slots = [Slot(0, 30), Slot(1, 15, takes_time=False), Slot(0, 10)]

    assert minutes(plan(slots, START)) == [0, 30, 30]


def test_plan_gives_no_time_to_a_withdrawn_item():
    slots = [Slot(0, 30, takes_time=False), Slot(0, 10), Slot(0, 10)]

    assert minutes(plan(slots, START)) == [0, 0, 10]


@given(agendas())
def test_plan_never_goes_back(slots):
    times = plan(slots, START)

    assert len(times) == len(slots)
    assert sorted(times) == times
    assert all(time >= START for time in times)


@given(agendas())
def test_plan_ends_after_the_leaves_that_take_time(slots):
    leaves = [slot for slot, after in zip(slots, [*slots[1:], Slot(0, 0)], strict=False) if after.depth <= slot.depth]
    least = sum(slot.minutes for slot in leaves if slot.takes_time)
    most = sum(slot.minutes for slot in slots if slot.takes_time)

    end = minutes(plan([*slots, Slot(0, 0)], START))[-1]

    assert least <= end <= most


@given(agendas())
def test_forecast_of_a_meeting_that_begins_now_is_the_plan(slots):
    assert forecast(slots, START, START) == plan(slots, START)


@given(agendas(), st.integers(0, 500))
def test_forecast_never_promises_the_past(slots, late):
    now = START + timedelta(minutes=late)

    assert all(time >= now for time in forecast(slots, START, now))


def test_forecast_keeps_the_real_beginning_of_what_has_begun():
    opened = START + timedelta(minutes=3)
    slots = [Slot(0, 10, opened_at=opened, closed_at=START + timedelta(minutes=5)), Slot(0, 10)]

    assert minutes(forecast(slots, START, START + timedelta(minutes=6))) == [3, 6]


def test_forecast_lets_an_open_item_use_its_minutes():
    slots = [Slot(0, 10, opened_at=START), Slot(0, 10), Slot(0, 5)]

    assert minutes(forecast(slots, START, START + timedelta(minutes=4))) == [0, 10, 20]


def test_forecast_pushes_everything_behind_an_item_that_overruns():
    slots = [Slot(0, 10, opened_at=START), Slot(0, 10), Slot(0, 5)]

    assert minutes(forecast(slots, START, START + timedelta(minutes=25))) == [0, 25, 35]
