"""The list of speakers: one for hall and remote, in the order of asking, one speaker at a time, times that the
server counts.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from agenda import floor, selectors, services
from agenda.models import AgendaRules, SpeakingRequest
from agenda.selectors.floor import Times
from meetings import registry
from meetings import services as meetings
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.panels import panel_named, render_personal, render_shared
from meetings.models import Meeting, Membership
from meetings.selectors import actor_for
from tests.resolved import RESOLVED

NOW = datetime(2026, 5, 5, 16, 0, tzinfo=UTC)


@pytest.fixture
def item(running, clerk):
    """The open item with an open list."""
    found = services.add_item(meeting=running, resolution=RESOLVED, part="public", title="Bericht", actor=clerk)
    services.open_item(item=found, actor=clerk)
    services.open_list(item=found, actor=clerk)
    found.refresh_from_db()
    return found


@pytest.fixture
def member(running, clerk, seat):
    """Make somebody who takes part; answers the actor."""

    def make(mode="hall", role="member"):
        person = seat(role).person
        meetings.record_arrival(meeting=running, person=person, mode=mode, actor=clerk)
        return actor_for(person.user, body_id=running.body_id, meeting=running)

    return make


def ask(item, who, kind="contribution"):
    return services.ask_for_floor(item=item, kind=kind, actor=who)


def code(service, **given):
    with pytest.raises(DomainError) as refused:
        service(**given)
    return refused.value.code


def due(item):
    meeting = Meeting.objects.get(pk=item.meeting_id)
    return [row.pk for row in selectors.waiting(selectors.requests_of(meeting, item))]


def journal(item):
    events = Meeting.objects.get(pk=item.meeting_id).events.filter(name__startswith="agenda.").order_by("seq")
    return [event.name.removeprefix("agenda.") for event in events]


def test_hall_and_remote_are_one_list_in_the_order_of_asking(item, member):
    rows = [ask(item, member(mode)) for mode in ("remote", "hall", "remote")]

    assert due(item) == [row.pk for row in rows]
    assert [row.mode for row in rows] == ["remote", "hall", "remote"]


def test_a_point_of_order_comes_before_all_others_even_when_the_list_is_closed(item, member, clerk):
    first = ask(item, member())
    services.close_list(item=item, actor=clerk)
    point = ask(item, member(), "point_of_order")

    assert due(item) == [point.pk, first.pk]


def test_ask_for_floor_refuses(item, member, clerk, seat, running):
    one = member()
    ask(item, one)
    absent = actor_for(seat("member").person.user, body_id=running.body_id, meeting=running)
    found = {
        "twice": code(services.ask_for_floor, item=item, actor=one),
        "kind": code(services.ask_for_floor, item=item, kind="song", actor=one),
        "absent": code(services.ask_for_floor, item=item, actor=absent),
    }
    services.close_list(item=item, actor=clerk)
    found["closed"] = code(services.ask_for_floor, item=item, actor=member())
    meetings.interrupt_meeting(meeting=running, actor=clerk)
    found["interrupted"] = code(services.ask_for_floor, item=item, actor=member("remote"))

    assert found["twice"] == "floor.asked_already"
    assert found["kind"] == "floor.kind_unknown"
    assert found["closed"] == "floor.list_closed"
    assert found["absent"] == found["interrupted"] == "state.not_now"
    assert SpeakingRequest.objects.filter(item=item).count() == 1


def test_the_rules_limit_how_often_and_the_desk_may_enter_another(item, member, clerk, body):
    AgendaRules.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", contributions_per_item=1
    )
    one = member()
    services.call_speaker(request=ask(item, one), actor=clerk)
    services.end_speech(request=SpeakingRequest.objects.get(), actor=clerk)

    assert code(services.ask_for_floor, item=item, actor=one) == "floor.limit_reached"
    assert ask(item, one, "question").kind == "question"
    assert services.enter_request(item=item, person=one.person_id, actor=clerk).person_id == one.person_id


def test_one_speaks_at_a_time_and_a_deviation_is_recorded(item, member, clerk):
    first, second = ask(item, member()), ask(item, member())
    services.call_speaker(request=second, actor=clerk)

    assert code(services.call_speaker, request=first, actor=clerk) == "floor.taken"
    services.end_speech(request=second, actor=clerk)
    services.call_speaker(request=first, actor=clerk)
    names = [name for name in journal(item) if name.startswith("floor.given")]
    assert names == ["floor.given_out_of_turn", "floor.given"]
    assert code(services.call_speaker, request=second, actor=clerk) == "floor.not_waiting"


def test_a_remote_speaker_confirms_camera_and_sound_or_the_chair_decides(item, member, clerk):
    seen, unseen = member("remote"), member("remote")
    ready, silent = ask(item, seen), ask(item, unseen)
    services.confirm_media(request=ready, actor=seen)
    services.call_speaker(request=ready, actor=clerk)
    services.end_speech(request=ready, actor=clerk)

    assert code(services.call_speaker, request=silent, actor=clerk) == "floor.media_not_confirmed"
    assert services.call_speaker(request=silent, without_media=True, actor=clerk).without_media
    assert "floor.without_media" in journal(item)
    assert code(services.confirm_media, request=silent, actor=seen) == "permission.denied"


def test_the_clock_stops_goes_on_and_is_frozen_at_the_end(item, member, clerk, monkeypatch):
    now = timezone.now()
    clock = {"now": now}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"])
    row = services.call_speaker(request=ask(item, member()), actor=clerk)
    clock["now"] = now + timedelta(seconds=100)
    row = services.pause_speech(request=row, actor=clerk)
    clock["now"] = now + timedelta(seconds=500)
    assert selectors.left_ms(row) == 200_000
    assert code(services.pause_speech, request=row, actor=clerk) == "floor.stopped_already"
    row = services.continue_speech(request=row, actor=clerk)
    clock["now"] = now + timedelta(seconds=720)

    assert selectors.left_ms(row) == -20_000
    assert services.end_speech(request=row, actor=clerk).spent_ms == 320_000
    assert code(services.end_speech, request=row, actor=clerk) == "floor.not_speaking"


def test_whoever_is_interrupted_goes_on_later_with_what_is_left_of_the_time(item, member, clerk, monkeypatch):
    now = timezone.now()
    clock = {"now": now}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"])
    first, second = ask(item, member()), ask(item, member())
    services.call_speaker(request=first, actor=clerk)
    point = ask(item, member(), kind="point_of_order")
    clock["now"] = now + timedelta(seconds=100)
    row = services.interrupt_speech(request=first, actor=clerk)
    clock["now"] = now + timedelta(seconds=400)

    assert (row.state, row.running_since, row.spent_ms) == ("waiting", None, 100_000)
    assert journal(item)[-1] == "speech.interrupted"
    assert code(services.interrupt_speech, request=first, actor=clerk) == "floor.not_speaking"
    assert [one.pk for one in selectors.waiting(selectors.requests_of(item.meeting, item))] == [
        point.pk,
        first.pk,
        second.pk,
    ]
    services.end_speech(request=services.call_speaker(request=point, actor=clerk), actor=clerk)
    row = services.call_speaker(request=first, actor=clerk)
    assert (selectors.left_ms(row), row.out_of_turn) == (200_000, False)


def test_an_interruption_of_the_meeting_stops_the_clock(item, member, clerk, running):
    row = services.call_speaker(request=ask(item, member()), actor=clerk)
    meetings.interrupt_meeting(meeting=running, actor=clerk)
    row.refresh_from_db()

    assert (row.state, row.running_since) == ("speaking", None)
    assert journal(item)[-1] == "speech.paused"


def test_set_speaking_time_holds_at_once_also_for_whoever_speaks(item, member, clerk):
    row = services.call_speaker(request=ask(item, member()), actor=clerk)
    services.set_speaking_time(item=item, seconds=180, contributions=0, actor=clerk)
    row.refresh_from_db()

    assert row.limit_seconds == 180
    assert selectors.times_on(item) == Times(180, 0)
    services.set_speaking_time(item=item, seconds=0, contributions=3, whole_meeting=True, actor=clerk)
    row.refresh_from_db()
    assert row.limit_seconds is None
    assert selectors.times_on(item) == Times(0, 3)
    assert code(services.set_speaking_time, item=item, seconds=-1, contributions=1, actor=clerk) == "data.invalid"


def test_close_debate_strikes_whoever_waits_and_the_item_cannot_be_left_while_somebody_speaks(item, member, clerk):
    speaking, waits = ask(item, member()), ask(item, member())
    services.call_speaker(request=speaking, actor=clerk)

    assert (
        code(services.close_item, item=item, actor=clerk)
        == code(services.close_debate, item=item, actor=clerk)
        == "floor.taken"
    )
    services.end_speech(request=speaking, actor=clerk)
    services.close_debate(item=item, actor=clerk)
    waits.refresh_from_db()
    assert (waits.state, due(item)) == ("struck", [])
    assert code(services.close_debate, item=item, actor=clerk) == "floor.debate_closed"
    services.close_item(item=item, actor=clerk)


def test_whoever_has_left_or_lost_the_floor_is_not_called(item, member, clerk, running):
    gone, shouting = member(), member()
    left, loud = ask(item, gone), ask(item, shouting)
    meetings.leave_meeting(meeting=running, actor=gone)
    meetings.exclude_person(meeting=running, person=loud.person, actor=clerk)

    assert code(services.call_speaker, request=left, actor=clerk) == "floor.absent"
    assert code(services.call_speaker, request=loud, actor=clerk) == "floor.absent"


def test_the_desk_enters_presenters_and_guests(item, clerk):
    presenter = services.add_presenter(item=item, actor=clerk, name="Frau Gast")
    rows = [
        services.enter_request(item=item, presenter=presenter.pk, kind="presentation", actor=clerk),
        services.enter_request(item=item, guest="  Herr  Amt ", actor=clerk),
    ]

    assert [row.name for row in rows] == ["Frau Gast", "Herr Amt"]
    assert code(services.enter_request, item=item, presenter=presenter.pk, actor=clerk) == "floor.asked_already"
    assert code(services.enter_request, item=item, guest=" \0 ", actor=clerk) == "floor.nobody"


def test_requests_are_ones_own(item, member, clerk):
    one, other = member(), member()
    row = ask(item, one)

    with pytest.raises(DomainError) as refused:
        services.withdraw_request(request=row, actor=other)
    assert refused.value.status == 403
    assert services.withdraw_request(request=row, actor=one).state == "withdrawn"
    assert services.strike_request(request=ask(item, one), actor=clerk).state == "struck"


def test_the_public_sees_who_speaks_and_how_many_wait_but_not_who(item, member, clerk):
    speaking, waits = ask(item, member()), ask(item, member())
    services.call_speaker(request=speaking, actor=clerk)
    meeting = Meeting.objects.select_related("body__institution").get(pk=item.meeting_id)
    panel = panel_named("speakers")
    shown = {audience: render_shared(panel, meeting, audience) for audience in Audience}

    assert all(speaking.name in html and 'data-left-ms="' in html for html in shown.values())
    assert [waits.name in shown[audience] for audience in (Audience.PUBLIC, Audience.SCREEN)] == [False, False]
    assert waits.name in shown[Audience.PARTICIPANT]


def test_my_place_is_shown_to_me(item, member):
    ask(item, member())
    one = member("remote")
    ask(item, one)
    meeting = Meeting.objects.select_related("body__institution").get(pk=item.meeting_id)
    with translation.override("de"):
        html = render_personal(panel_named("my_floor"), meeting, [one.person_id])[one.person_id]

    assert "Sie stehen an Stelle 2" in html
    assert "Kamera und Ton funktionieren" in html


def test_the_next_step_gives_the_floor_and_takes_it_back(item, member, clerk, running):
    row = ask(item, member())
    step = registry.next_step(Meeting.objects.get(pk=running.pk))
    assert step.url == f"/requests/{row.pk}/call/"
    services.call_speaker(request=row, actor=clerk)
    assert registry.next_step(Meeting.objects.get(pk=running.pk)).url == f"/requests/{row.pk}/end/"
    services.end_speech(request=row, actor=clerk)
    assert "/close/" in registry.next_step(Meeting.objects.get(pk=running.pk)).url


def test_sentences_read_well(item, member, clerk):
    row = services.call_speaker(request=ask(item, member(), "statement"), actor=clerk)
    services.end_speech(request=row, actor=clerk)
    with translation.override("de"):
        told = [sentence_of(event) for event in Meeting.objects.get(pk=item.meeting_id).events.order_by("seq")][-4:]

    assert told[0] == f"{row.name} meldet sich zu Wort (Erklärung zu Protokoll)."
    assert told[1] == f"{row.name} erhält das Wort (Erklärung zu Protokoll)."
    assert told[3] == f"{row.name} gibt zu TOP Ö 1 eine Erklärung zu Protokoll."


@given(
    st.lists(
        st.tuples(st.sampled_from(["contribution", "point_of_order", "question"]), st.integers(0, 50)), max_size=20
    )
)
def test_the_order_keeps_everybody_and_puts_points_of_order_first(wishes):
    rows = [floor.Wish(key, kind, position) for key, (kind, position) in enumerate(wishes)]
    found = floor.in_order(rows)
    kinds = [wish.kind == "point_of_order" for wish in found]

    assert sorted(found, key=lambda wish: wish.key) == rows
    assert kinds == sorted(kinds, reverse=True)
    for group in (True, False):
        places = [(wish.position, wish.key) for wish in found if (wish.kind == "point_of_order") is group]
        assert places == sorted(places)


@given(st.integers(0, 10**7), st.integers(-3600, 36000), st.one_of(st.none(), st.integers(0, 7200)))
def test_time_left_and_spent_add_up(spent_ms, seconds, limit):
    used = floor.spent(spent_ms, NOW, NOW + timedelta(seconds=seconds))

    assert used >= spent_ms
    assert floor.left(limit, used) is None if limit is None else floor.left(limit, used) == limit * 1000 - used


def test_an_interrupted_speaker_of_a_faction_has_what_the_faction_has(item, member, clerk, faction, monkeypatch):
    """What the faction has left comes on top of what the speaker has used of it, and is not taken away twice."""
    now = timezone.now()
    clock = {"now": now}
    monkeypatch.setattr(timezone, "now", lambda: clock["now"])
    services.set_speaking_time(item=item, seconds=0, contributions=0, faction_seconds=300, actor=clerk)
    row = services.call_speaker(request=ask(item, member()), actor=clerk)
    clock["now"] = now + timedelta(seconds=100)
    services.interrupt_speech(request=row, actor=clerk)

    assert selectors.left_ms(services.call_speaker(request=row, actor=clerk)) == 200_000


def test_a_faction_has_no_more_than_its_time(item, member, clerk, faction):
    first, second, free = member(), member(), member()
    Membership.objects.filter(person=free.person_id).update(faction=None)
    services.set_speaking_time(item=item, seconds=300, contributions=0, faction_seconds=240, actor=clerk)
    rows = [ask(item, who) for who in (first, second, free)]
    limits = []
    for row, spoken in zip(rows, (180, 90, 0), strict=True):
        services.call_speaker(request=row, actor=clerk)
        SpeakingRequest.objects.filter(pk=row.pk).update(spent_ms=spoken * 1000)
        row.refresh_from_db()
        limits.append(row.limit_seconds)
        services.end_speech(request=row, actor=clerk)

    assert limits == [240, 60, 300]
    assert [(budget.faction, budget.left_seconds) for budget in budgets_now(item)] == [(faction, 0)]


def budgets_now(item):
    item.meeting = Meeting.objects.get(pk=item.meeting_id)
    return selectors.budgets_of(item)


@given(own=st.none() | st.integers(0, 7200), budget=st.none() | st.integers(-100, 7200))
def test_nobody_may_speak_longer_than_the_tighter_limit(own, budget):
    found = floor.allowance(own, budget)

    assert (found is None) == (own is None and budget is None)
    assert found is None or 0 <= found <= max(0, min(limit for limit in (own, budget) if limit is not None))
