"""A presenter's link: for the item and the day, asked in when the item opens, the floor with an own countdown."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from agenda import selectors, services
from agenda.enums import RequestKind
from agenda.models import AgendaItem, SpeakingRequest
from agenda.panels import floor
from meetings.enums import Audience
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from tests.resolved import RESOLVED

pytestmark = pytest.mark.any_database


@pytest.fixture
def report(running, clerk):
    return services.add_item(
        meeting=running,
        resolution=RESOLVED,
        part="public",
        title="Bericht",
        treatment="report",
        planned_minutes=20,
        actor=clerk,
    )


@pytest.fixture
def gita(report, clerk):
    return services.add_presenter(item=report, actor=clerk, name="Gita Guest")


def link(presenter, name="presenter_live"):
    return reverse(f"agenda:{name}", args=[selectors.presenter_token(presenter)])


@pytest.fixture
def look(client):
    client.cookies["django_language"] = "en"

    def see(presenter, **headers):
        return client.get(link(presenter), headers=headers)

    return see


def row_of(presenter):
    return SpeakingRequest.objects.get(presenter=presenter)


def moved(meeting, **changes):
    Meeting.objects.filter(pk=meeting.pk).update(**changes)


# --- the day --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["presenter", "presenter_live"])
def test_the_link_holds_until_the_meeting_is_over_or_cancelled_and_its_day_has_passed(convened, clerk, client, name):
    item = services.add_item(meeting=convened, part="public", title="Bericht", actor=clerk)
    guest = services.add_presenter(item=item, actor=clerk, name="Gita Guest")
    moved(convened, starts_at=timezone.localtime().replace(hour=0, minute=0))
    assert client.get(link(guest, name)).status_code == 200

    moved(convened, starts_at=timezone.localtime().replace(hour=23, minute=59) - timedelta(days=1))
    assert (
        client.get(link(guest, name)).status_code == 200
    )  # not opened yet: whoever is asked in waits before this page

    moved(convened, state="cancelled")
    answer = client.get(link(guest, name), headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (410, "presenter.link_over")
    assert "Bericht" not in answer.text


def test_a_meeting_past_midnight_keeps_the_link_until_it_is_over(running, gita, client):
    moved(running, starts_at=timezone.now() - timedelta(days=1))
    assert client.get(link(gita)).status_code == 200

    moved(running, state="interrupted")
    assert client.get(link(gita)).status_code == 200

    moved(running, state="closed", closed_at=timezone.now())
    assert client.get(link(gita)).status_code == 410


# --- asked in -------------------------------------------------------------------------------------------------------
def test_the_presenter_is_asked_in_when_the_item_opens(report, gita, look, clerk):
    assert "come in now" not in look(gita).text

    services.open_item(item=report, actor=clerk)

    page = look(gita).text
    assert "Your item has been called. Please come in now." in page
    assert "You are no. 1 on the list of speakers." in page


@pytest.mark.parametrize(
    ("treatment", "entered"), [("report", True), ("presentation", True), ("decision", False), ("enquiry", False)]
)
def test_opening_enters_the_presenters_of_a_report(running, clerk, treatment, entered):
    item = services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Bericht", treatment=treatment, actor=clerk
    )
    guests = [services.add_presenter(item=item, actor=clerk, name=name) for name in ("Gita", "Hugo")]

    services.open_item(item=item, actor=clerk)

    rows = selectors.requests_of(running, item)
    assert [row.presenter for row in rows] == (guests if entered else [])
    assert {row.kind for row in rows} <= {RequestKind.PRESENTATION}


def test_an_item_called_twice_has_its_presenter_once(report, gita, clerk):
    services.open_item(item=report, actor=clerk)
    services.take_back_item(item=report, actor=clerk)
    services.open_item(item=report, actor=clerk)

    assert SpeakingRequest.objects.filter(presenter=gita).count() == 1


def test_a_struck_presenter_comes_back_with_the_item(report, gita, clerk):
    services.open_item(item=report, actor=clerk)
    services.strike_request(request=row_of(gita), actor=clerk)
    services.take_back_item(item=report, actor=clerk)
    services.open_item(item=report, actor=clerk)

    assert SpeakingRequest.objects.filter(presenter=gita, state="waiting").count() == 1


def test_the_next_step_gives_the_presenter_the_floor(running, report, gita, clerk):
    services.open_item(item=report, actor=clerk)

    assert str(floor.speaker_step(Meeting.objects.get(pk=running.pk)).label) == "Give the floor to Gita Guest"


def test_the_desk_enters_a_presenter_with_one_press(running, clerk):
    item = services.add_item(
        meeting=running, resolution=RESOLVED, part="public", title="Beschluss", treatment="decision", actor=clerk
    )
    guest = services.add_presenter(item=item, actor=clerk, name="Gita Guest")
    services.open_item(item=item, actor=clerk)
    shown = lambda audience: render_shared(panel_named("speakers"), Meeting.objects.get(pk=running.pk), audience)  # noqa: E731
    assert "Gita Guest: put on the list" in shown(Audience.DESK)
    assert "put on the list" not in shown(Audience.PARTICIPANT)

    row = services.enter_request(item=item, presenter=guest.pk, actor=clerk)

    assert row.kind == RequestKind.PRESENTATION
    assert "Gita Guest: put on the list" not in shown(Audience.DESK)


def test_a_presenter_may_come_back_for_a_reply(report, gita, clerk):
    services.open_item(item=report, actor=clerk)
    services.call_speaker(request=row_of(gita), actor=clerk)
    services.end_speech(request=row_of(gita), actor=clerk)

    assert services.enter_request(item=report, presenter=gita.pk, kind="reply", actor=clerk).kind == RequestKind.REPLY


# --- the floor ------------------------------------------------------------------------------------------------------
def test_the_floor_has_an_own_countdown_of_the_planned_minutes(report, gita, look, clerk):
    services.open_item(item=report, actor=clerk)
    services.call_speaker(request=row_of(gita), actor=clerk)

    page = look(gita).text

    assert "You have the floor." in page
    left = int(re.search(r'data-left-ms="(-?\d+)"', page)[1])
    assert 20 * 60_000 - 30_000 < left <= 20 * 60_000


def test_several_presenters_share_the_planned_minutes(report, gita, clerk):
    services.add_presenter(item=report, actor=clerk, name="Hugo Guest")
    services.open_item(item=report, actor=clerk)
    services.call_speaker(request=row_of(gita), actor=clerk)

    assert row_of(gita).limit_seconds == 600


def test_whoever_has_spoken_is_thanked(report, gita, look, clerk):
    services.open_item(item=report, actor=clerk)
    services.call_speaker(request=row_of(gita), actor=clerk)
    services.end_speech(request=row_of(gita), actor=clerk)

    assert "You have spoken. Thank you." in look(gita).text


def test_a_stopped_clock_stands_still(report, gita, look, clerk):
    services.open_item(item=report, actor=clerk)
    services.call_speaker(request=row_of(gita), actor=clerk)
    services.pause_speech(request=row_of(gita), actor=clerk)

    page = look(gita).text
    assert 'data-runs=""' in page
    assert "The speaking time is stopped." in page


# --- following ------------------------------------------------------------------------------------------------------
def test_nothing_is_sent_twice_and_a_running_clock_is_no_change(report, gita, look, clerk):
    services.open_item(item=report, actor=clerk)
    services.call_speaker(request=row_of(gita), actor=clerk)
    minute = None
    while minute != timezone.now().minute:  # expected times move on with every minute
        minute = timezone.now().minute
        SpeakingRequest.objects.filter(presenter=gita).update(spent_ms=0)
        tag = look(gita).headers["ETag"]
        SpeakingRequest.objects.filter(presenter=gita).update(spent_ms=5000)
        same = look(gita, **{"if-none-match": tag})

    services.pause_speech(request=row_of(gita), actor=clerk)
    changed = look(gita, **{"if-none-match": tag})

    assert (same.status_code, same.content, changed.status_code) == (304, b"", 200)


def test_the_page_begins_with_the_tag_of_its_own_words(report, gita, client, look):
    page = client.get(link(gita, "presenter")).text

    tag = re.search(r'data-tag="(?:&quot;|")?([0-9a-f]{32})', page)[1]

    assert look(gita, **{"if-none-match": f'"{tag}"'}).status_code == 304


def test_answers_are_kept_by_nobody(gita, look):
    answer = look(gita)

    assert "no-store" in answer.headers["Cache-Control"]
    assert (answer.headers["X-Robots-Tag"], answer.headers["Referrer-Policy"]) == ("noindex", "no-referrer")


def test_a_withdrawn_link_leads_nowhere(gita, clerk, client):
    old = link(gita)
    services.renew_presenter_link(presenter=gita, actor=clerk)

    assert client.get(old).status_code == 404


def test_a_presenter_learns_nothing_of_other_non_public_items_or_of_who_else_waits(running, report, gita, look, clerk):
    services.add_item(meeting=running, resolution=RESOLVED, part="non_public", title="Geheimsache", actor=clerk)
    services.open_item(item=report, actor=clerk)
    services.open_list(item=report, actor=clerk)
    services.enter_request(item=report, guest="Herr Amtmann", actor=clerk)

    page = look(gita).text

    assert "Geheimsache" not in page
    assert "Amtmann" not in page


# --- what else happens to presenters --------------------------------------------------------------------------------
def test_removing_a_presenter_who_waits_strikes_the_request(report, gita, clerk):
    services.open_item(item=report, actor=clerk)

    services.remove_presenter(presenter=gita, actor=clerk)

    row = SpeakingRequest.objects.get(item=report)
    assert (row.state, row.presenter, row.guest) == ("struck", None, "Gita Guest")


def test_removing_a_presenter_who_has_spoken_keeps_the_name_on_the_list(report, gita, clerk):
    services.open_item(item=report, actor=clerk)
    services.call_speaker(request=row_of(gita), actor=clerk)
    services.end_speech(request=row_of(gita), actor=clerk)

    services.remove_presenter(presenter=gita, actor=clerk)

    row = SpeakingRequest.objects.get(item=report)
    assert (row.state, row.name) == ("done", "Gita Guest")


def test_the_page_speaks_german(report, gita, client, clerk):
    services.open_item(item=report, actor=clerk)
    with translation.override("de"):
        page = client.get(link(gita), headers={"accept-language": "de"}).text

    assert "Ihr Tagesordnungspunkt wurde aufgerufen. Bitte kommen Sie jetzt herein." in page


def test_item_of_another_kind_keeps_its_words(report, gita, look, clerk):
    services.postpone_item(item=report, actor=clerk)

    assert "Your item was postponed" in look(gita).text
    assert AgendaItem.objects.get(pk=report.pk).state == "postponed"
