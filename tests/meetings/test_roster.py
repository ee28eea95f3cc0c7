"""The desk's roster: a fixed switch for each, everybody in the hall with one press, what has come in."""

import re

import pytest
from django.utils import timezone, translation

from meetings import services
from meetings.enums import Audience
from meetings.journal import sentence_of
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


@pytest.fixture
def waiting(hybrid, seat, clerk):
    """`waiting(3)`: so many disturbances have come in, one after the other; what they are called in the inbox."""

    def make(number):
        for _ in range(number):
            person = seat("member").person
            services.record_arrival(meeting=hybrid, person=person, mode="remote", actor=clerk)
            row = services.record_disruption(meeting=hybrid, person=person, trouble="no_sound", actor=clerk)
            yield f"disruption-{row.pk}"

    return lambda number: list(make(number))


def cards(meeting):
    """What stands as a card, and what in the list behind the number."""
    html = shown("inbox", meeting)
    first, _, rest = html.partition("<details")
    key = re.compile(r'data-say="news-([\w-]+)"')
    return key.findall(first), key.findall(rest)


def test_the_newest_two_are_cards_and_the_others_a_number(hybrid, waiting):
    one, two, three = waiting(3)
    assert cards(hybrid) == ([three, two], [one])
    assert "+1" in shown("inbox", hybrid)


def test_put_off_news_goes_into_the_list_on_every_desk_and_can_be_dealt_with_there(hybrid, waiting, clerk, actor):
    one, two, three = waiting(3)
    before = Meeting.objects.get(pk=hybrid.pk).last_seq
    services.put_off_news(meeting=hybrid, news=three, actor=clerk)

    assert cards(hybrid) == ([two, one], [three])
    html = shown("inbox", hybrid)
    assert ("+1" in html, "auf später gelegt" in html, html.count("#panel-disruptions")) == (True, True, 3)
    (event,) = hybrid.events.filter(seq__gt=before)
    assert (event.name, event.audience, event.data["news"]) == ("meetings.news.put_off", "desk", three)
    assert "Störung" in sentence_of(event)
    assert shown("disruptions", hybrid).count("<form") >= 3


def test_put_off_news_is_for_the_desk_and_for_what_waits(hybrid, waiting, clerk, actor):
    (key,) = waiting(1)
    seq = Meeting.objects.get(pk=hybrid.pk).last_seq
    assert refusal(services.put_off_news, meeting=hybrid, news=key, actor=actor("member"))[1] == 403
    assert refusal(services.put_off_news, meeting=hybrid, news="disruption-0", actor=clerk)[1] == 404
    assert Meeting.objects.get(pk=hybrid.pk).last_seq == seq
    services.put_off_news(meeting=hybrid, news=key, actor=clerk)
    again = refusal(services.put_off_news, meeting=hybrid, news=key, actor=clerk)
    assert again == ("news.put_off_already", 409)
    Meeting.objects.filter(pk=hybrid.pk).update(state="closed", closed_at=timezone.now())
    assert refusal(services.put_off_news, meeting=hybrid, news=key, actor=clerk) == ("state.not_now", 409)


def test_while_nothing_waits_the_last_lines_of_the_record_stand_there(hybrid, waiting, clerk, seat):
    mira = seat("member").person
    services.record_arrival(meeting=hybrid, person=mira, mode="hall", actor=clerk)
    empty = shown("inbox", hybrid)
    (key,) = waiting(1)
    card = shown("inbox", hybrid)
    services.put_off_news(meeting=hybrid, news=key, actor=clerk)
    aside = shown("inbox", hybrid)

    first, second = f"{mira.name} ist anwesend", "Die Sitzung wurde eröffnet."
    assert 0 < empty.index(first) < empty.index(second)
    assert ('class="record"' in card, 'class="record"' in aside) == (False, True)
    assert "auf später gelegt:" not in aside.partition("<details")[0]
