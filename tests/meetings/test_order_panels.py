"""What the chair's panels show, to whom, and that their forms do what they say."""

import re

import pytest
from django.utils import timezone

from agenda import services as agenda
from meetings import services
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_personal, render_shared
from meetings.models import RulesOfProcedure
from meetings.registry import next_step
from tests.resolved import RESOLVED

pytestmark = pytest.mark.any_database


def shown(name, meeting, audience=Audience.DESK):
    meeting.refresh_from_db()
    return render_shared(panel_named(name), meeting, audience)


@pytest.fixture
def mira(actor, running):
    mira = actor("member")
    services.join_meeting(meeting=running, mode="remote", actor=mira)
    return mira


@pytest.fixture
def report(running, mira):
    return lambda: services.report_disruption(meeting=running, actor=mira, trouble="no_sound", remark="knackt")


@pytest.fixture
def press(clerk, signed_in, running):
    """Send the form with that address as it stands in a panel; answers the status."""

    def send(html, name, **chosen):
        action = f'action="/meetings/{running.pk}/{name}/"'  # a form's own address, or that of one of its buttons
        form = next(part for part in re.findall(r"<form.*?</form>", html, re.S) if action in part)
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        fields |= dict(re.findall(r'<select[^>]* name="([\w-]+)".*?value="(\w+)" selected', form, re.S))
        if 'id="order-fresh"' in form:
            fields["person"] = re.search(r'<option value="(\d+)"', form)[1]
        return signed_in(clerk.user).post(f"/meetings/{running.pk}/{name}/", fields | chosen).status_code

    return send


def test_a_report_alerts_the_desk_with_name_and_words(running, report):
    report()

    desk, room = shown("disruptions", running), shown("disruptions", running, Audience.PARTICIPANT)

    assert all(text in desk for text in ('role="alert"', "Mira Member", "Kein Ton: knackt", "Jetzt unterbrechen"))
    assert "Die Sitzungsleitung weiß davon" in room
    assert "knackt" not in room


def test_without_a_disturbance_the_panel_is_empty(running):
    assert [shown("disruptions", running, audience) for audience in (Audience.DESK, Audience.PARTICIPANT)] == ["", ""]


@pytest.mark.parametrize("name", ["disruptions", "order", "presiding"])
def test_the_public_gets_none_of_these_panels(name):
    assert not {Audience.PUBLIC, Audience.SCREEN} & panel_named(name).audiences


def test_interrupt_now_and_resume_with_the_proposed_ground_in_two_presses(running, report, press):
    row = report()
    interrupted = press(shown("disruptions", running), "interrupt")
    step = next_step(running) if running.refresh_from_db() is None else None
    resumed = press(shown("disruptions", running), "resume")

    row.refresh_from_db()
    running.refresh_from_db()
    assert (interrupted, resumed, running.state, row.ground) == (302, 302, "running", "own_sphere")
    assert (step.method, step.url) == ("get", "#panel-disruptions")
    assert running.recesses.get().cause == "disruption"


def test_the_same_interrupt_button_pressed_later_again_does_nothing(running, report, press):
    report()
    html = shown("disruptions", running)
    press(html, "interrupt")
    press(shown("disruptions", running), "resume")

    assert press(html, "interrupt") == 409


def test_settle_and_repeat_from_the_desk(running, report, press, clerk):
    report()
    item = agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title="Haushalt")
    agenda.close_item(item=agenda.open_item(item=item, actor=clerk), actor=clerk)

    settled = press(shown("disruptions", running), "disruptions/settle", ground="remedied")
    html = shown("disruptions", running)
    repeated = press(html, "disruptions/repeated")

    assert (settled, "Ö 1 Haushalt" in html, repeated, shown("disruptions", running)) == (302, True, 302, "")


