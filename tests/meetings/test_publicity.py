"""The public out and in again: nothing non-public before every way has answered, and nothing of the ground to the
public.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agenda import services as agenda
from meetings import registry, services
from meetings.enums import Audience, Publicity
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.panels import panel_named, render_personal, render_shared
from meetings.models import LiveServer, Meeting
from meetings.selectors import actor_for, unconfirmed_people
from meetings.services.publicity import answer_for_channel
from tests.publicity import leave_public
from tests.resolved import RESOLVED

pytestmark = pytest.mark.django_db


def code_of(service, **arguments):
    with pytest.raises(DomainError) as caught:
        service(**arguments)
    return caught.value.code, caught.value.status


def events_of(meeting, name):
    return list(meeting.events.filter(name=f"meetings.public.{name}"))


@pytest.fixture
def secret(running, clerk):
    return agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="non_public", title="Vergabe an X")


@pytest.fixture
def open_item(running, clerk):
    return agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title="Bericht")


@pytest.fixture
def server():
    return LiveServer.objects.create(key=uuid4(), seen_at=timezone.now())


def exclude(meeting, clerk, category="Auftragsvergaben", motion=""):
    services.exclude_public(meeting=meeting, category=category, motion=motion, actor=clerk)
    return services.close_channels(meeting=meeting, actor=clerk)


def test_a_new_meeting_is_public(meeting):
    assert meeting.publicity == Publicity.PUBLIC


def test_a_non_public_item_waits_until_the_public_is_out(secret, clerk, running):
    assert code_of(agenda.open_item, item=secret, actor=clerk) == ("publicity.not_closed", 409)

    leave_public(running, clerk)

    assert agenda.open_item(item=secret, actor=clerk).state == "open"


def test_a_public_item_waits_until_the_public_is_in_again(open_item, clerk, running):
    leave_public(running, clerk)
    assert code_of(agenda.open_item, item=open_item, actor=clerk) == ("publicity.not_readmitted", 409)

    services.readmit_public(meeting=running, actor=clerk)

    assert agenda.open_item(item=open_item, actor=clerk).state == "open"


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        ({"category": "", "motion": " "}, "publicity.ground_missing"),
        ({"category": "", "motion": "\0"}, "publicity.ground_missing"),
        ({"category": "Langeweile", "motion": ""}, "publicity.category_unknown"),
        ({"category": "", "motion": "x" * 1001}, "data.invalid"),
    ],
)
def test_the_public_is_not_excluded_without_a_ground(running, clerk, ground, code):
    seq = running.last_seq

    assert code_of(services.exclude_public, meeting=running, actor=clerk, **ground) == (code, 400)
    running.refresh_from_db()
    assert (running.publicity, running.last_seq, running.non_public_parts.count()) == ("public", seq, 0)


def test_the_ground_is_for_participants_alone(running, clerk):
    exclude(running, clerk, category="", motion="Antrag der Fraktion Blau wegen Firma X")

    public = running.events.filter(audience=Audience.PUBLIC)
    assert all("Firma X" not in sentence_of(event) for event in public)
    assert [sentence_of(event) for event in events_of(running, "excluded")] == [
        "Die Öffentlichkeit wurde ausgeschlossen."
    ]
    assert [event.audience for event in events_of(running, "ground_given")] == ["participant"]


def test_a_way_that_fails_keeps_the_item_shut_and_is_named(running, clerk, secret, monkeypatch):
    answers = iter(["Videoserver antwortet nicht", ""])
    way = registry.PublicChannel("Übertragung", lambda meeting: next(answers))
    monkeypatch.setitem(registry._public_channels, "stream", way)

    assert exclude(running, clerk).publicity == Publicity.CLOSING
    with pytest.raises(DomainError, match="Übertragung"):
        agenda.open_item(item=secret, actor=clerk)
    desk = render_shared(panel_named("publicity"), Meeting.objects.get(pk=running.pk), Audience.DESK)
    assert "Videoserver antwortet nicht" in desk

    assert services.close_channels(meeting=running, actor=clerk).publicity == Publicity.NON_PUBLIC
    assert agenda.open_item(item=secret, actor=clerk).state == "open"


def test_a_way_that_breaks_is_a_fault_and_no_error(running, clerk, monkeypatch):
    def broken(meeting):
        raise OSError("no route to host")

    monkeypatch.setitem(registry._public_channels, "stream", registry.PublicChannel("Übertragung", broken))

    assert exclude(running, clerk).publicity == Publicity.CLOSING
    assert [event.data["channel"] for event in events_of(running, "channel_failed")] == ["stream"]


def test_a_server_with_sockets_has_to_answer(running, clerk, secret, server):
    assert exclude(running, clerk).publicity == Publicity.CLOSING
    assert code_of(agenda.open_item, item=secret, actor=clerk) == ("publicity.not_closed", 409)

    answer_for_channel(meeting_id=running.pk, channel=server.channel)

    running.refresh_from_db()
    assert running.publicity == Publicity.NON_PUBLIC
    assert len(events_of(running, "gone")) == 1


def test_a_server_that_has_stopped_is_not_waited_for(running, clerk, server):
    LiveServer.objects.update(seen_at=timezone.now() - timedelta(seconds=13))

    assert exclude(running, clerk).publicity == Publicity.NON_PUBLIC


def test_an_answer_that_comes_twice_or_too_late_changes_nothing(running, clerk, server):
    exclude(running, clerk)
    for _again in range(2):
        answer_for_channel(meeting_id=running.pk, channel=server.channel)
    services.readmit_public(meeting=running, actor=clerk)
    answer_for_channel(meeting_id=running.pk, channel=server.channel)

    running.refresh_from_db()
    assert (running.publicity, len(events_of(running, "gone"))) == (Publicity.PUBLIC, 1)


def test_the_public_is_not_excluded_twice(running, clerk):
    leave_public(running, clerk)

    assert code_of(services.exclude_public, meeting=running, category="Auftragsvergaben", motion="", actor=clerk) == (
        "state.not_now",
        409,
    )


def test_the_public_stays_out_while_a_non_public_item_is_open(running, clerk, secret):
    leave_public(running, clerk)
    agenda.open_item(item=secret, actor=clerk)

    assert code_of(services.readmit_public, meeting=running, actor=clerk) == ("item.still_open", 409)


def test_the_close_of_the_meeting_ends_the_non_public_part(running, clerk):
    leave_public(running, clerk)
    closed = services.close_meeting(meeting=running, actor=clerk)

    assert closed.publicity == Publicity.PUBLIC
    assert closed.non_public_parts.get().readmitted_at is not None


@pytest.mark.parametrize("service", [services.close_channels, services.readmit_public])
def test_members_neither_close_nor_readmit(running, clerk, actor, service):
    leave_public(running, clerk)

    assert code_of(service, meeting=running, actor=actor("member")) == ("permission.denied", 403)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.SCREEN])
def test_screens_of_the_public_show_the_notice_and_no_names(running, clerk, seat, audience):
    person = seat("member").person
    services.record_arrival(meeting=running, person=person, mode="remote", actor=clerk)
    names = ("attendance", "current_item", "status")
    before = "".join(render_shared(panel_named(name), Meeting.objects.get(pk=running.pk), audience) for name in names)
    leave_public(running, clerk)
    after = "".join(render_shared(panel_named(name), Meeting.objects.get(pk=running.pk), audience) for name in names)

    assert person.name in before
    assert person.name not in after
    assert "Die Öffentlichkeit ist zurzeit ausgeschlossen" in after


@pytest.fixture
def remote(running, clerk, seat):
    membership = seat("member")
    services.record_arrival(meeting=running, person=membership.person, mode="remote", actor=clerk)
    return membership.person


def reminder(meeting, person):
    found = render_personal(panel_named("confidentiality"), Meeting.objects.get(pk=meeting.pk), [person.pk])
    return "mitsehen" in found[person.pk] or "Bildschirm" in found[person.pk]


def test_remote_members_are_reminded_and_confirm(running, clerk, remote):
    assert not reminder(running, remote)
    leave_public(running, clerk)
    assert reminder(running, remote)
    assert [person.pk for person in unconfirmed_people(running)] == [remote.pk]

    member = actor_for(remote.user, body_id=running.body_id, meeting=running)
    for _twice in range(2):
        services.confirm_confidentiality(meeting=running, actor=member)

    assert not reminder(running, remote)
    assert unconfirmed_people(running) == []
    confirmed = running.events.filter(name="meetings.confidentiality.confirmed")
    assert [(event.audience, sentence_of(event)) for event in confirmed] == [
        ("participant", "Mira Member hat bestätigt, dass niemand sonst mitsehen oder mithören kann.")
    ]


def test_the_word_holds_for_one_non_public_part(running, clerk, remote):
    member = actor_for(remote.user, body_id=running.body_id, meeting=running)
    for part in (1, 2):
        leave_public(running, clerk)
        assert reminder(running, remote), part
        services.confirm_confidentiality(meeting=running, actor=member)
        services.readmit_public(meeting=running, actor=clerk)


def test_in_the_hall_nobody_is_asked(running, clerk, seat):
    person = seat("member").person
    services.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    leave_public(running, clerk)
    member = actor_for(person.user, body_id=running.body_id, meeting=running)

    assert not reminder(running, person)
    assert code_of(services.confirm_confidentiality, meeting=running, actor=member) == (
        "confidentiality.not_remote",
        409,
    )


def test_the_unconfirmed_stand_out_at_the_desk(running, clerk, remote):
    leave_public(running, clerk)
    html = render_shared(panel_named("publicity"), Meeting.objects.get(pk=running.pk), Audience.DESK)

    assert "publicity__unconfirmed" in html
    assert remote.name in html


def test_the_desk_is_led_through_the_parts(running, clerk, open_item, secret):
    def step():
        return registry.next_step(Meeting.objects.get(pk=running.pk))

    agenda.close_item(item=agenda.open_item(item=open_item, actor=clerk), actor=clerk)
    assert step().url == "#publicity-heading"
    leave_public(running, clerk)
    assert step().url == reverse("agenda:open_item", args=[secret.pk])
    agenda.close_item(item=agenda.open_item(item=secret, actor=clerk), actor=clerk)
    agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title="Nachtrag")
    assert step().url == reverse("meetings:readmit_public", args=[running.pk])


def test_the_desk_excludes_by_one_form(running, clerk, client):
    client.force_login(clerk.user)
    answer = client.post(reverse("meetings:exclude_public", args=[running.pk]), {"category": "Auftragsvergaben"})

    assert answer.status_code == 302
    running.refresh_from_db()
    assert running.publicity == Publicity.NON_PUBLIC


def test_what_happens_while_the_public_is_out_is_for_participants_even_between_items(running, clerk, seat):
    person = seat("member").person
    services.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    leave_public(running, clerk)
    seq = Meeting.objects.get(pk=running.pk).last_seq

    services.call_to_order(meeting=running, person=person, warned=False, actor=clerk)
    services.record_disruption(meeting=running, person=person, trouble="no_sound", actor=clerk)

    assert set(running.events.filter(seq__gt=seq).values_list("audience", flat=True)) == {"participant"}
