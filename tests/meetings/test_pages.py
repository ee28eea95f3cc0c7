"""The pages: how many questions they ask of the database, and what those without the right are told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import services

pytestmark = pytest.mark.any_database


@pytest.fixture
def plan_more(body, clerk):
    """Plan and convene so many meetings more."""

    def plan(count):
        for number in range(count):
            start = timezone.now() + timedelta(days=number + 2)
            meeting = services.create_meeting(body=body, actor=clerk, title=f"Sitzung {number}", starts_at=start)
            services.convene_meeting(meeting=meeting, actor=clerk)

    return plan


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/", "/bodies/", "/bodies/{body}/"])
def test_a_list_asks_the_same_of_one_row_and_of_three(address, body, plan_more, clerk, seat, signed_in):
    client = signed_in(clerk.user)
    plan_more(1)
    client.get("/")
    one = queries(client, address.format(body=body.pk))
    plan_more(2)
    for _ in range(2):
        seat("member")

    assert queries(client, address.format(body=body.pk)) == one <= 20


@pytest.mark.parametrize("view", ["", "room/", "desk/", "public/", "screen/", "live/"])
def test_a_meeting_asks_the_same_of_one_present_and_of_three(view, running, clerk, seat, signed_in):
    client = signed_in(clerk.user)
    address = f"/meetings/{running.pk}/{view}"
    people = [seat("member").person for _ in range(3)]
    services.record_arrival(meeting=running, person=people[0], mode="hall", actor=clerk)
    client.get(address)
    one = queries(client, address)
    for person in people[1:]:
        services.record_arrival(meeting=running, person=person, mode="remote", actor=clerk)

    assert queries(client, address) == one <= 20


@pytest.mark.parametrize(("view", "status"), [("room", 403), ("desk", 403), ("edit", 302), ("nonsense", 404)])
def test_a_citizen_is_told_plainly(convened, view, status):
    assert Client().get(f"/meetings/{convened.pk}/{view}/").status_code == status


def test_create_meeting_shows_an_error_at_its_field_and_keeps_what_was_typed(body, clerk, signed_in):
    data = {
        "title": "Neue <b>Sitzung</b>",
        "starts_at": "2030-01-01T17:00",
        "format": "hybrid",
        "hall": "",
        "version": 1,
    }

    page = signed_in(clerk.user).post(f"/bodies/{body.pk}/meetings/new/", data)

    assert page.status_code == 400
    assert "Neue &lt;b&gt;Sitzung&lt;/b&gt;" in page.text
    assert 'id="id_hall_error"' in page.text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "1899-12-31T12:00", "2200-01-01T12:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
def test_a_moment_that_cannot_be_reckoned_with_is_refused_at_its_field(body, meeting, clerk, signed_in, field, moment):
    data = {"title": "Neu", "starts_at": "2030-01-01T17:00", "format": "in_person", "version": 1, field: moment}

    pages = [
        signed_in(clerk.user).post(url, data)
        for url in (f"/bodies/{body.pk}/meetings/new/", f"/meetings/{meeting.pk}/edit/")
    ]

    assert [(page.status_code, f'id="id_{field}_error"' in page.text) for page in pages] == [(400, True)] * 2


def test_edit_meeting_of_a_stale_page_answers_409_and_keeps_what_was_typed(meeting, clerk, signed_in):
    data = {"title": "Meine", "starts_at": "2030-01-01T17:00", "format": "in_person", "version": 1}
    services.edit_meeting(meeting=meeting, actor=clerk, version=1, title="Deine")

    page = signed_in(clerk.user).post(f"/meetings/{meeting.pk}/edit/", data)

    meeting.refresh_from_db()
    assert (page.status_code, meeting.title) == (409, "Deine")
    assert 'value="Meine"' in page.text
