"""Presence is entered from half an hour before the planned beginning, and counts at the opening once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.minutes.content import minutes_of
from documents.minutes.exports.head import _people
from documents.minutes.exports.moments import Moments
from meetings import presence, services
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_shared
from meetings.models import Attendance, LiveConnection, Meeting, RulesOfProcedure, SeatHolding
from meetings.selectors import findings, hall_code, quorum_of, shows_code
from tests.meetings.test_presence import facts, refusal


def begins_in(meeting, **length):
    """The meeting as it is when its beginning is so far ahead."""
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + timedelta(**length))
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def soon(convened):
    return begins_in(convened, minutes=29)


def every_way(meeting, clerk, mira):
    return {
        "arrival": lambda: services.record_arrival(meeting=meeting, person=mira.user.person, mode="hall", actor=clerk),
        "all": lambda: services.record_all_arrivals(meeting=meeting, actor=clerk),
        "departure": lambda: services.record_departure(meeting=meeting, person=mira.user.person, actor=clerk),
        "remote": lambda: services.join_meeting(meeting=meeting, mode="remote", actor=mira),
        "hall": lambda: services.join_meeting(meeting=meeting, mode="hall", code=hall_code(meeting), actor=mira),
        "leave": lambda: services.leave_meeting(meeting=meeting, actor=mira),
        "roll": lambda: services.import_roll(meeting=meeting, text="Name\nMira Member", seen="", actor=clerk),
    }


@pytest.mark.parametrize("way", ["arrival", "all", "departure", "remote", "hall", "leave", "roll"])
def test_earlier_it_is_refused_with_the_time_from_which_it_is_possible(convened, clerk, actor, way):
    meeting = begins_in(convened, minutes=31)
    mira, recorded = actor("member"), Meeting.objects.get(pk=convened.pk).last_seq
    with pytest.raises(DomainError) as error:
        every_way(meeting, clerk, mira)[way]()

    since = timezone.localtime(meeting.starts_at - timedelta(minutes=30))
    assert (error.value.code, error.value.status) == ("attendance.too_early", 409)
    assert f"{since:%d.%m.%Y}, {since:%H:%M}" in str(error.value)
    assert not Attendance.objects.exists()
    assert Meeting.objects.get(pk=convened.pk).last_seq == recorded


def test_half_an_hour_before_everybody_comes_in_each_way(soon, clerk, actor):
    mira, egon, ada = actor("member"), actor("expert_citizen"), actor("advisory_member")
    services.join_meeting(meeting=soon, mode="hall", code=hall_code(soon), actor=mira)
    services.join_meeting(meeting=soon, mode="remote", actor=egon)
    services.record_arrival(meeting=soon, person=ada.user.person, mode="hall", actor=clerk)

    entered = dict(Attendance.objects.values_list("person__family_name", "entered_by"))
    assert entered == {"Member": "code", "Expert": "self", "Advisory": "desk"}


def test_the_display_shows_the_code_from_then_on(convened, soon):
    assert shows_code(soon)
    assert not shows_code(begins_in(convened, minutes=31))


def test_the_room_says_from_when_and_offers_it_on_the_day(convened, actor, clerk, signed_in):
    mira = actor("member")

    def room(meeting):
        html = signed_in(mira.user).get(reverse("meetings:room", args=[meeting.pk])).content.decode()
        return "als anwesend eintragen" in html, 'value="remote"' in html

    told = [room(begins_in(convened, days=8)), room(begins_in(convened, minutes=29))]
    services.join_meeting(meeting=convened, mode="remote", actor=mira)
    told.append(room(convened))
    assert told == [(True, False), (True, True), (False, False)]


def test_the_desk_says_from_when_until_the_opening(soon, clerk):
    def says(meeting):
        html = render_shared(panel_named("roll"), Meeting.objects.get(pk=meeting.pk), Audience.DESK)
        since = timezone.localtime(meeting.starts_at - timedelta(minutes=30))
        return f"{since:%H:%M} Uhr erfasst werden" in html

    before = says(soon)
    services.open_meeting(meeting=soon, actor=clerk)
    assert (before, says(soon)) == (True, False)


def test_how_long_before_is_a_rule_of_the_body(convened, body, clerk, actor):
    RulesOfProcedure.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", check_in_minutes=5
    )
    mira = actor("member")
    join = {"mode": "remote", "actor": mira}
    assert refusal(services.join_meeting, meeting=begins_in(convened, minutes=6), **join)[0] == "attendance.too_early"
    assert services.join_meeting(meeting=begins_in(convened, minutes=4), **join).person == mira.user.person


def test_a_draft_and_a_cancelled_meeting_have_no_list(meeting, clerk, actor):
    mira = actor("member")
    meeting = begins_in(meeting, minutes=10)
    arrive = {"person": mira.user.person, "mode": "hall", "actor": clerk}
    assert refusal(services.record_arrival, meeting=meeting, **arrive) == ("state.not_now", 409)
    services.convene_meeting(meeting=meeting, actor=clerk)
    services.cancel_meeting(meeting=meeting, actor=clerk)
    assert refusal(services.record_arrival, meeting=meeting, **arrive) == ("state.not_now", 409)


def test_what_was_entered_before_counts_at_the_opening_once(soon, clerk, actor):
    mira = actor("member")
    services.join_meeting(meeting=soon, mode="remote", actor=mira)
    before = quorum_of(Meeting.objects.get(pk=soon.pk)).seats
    opened = services.open_meeting(meeting=soon, actor=clerk)
    arrive = {"meeting": opened, "mode": "remote"}
    again = refusal(services.record_arrival, person=mira.user.person, actor=clerk, **arrive)
    same = refusal(services.join_meeting, actor=mira, **arrive)

    assert again == same == ("attendance.already_present", 409)
    assert (before, quorum_of(opened).seats) == (1, 1)
    assert SeatHolding.objects.filter(meeting=opened, until=None).count() == 1
    moment = opened.events.get(name="meetings.meeting.opened").at
    assert presence.present_at(facts(opened), moment) == {mira.user.person.pk: "remote"}


def shown(meeting):
    """How the list of those present reads in the minutes, by family name; and what stands in their course."""
    minutes = minutes_of(meeting=Meeting.objects.get(pk=meeting.pk), audience=Audience.PUBLIC)
    rows = [row for group in minutes.groups for row in _people(minutes, Moments(minutes.day), group)]
    return {name.split(" ")[-1]: words for name, _function, words in rows}, [one.sentence for one in minutes.course]


def test_the_minutes_say_from_the_beginning(soon, clerk, actor):
    early, late, gone = actor("member"), actor("expert_citizen"), actor("advisory_member")
    services.join_meeting(meeting=soon, mode="remote", actor=early)
    services.join_meeting(meeting=soon, mode="remote", actor=gone)
    services.leave_meeting(meeting=soon, actor=gone)
    opened = services.open_meeting(meeting=soon, actor=clerk)
    services.join_meeting(meeting=opened, mode="remote", actor=late)

    people, course = shown(opened)
    assert people["Member"].endswith(" von Beginn an")
    assert "Beginn" not in people["Expert"]
    assert people["Advisory"] == "nicht anwesend"
    assert not any("Member" in line or "Advisory" in line for line in course)


def test_a_correction_keeps_who_was_there_before_the_opening(soon, clerk, actor):
    row = services.join_meeting(meeting=soon, mode="remote", actor=actor("member"))
    services.open_meeting(meeting=soon, actor=clerk)
    earlier = row.arrived_at - timedelta(seconds=30)
    asked = {"meeting": soon, "attendance": row.pk, "left_at": None, "ground": "Früher da", "actor": clerk}

    assert services.correct_attendance(arrived_at=earlier, **asked).arrived_at == earlier
    long_before = soon.starts_at - timedelta(minutes=31)
    assert refusal(services.correct_attendance, arrived_at=long_before, **asked) == ("attendance.times_wrong", 400)


def test_a_meeting_that_is_put_off_begins_with_an_empty_list(soon, clerk, actor):
    mira = actor("member")
    services.join_meeting(meeting=soon, mode="remote", actor=mira)
    version, later = soon.version, timezone.now() + timedelta(days=7)
    services.edit_meeting(meeting=soon, version=version, remark="Bitte pünktlich", actor=clerk)
    kept = Attendance.objects.filter(left_at=None).count()
    services.edit_meeting(meeting=soon, version=version + 1, starts_at=later, actor=clerk)

    assert (kept, Attendance.objects.filter(left_at=None).count()) == (1, 0)
    assert SeatHolding.objects.filter(until=None).count() == 0


def test_a_connection_lost_before_the_opening_is_lost_from_the_opening_on(soon, clerk, actor):
    mira = actor("member")
    services.join_meeting(meeting=soon, mode="remote", actor=mira)
    long_ago = timezone.now() - timedelta(minutes=5)
    Attendance.objects.update(arrived_at=long_ago)
    row = LiveConnection(meeting=soon, person=mira.user.person, key="6f1d4a52-64b1-4a0e-9a3b-2f0f3a0d7c11")
    row.seen_at = long_ago
    row.save()
    opened = services.open_meeting(meeting=soon, actor=clerk)

    assert findings(opened, opened.opened_at + timedelta(seconds=5)) == []
    (found,) = findings(opened, opened.opened_at + timedelta(seconds=8))
    assert (found.what, found.seen) == ("lost", opened.opened_at)
