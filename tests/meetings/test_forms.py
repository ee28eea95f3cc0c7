"""A refused form says everything at once: in the page's title, at every field, and it begins at the first mistake."""

import pytest
from django.urls import reverse

from agenda.services import add_item
from meetings import services
from meetings.models import Meeting

pytestmark = pytest.mark.any_database


def title_of(answer):
    return answer.content.decode().split("<title>", 1)[1].split("</title>", 1)[0]


MANY = {
    "title": "",
    "version": 1,
    "format": "hybrid",
    "hall": " ",
    "starts_at": "2027-05-05T18:00",
    "ends_at": "2027-05-05T17:00",
    "video_link": "javascript:alert(1)",
}


def test_every_mistake_of_the_planning_form_stands_at_its_field(body, clerk, signed_in):
    answer = signed_in(clerk.user).post(reverse("meetings:create_meeting", args=[body.pk]), MANY)

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"title", "hall", "ends_at", "video_link"}
    assert answer.content.decode().count('aria-invalid="true"') == 4
    assert title_of(answer).startswith("Fehler: ")
    assert '<html lang="de" data-refused>' in answer.content.decode()
    assert not Meeting.objects.exists()


def test_the_same_when_a_meeting_is_changed(meeting, clerk, signed_in):
    answer = signed_in(clerk.user).post(reverse("meetings:edit_meeting", args=[meeting.pk]), MANY)

    assert set(answer.context["form"].errors) == {"title", "hall", "ends_at", "video_link"}
    meeting.refresh_from_db()
    assert (meeting.title, meeting.version) == ("1. Sitzung", 1)


def test_the_hall_is_not_called_optional_where_the_law_demands_it(body, clerk, signed_in):
    html = signed_in(clerk.user).get(reverse("meetings:create_meeting", args=[body.pk])).content.decode()
    label = html.split('for="id_hall"', 1)[1].split("</label>", 1)[0]

    assert "hybride Sitzung" in label
    assert "(optional)" not in label
    assert "Fehler" not in html.split("</title>")[0]


def test_the_reconvening_notice_is_asked_for_together_with_the_rest(meeting, body, clerk, signed_in):
    first = services.create_meeting(
        body=body, actor=clerk, title="Erste", starts_at=meeting.starts_at, format="in_person"
    )
    Meeting.objects.filter(pk=meeting.pk).update(reconvened_from=first)
    data = {**MANY, "title": "Neu", "remark": "ohne Hinweis"}
    answer = signed_in(clerk.user).post(reverse("meetings:edit_meeting", args=[meeting.pk]), data)

    assert set(answer.context["form"].errors) == {"hall", "ends_at", "video_link", "remark"}


@pytest.fixture
def item(meeting, clerk):
    return add_item(meeting=meeting, part="public", title="Bericht", actor=clerk)


@pytest.mark.parametrize(
    ("name", "data", "faulty"),
    [
        ("agenda:edit_item", {"title": "", "version": "1", "planned_minutes": "-1", "treatment": "nothing"}, 3),
        ("agenda:add_presenter", {"name": "", "email": "nobody"}, 2),
    ],
)
def test_the_forms_of_an_item_do_so_too(item, clerk, signed_in, name, data, faulty):
    answer = signed_in(clerk.user).post(reverse(name, args=[item.pk]), data)

    assert answer.status_code == 400
    assert answer.content.decode().count('aria-invalid="true"') == faulty
    assert title_of(answer).startswith("Fehler: ")


def test_programs_are_told_all_mistakes_too(item, clerk, signed_in):
    data = {"title": "", "version": "1", "planned_minutes": "-1", "treatment": "decision"}
    answer = signed_in(clerk.user).post(
        reverse("agenda:edit_item", args=[item.pk]), data, headers={"accept": "application/json"}
    )

    assert answer.json()["code"] == "form.invalid"
    assert {"Titel:", "Minuten:"} <= set(answer.json()["message"].split())


def test_a_correction_of_the_attendance_says_so_in_the_title(running, clerk, seat, signed_in):
    row = services.record_arrival(meeting=running, person=seat("member").person, mode="hall", actor=clerk)
    data = {"attendance": row.pk, "arrived": "", "ground": ""}
    answer = signed_in(clerk.user).post(reverse("meetings:correct_attendance", args=[running.pk]), data)

    assert title_of(answer).startswith("Fehler: ")
    assert answer.content.decode().count('aria-invalid="true"') == 2


def test_pages_without_a_django_form_and_of_the_accounts_do_so_too(running, clerk, signed_in, client):
    roll = signed_in(clerk.user).post(
        reverse("meetings:import_roll", args=[running.pk]), {"text": "Fremd;Saal", "seen": ""}
    )
    login = client.post(reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"})

    assert title_of(roll).startswith("Fehler: ")
    assert title_of(login).strip().startswith("Fehler: ")