def test_my_disruption_offers_the_report_then_says_that_it_arrived(running, mira, report):
    def mine():
        return render_personal(panel_named("my_disruption"), running, [mira.person_id])[mira.person_id]

    before = mine()
    report()
    after = mine()

    assert before.count('name="trouble"') == 4
    assert ("Ihre Störung ist gemeldet." in after, 'name="trouble"' in after) == (True, False)


def test_my_disruption_asks_for_a_complaint_after_a_lost_connection(running, mira, clerk):
    locked, _system = services.lock_meeting(running, clerk)
    services.note_detected(meeting=locked, person=mira.user.person, began_at=timezone.now())

    html = render_personal(panel_named("my_disruption"), running, [mira.person_id])[mira.person_id]

    assert "Ihre Verbindung war um" in html
    assert 'name="trouble"' in html


def test_the_order_panel_leads_through_the_calls_to_the_withdrawal(running, mira, press):
    first = shown("order", running)
    press(first, "order/to-order")
    second = shown("order", running)
    refused = press(second, "order/to-order")
    press(second, "order/to-order", warned="yes")
    stale = press(second, "order/to-order", warned="yes")
    third = shown("order", running)
    press(third, "order/to-order")
    last = shown("order", running)

    assert (refused, stale) == (409, 409)
    assert ["Wort entziehen" in html for html in (first, second, third, last)] == [False, False, False, True]
    assert press(last, "order/floor") == 302


def test_excluding_recording_the_refusal_and_revoking_from_the_desk(running, mira, press):
    excluded = press(shown("order", running), "order/exclude")
    refused = press(shown("order", running), "order/refusal")
    html = shown("order", running)
    revoked = press(html, "order/revoke")

    assert (excluded, refused, revoked) == (302, 302, 302)
    assert "Weigerung, den Saal zu verlassen" in html
    assert "aufgehoben" in shown("order", running, Audience.PARTICIPANT)


def test_participants_see_measures_without_buttons(running, mira, clerk):
    services.call_to_order(meeting=running, person=mira.user.person, actor=clerk)

    html = shown("order", running, Audience.PARTICIPANT)

    assert ("Ordnungsruf" in html, "<form" in html) == (True, False)


def test_handing_over_shows_on_all_screens(running, seat, clerk, press):
    services.record_arrival(meeting=running, person=seat("deputy_chair").person, mode="hall", actor=clerk)

    given = press(shown("presiding", running), "presiding/hand-over", until="end")

    assert given == 302
    assert all("Dora Deputy" in shown("status", running, audience) for audience in Audience)


def test_the_next_step_panel_interrupts_with_a_cause_and_adjourns(running, clerk, press):
    agenda.add_item(meeting=running, resolution=RESOLVED, actor=clerk, part="public", title="Haushalt")
    html = shown("next_step", running)

    assert press(html, "interrupt", cause="disorder") == 302
    assert "Störung der Ordnung" in shown("status", running, Audience.PUBLIC)
    services.resume_meeting(meeting=running, actor=clerk)
    assert press(html, "adjourn") == 409
    assert press(shown("next_step", running), "adjourn") == 302


def test_the_second_way_to_report_stands_where_it_is_needed(running, body, actor, signed_in, mira):
    RulesOfProcedure.objects.create(
        institution=body.institution, body=body, valid_from="2020-01-01", report_path="Telefon 0203 4711"
    )
    pages = {
        "room": signed_in(mira.user).get(f"/meetings/{running.pk}/room/"),
        "meeting": signed_in(mira.user).get(f"/meetings/{running.pk}/"),
        "sign-in": signed_in(None).get("/accounts/login/"),
        "calendar": signed_in(None).get(f"/meetings/{running.pk}/calendar.ics"),
        "public": signed_in(None).get(f"/meetings/{running.pk}/"),
    }

    found = {name: "0203 4711" in page.content.decode() for name, page in pages.items()}

    assert found == {"room": True, "meeting": True, "sign-in": True, "calendar": True, "public": False}
