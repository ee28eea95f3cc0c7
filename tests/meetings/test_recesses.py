"""How long an interruption is expected to take."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.selectors import recess_of
from meetings.services import interrupt_meeting, resume_meeting


def test_its_end_is_announced_on_the_minute(running, clerk):
    before = timezone.now()
    interrupted = interrupt_meeting(meeting=running, minutes=15, actor=clerk)
    until = recess_of(interrupted).until

    assert timedelta(minutes=15) <= until - before < timedelta(minutes=16, seconds=5)
    assert (until.second, until.microsecond) == (0, 0)
    last = interrupted.events.order_by("seq").last()
    assert (
        sentence_of(last)
        == f"Die Sitzung wird voraussichtlich gegen {timezone.localtime(until):%H:%M} Uhr fortgesetzt."
    )


def test_without_minutes_nothing_is_announced(running, clerk):
    interrupted = interrupt_meeting(meeting=running, actor=clerk)
    assert recess_of(interrupted).until is None
    assert interrupted.events.order_by("seq").last().name == "meetings.meeting.interrupted"


def test_only_an_interrupted_meeting_has_one(running, clerk):
    assert recess_of(running) is None
    interrupted = interrupt_meeting(meeting=running, minutes=5, actor=clerk)
    assert recess_of(resume_meeting(meeting=interrupted, actor=clerk)) is None


def test_longer_than_a_day_is_refused(running, clerk):
    with pytest.raises(DomainError) as refused:
        interrupt_meeting(meeting=running, minutes=1441, actor=clerk)
    assert (refused.value.code, refused.value.status) == ("meeting.recess_too_long", 400)
    running.refresh_from_db()
    assert running.state == "running"


@pytest.mark.parametrize(("typed", "minutes"), [("20", 20), ("", None), ("viel", None), ("-3", None)])
def test_the_desk_sends_minutes(running, clerk, signed_in, typed, minutes):
    signed_in(clerk.user).post(
        reverse("meetings:interrupt_meeting", args=[running.pk]), {"cause": "break", "minutes": typed}
    )
    running.refresh_from_db()
    until = recess_of(running).until

    assert (until is None) == (minutes is None)
