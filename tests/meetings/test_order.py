"""Measures of order (GO NRW section 51) and what an excluded person may still do."""

from datetime import date, timedelta

import pytest

from agenda import services as agenda
from meetings import services
from meetings.errors import DomainError
from meetings.journal import sentence_of
from meetings.live.rights import Visitor, grants
from meetings.models import RulesOfProcedure
from meetings.selectors import actor_for, audience_of, conduct_of, excluded_people, is_present
from tests.conftest import names_of
from tests.publicity import open_secret
from tests.resolved import RESOLVED


def refusal(service, **arguments):
    with pytest.raises(DomainError) as error:
        service(**arguments)
    return error.value.code, error.value.status


@pytest.fixture
def person(seat):
    return seat("member").person


@pytest.fixture
def present(running, person, clerk):
    services.record_arrival(meeting=running, person=person, mode="hall", actor=clerk)
    return running


@pytest.fixture
def call(present, person, clerk):
    return lambda **more: services.call_to_order(meeting=present, person=person, actor=clerk, **more)


@pytest.fixture
def item(present, clerk):
    made = agenda.add_item(meeting=present, resolution=RESOLVED, actor=clerk, part="public", title="Haushalt")
    return agenda.open_item(item=made, actor=clerk)


def withdraw(meeting, person, clerk):
    return refusal(services.withdraw_floor, meeting=meeting, person=person, actor=clerk)


def test_call_to_order_takes_the_item_and_its_number(call, item, present):
    row = call()

    assert (row.kind, row.item, row.number, row.warned) == ("to_order", item.pk, "Ö 1", False)
    assert (
        sentence_of(present.events.last())
        == "Mira Member wurde zur Ordnung gerufen (1. Ruf zu diesem Tagesordnungspunkt)."
    )


def test_calls_to_the_matter_and_to_order_count_together_and_per_item(call, item, present, person, clerk):
    services.call_to_matter(meeting=present, person=person, actor=clerk)
    call(warned=False)
    here = conduct_of(present, person).calls
    agenda.close_item(item=item, actor=clerk)

    assert (here, conduct_of(present, person).calls) == (2, 0)


def test_the_second_call_must_say_whether_the_consequences_were_pointed_out(call, present):
    call()

    assert refusal(call) == ("order.warning_undecided", 409)
    assert call(warned=True).warned
    assert names_of(present)[-2:] == ["meetings.measure.called_to_order", "meetings.measure.consequences_pointed_out"]
    assert call().warned is False


def test_withdraw_floor_after_the_third_call_and_the_warning(call, present, person, clerk):
    call()
    call(warned=True)
    early = withdraw(present, person, clerk)
    call()
    services.withdraw_floor(meeting=present, person=person, actor=clerk)

    assert early == ("order.too_few_calls", 409)
    assert withdraw(present, person, clerk) == ("order.floor_withdrawn_already", 409)


@pytest.mark.parametrize("warnings", [(None, False, False), (None, False, True)])
def test_withdraw_floor_is_refused_without_a_warning_at_an_earlier_call(call, present, person, clerk, warnings):
    for warned in warnings:
        call(warned=warned)

    assert withdraw(present, person, clerk) == ("order.not_warned", 409)


def test_a_late_warning_opens_the_way_at_the_next_call(call, present, person, clerk):
    for warned in (None, False, True, None):
        call(warned=warned)

    assert services.withdraw_floor(meeting=present, person=person, actor=clerk).kind == "floor_withdrawn"


def test_the_number_of_calls_is_a_rule_of_the_body(call, present, person, clerk, body):
    RulesOfProcedure.objects.create(
        institution=body.institution, body=body, valid_from=date(2020, 1, 1), calls_before_withdrawal=2
    )
    call(warned=True)
    call()

    assert services.withdraw_floor(meeting=present, person=person, actor=clerk).pk


