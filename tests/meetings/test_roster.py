"""The desk's roster: a fixed switch for each, everybody in the hall with one press, what has come in."""

import re

import pytest
from django.utils import translation

from meetings import services
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.selectors import present_people
from tests.meetings.test_presence import refusal


def shown(name, meeting):
    return render_shared(panel_named(name), Meeting.objects.get(pk=meeting.pk), Audience.DESK)


def switch(meeting, person):
    """The three buttons of one person: what each is called, whether it is pressed, whether it sends anything."""
    with translation.override("en"):
        html = shown("roll", meeting)
    buttons = [one for one in re.findall(r"<button[^>]*>", html) if f": {person.name}" in one]
    word = re.compile(r'aria-label="([^:]+):')
    return [(word.search(one)[1], 'aria-pressed="true"' in one, 'type="button"' not in one) for one in buttons]


@pytest.fixture
def hybrid(running):
    Meeting.objects.filter(pk=running.pk).update(format="hybrid")
    return Meeting.objects.get(pk=running.pk)


def test_a_pressed_button_of_the_switch_does_nothing_and_none_changes_its_meaning(hybrid, seat, clerk):
    mira = seat("member").person
    told = [switch(hybrid, mira)]
    services.record_arrival(meeting=hybrid, person=mira, mode="hall", actor=clerk)
    told.append(switch(hybrid, mira))
    services.record_arrival(meeting=hybrid, person=mira, mode="remote", actor=clerk)
    told.append(switch(hybrid, mira))

    assert told == [
        [("Hall", False, True), ("Remote", False, True), ("Absent", True, False)],
        [("Hall", True, False), ("Remote", False, True), ("Absent", False, True)],
        [("Hall", False, True), ("Remote", True, False), ("Absent", False, True)],
    ]


def test_record_all_arrivals_enters_who_has_not_been_there_yet_and_nobody_else(hybrid, seat, clerk):
    here, gone, out, missing, substitute = (
        seat(role).person for role in ("member", "member", "member", "member", "substitute")
    )
    services.record_arrival(meeting=hybrid, person=here, mode="remote", actor=clerk)
    services.record_arrival(meeting=hybrid, person=gone, mode="hall", actor=clerk)
    services.record_departure(meeting=hybrid, person=gone, actor=clerk)
    services.exclude_person(meeting=hybrid, person=out, actor=clerk)

    services.record_all_arrivals(meeting=hybrid, actor=clerk)

    present = present_people(Meeting.objects.get(pk=hybrid.pk))
    assert (present[here.pk].mode, present[missing.pk].mode) == ("remote", "hall")
    assert not {gone.pk, out.pk, substitute.pk} & present.keys()


def test_record_all_arrivals_is_for_the_desk_of_an_open_meeting_with_somebody_missing(hybrid, seat, clerk, actor):
    member = actor("member")
    assert refusal(services.record_all_arrivals, meeting=hybrid, actor=member)[1] == 403
    services.record_all_arrivals(meeting=hybrid, actor=clerk)
    assert refusal(services.record_all_arrivals, meeting=hybrid, actor=clerk) == ("attendance.nobody_missing", 409)
    services.close_meeting(meeting=hybrid, actor=clerk)
    assert refusal(services.record_all_arrivals, meeting=hybrid, actor=clerk)[1] == 409


def test_what_has_come_in_stands_in_the_inbox_until_it_is_done(hybrid, actor, clerk):
    mira = actor("member").user.person
    services.record_arrival(meeting=hybrid, person=mira, mode="remote", actor=clerk)
    before = shown("inbox", hybrid)
    row = services.record_disruption(meeting=hybrid, person=mira, trouble="no_sound", actor=clerk)
    waits = shown("inbox", hybrid)
    services.settle_disruption(meeting=hybrid, disruption=row.pk, ground="remedied", actor=clerk)
    after = shown("inbox", hybrid)

    assert (f"news-disruption-{row.pk}" in waits, "#panel-disruptions" in waits) == (True, True)
    assert ("news-" in before, "news-" in after) == (False, False)