def test_a_second_clerk_with_an_old_page_does_not_call_twice(call, present):
    call(offered=0)

    assert refusal(call, offered=0) == ("order.changed_meanwhile", 409)
    assert present.order_measures.count() == 1


def test_a_revoked_call_does_not_count_and_stays(call, present, person, clerk):
    row = call()

    services.revoke_measure(meeting=present, measure=row.pk, actor=clerk)

    assert (conduct_of(present, person).calls, present.order_measures.count()) == (0, 1)
    assert refusal(services.revoke_measure, meeting=present, measure=row.pk, actor=clerk) == (
        "order.revoked_already",
        409,
    )


def test_no_measure_against_who_presides_or_is_not_there(running, seat, clerk, person):
    chair = seat("chair").person
    services.record_arrival(meeting=running, person=chair, mode="hall", actor=clerk)
    measure = {"meeting": running, "actor": clerk}

    assert refusal(services.call_to_order, person=chair, **measure) == ("order.presiding", 409)
    assert refusal(services.exclude_person, person=chair, **measure) == ("order.presiding", 409)
    assert refusal(services.call_to_order, person=person, **measure) == ("order.not_present", 409)


def test_the_clerk_cannot_be_excluded(running, clerk):
    own = clerk.user.person

    assert refusal(services.exclude_person, meeting=running, person=own, actor=clerk) == ("order.clerk", 409)


def test_a_measure_on_a_non_public_item_is_for_participants(present, person, clerk):
    secret = agenda.add_item(meeting=present, resolution=RESOLVED, actor=clerk, part="non_public", title="Vergabe")
    open_secret(item=secret, actor=clerk)
    row = services.call_to_order(meeting=present, person=person, actor=clerk)
    services.revoke_measure(meeting=present, measure=row.pk, actor=clerk)

    assert (
        row.is_public,
        {event.audience for event in present.events.filter(name__startswith="meetings.measure.")},
    ) == (
        False,
        {"participant"},
    )


@pytest.fixture
def excluded(present, person, clerk):
    return services.exclude_person(meeting=present, person=person, actor=clerk)


def test_exclude_person_ends_presence_and_rights_at_once(present, person, excluded):
    actor = actor_for(person.user, body_id=present.body_id, meeting=present)

    row = present.attendances.get()
    assert (row.end_reason, is_present(present, person.pk)) == ("exclusion", False)
    assert (actor.excluded, actor.roles, actor.votes, str(audience_of(actor))) == (True, frozenset(), False, "public")


@pytest.mark.parametrize("name", ["join_meeting", "report_disruption"])
def test_an_excluded_person_has_no_participants_rights(present, person, excluded, name):
    actor = actor_for(person.user, body_id=present.body_id)
    fields = {"join_meeting": {"mode": "hall"}, "report_disruption": {"trouble": "no_sound"}}[name]

    assert refusal(getattr(services, name), meeting=present, actor=actor, **fields) == ("permission.excluded", 403)


def test_an_excluded_person_cannot_be_ticked_as_present(present, person, excluded, clerk):
    assert refusal(services.record_arrival, meeting=present, person=person, mode="hall", actor=clerk) == (
        "attendance.excluded",
        409,
    )


def test_exclude_person_twice_is_refused(present, person, excluded, clerk):
    assert refusal(services.exclude_person, meeting=present, person=person, actor=clerk) == (
        "order.excluded_already",
        409,
    )


def test_the_pages_of_an_excluded_person_are_those_of_the_public(present, person, excluded, signed_in, clerk):
    secret = agenda.add_item(
        meeting=present, resolution=RESOLVED, actor=clerk, part="non_public", title="Streng geheim"
    )
    client = signed_in(person.user)

    pages = {name: client.get(f"/meetings/{present.pk}/{name}") for name in ("room/", "desk/", "public/", "")}
    item = client.get(f"/items/{secret.pk}/")

    assert [pages[name].status_code for name in ("room/", "desk/", "public/", "")] == [302, 302, 200, 200]
    assert "ausgeschlossen" in pages["public/"].content.decode()
    assert all("Streng geheim" not in page.content.decode() for page in pages.values())
    assert item.status_code == 404


@pytest.mark.django_db(transaction=True)
async def test_the_open_socket_of_an_excluded_person_becomes_public(present, person, excluded, signed_in):
    from asgiref.sync import sync_to_async

    from meetings.enums import Audience

    def visitor():
        session = signed_in(person.user).session
        return Visitor(person.user.pk, session.session_key, person.user.get_session_auth_hash(), Audience.PARTICIPANT)

    wanted = await sync_to_async(visitor)()
    _seq, found = await grants(present.pk, [wanted])

    assert found[wanted].audience == Audience.PUBLIC


def test_an_exclusion_ends_with_the_meeting_and_with_its_revocation(present, person, excluded, clerk):
    during = set(excluded_people(present))
    services.revoke_measure(meeting=present, measure=excluded.pk, actor=clerk)
    revoked = set(excluded_people(present))
    services.exclude_person(meeting=present, person=person, actor=clerk)
    closed = services.close_meeting(meeting=present, actor=clerk)

    assert (during, revoked, set(excluded_people(closed))) == ({person.pk}, set(), set())


@pytest.fixture
def later(present, body, clerk):
    """The n-th meeting after this one, convened."""

    def make(days):
        start = present.starts_at + timedelta(days=days)
        made = services.create_meeting(
            body=body, actor=clerk, title=f"{days}", starts_at=start, format="in_person", hall="Saal"
        )
        return services.convene_meeting(meeting=made, actor=clerk)

    return make


def test_exclusion_alone_leaves_the_next_meeting_open(excluded, later):
    assert excluded_people(later(1)) == {}


def test_record_refusal_interrupts_and_bars_from_the_next_three_meetings(present, person, excluded, later, clerk):
    services.record_refusal(meeting=present, measure=excluded.pk, actor=clerk)
    meetings = [later(days) for days in (1, 2, 3, 4)]

    present.refresh_from_db()
    bars = [excluded_people(meeting).get(person.pk) for meeting in meetings]
    assert (present.state, present.recesses.get().cause) == ("interrupted", "disorder")
    assert [bar and (bar.number, bar.total) for bar in bars] == [(1, 3), (2, 3), (3, 3), None]


def test_a_cancelled_meeting_does_not_count_towards_the_bar(present, person, excluded, later, clerk):
    services.record_refusal(meeting=present, measure=excluded.pk, actor=clerk)
    services.cancel_meeting(meeting=later(1), actor=clerk)

    assert excluded_people(later(2))[person.pk].number == 1


def test_a_barred_person_cannot_join_the_next_meeting(present, person, excluded, later, clerk):
    services.record_refusal(meeting=present, measure=excluded.pk, actor=clerk)
    following = services.open_meeting(meeting=later(1), actor=clerk)
    actor = actor_for(person.user, body_id=present.body_id)

    assert refusal(services.join_meeting, meeting=following, mode="hall", actor=actor) == ("permission.excluded", 403)


def test_record_refusal_is_for_the_excluded_and_once(present, call_row, excluded, clerk):
    record = {"meeting": present, "actor": clerk}
    services.record_refusal(measure=excluded.pk, **record)

    assert refusal(services.record_refusal, measure=excluded.pk, **record) == ("order.refusal_recorded_already", 409)
    assert refusal(services.record_refusal, measure=call_row.pk, **record) == ("order.not_excluded", 409)
    assert refusal(services.record_refusal, measure=0, **record) == ("not_found", 404)


@pytest.fixture
def call_row(call):
    return call()


@pytest.mark.parametrize("name", ["call_to_matter", "call_to_order", "withdraw_floor", "exclude_person"])
def test_a_member_takes_no_measure(present, person, seat, name):
    other = actor_for(seat("member").person.user, body_id=present.body_id)

    assert refusal(getattr(services, name), meeting=present, person=person, actor=other) == ("permission.denied", 403)
