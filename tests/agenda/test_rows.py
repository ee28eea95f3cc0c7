"""The rows of the agenda editor: kind, minutes, place and presenter, saved one by one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda import services
from agenda.models import AgendaItem, Presenter
from meetings.errors import DomainError
from tests.conftest import names_of

JSON = {"accept": "application/json"}


@pytest.fixture
def items(meeting, clerk):
    titles = ("Eröffnung", "Haushalt", "Verschiedenes")
    return [services.add_item(meeting=meeting, actor=clerk, part="public", title=title) for title in titles]


@pytest.fixture
def browser(signed_in, clerk):
    return signed_in(clerk.user)


def row(version=1, **more):
    return {"row": "yes", "treatment": "report", "planned_minutes": "25", "version": version, **more}


def test_a_row_saves_kind_and_minutes_and_nothing_else(browser, items):
    AgendaItem.objects.filter(pk=items[1].pk).update(draft_resolution="Ja.", subtitle="Entwurf")

    answer = browser.post(f"/items/{items[1].pk}/edit/", row(), headers=JSON)

    stored = AgendaItem.objects.get(pk=items[1].pk)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert (stored.treatment, stored.planned_minutes, stored.title) == ("report", 25, "Haushalt")
    assert (stored.draft_resolution, stored.subtitle) == ("Ja.", "Entwurf")


def test_without_script_a_row_leads_back_to_itself(browser, items, meeting):
    answer = browser.post(f"/items/{items[1].pk}/edit/", row())

    assert answer.headers["Location"] == f"/meetings/{meeting.pk}/agenda/#item-{items[1].pk}"


def test_a_row_tells_what_somebody_else_has_stored(browser, items, clerk):
    services.edit_item(item=items[1], actor=clerk, version=1, planned_minutes=40)

    answer = browser.post(f"/items/{items[1].pk}/edit/", row(), headers=JSON)

    assert (answer.status_code, answer.json()["stored"], answer.json()["version"]) == (
        409,
        {"treatment": "information", "planned_minutes": "40"},
        2,
    )
    assert AgendaItem.objects.get(pk=items[1].pk).planned_minutes == 40


def test_without_script_a_conflict_shows_both(browser, items, clerk):
    services.edit_item(item=items[1], actor=clerk, version=1, planned_minutes=40)

    answer = browser.post(f"/items/{items[1].pk}/edit/", row())
    page = answer.content.decode()

    assert (answer.status_code, "40" in page, 'value="25"' in page, 'name="row"' in page) == (409, True, True, True)


@pytest.mark.parametrize("wrong", [{"planned_minutes": "viel"}, {"planned_minutes": "99999"}, {"treatment": "x"}])
def test_a_row_refuses_what_cannot_be(browser, items, wrong):
    answer = browser.post(f"/items/{items[1].pk}/edit/", {**row(), **wrong}, headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (400, "form.invalid")
    assert AgendaItem.objects.get(pk=items[1].pk).version == 1


@pytest.mark.parametrize(("number", "order"), [("1", "VEH"), ("2", "EVH"), ("3", "EHV")])
def test_a_place_moves_the_item_among_those_beside_it(browser, items, meeting, number, order):
    browser.post(f"/items/{items[2].pk}/move/", {"number": number, "was": "3"}, headers=JSON)

    found = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    assert "".join(item.title[0] for item in found) == order


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"number": "4", "was": "3"}, 400, "item.number_unknown"),
        ({"number": "1", "was": "2"}, 409, "item.place_gone"),
        ({"number": "0"}, 400, "form.invalid"),
        ({"number": "Ö 1"}, 400, "form.invalid"),
    ],
)
def test_a_place_that_cannot_be_moves_nothing(browser, items, meeting, sent, status, code):
    answer = browser.post(f"/items/{items[2].pk}/move/", sent, headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert [item.pk for item in AgendaItem.objects.filter(meeting=meeting).order_by("position")] == [
        item.pk for item in items
    ]


@pytest.fixture
def guest(items, clerk):
    return services.add_presenter(item=items[1], actor=clerk, name="Frau Gast")


def test_edit_presenter_keeps_the_link_and_the_history(guest, clerk, meeting):
    services.edit_presenter(presenter=guest, name="Frau  Dr. Gast", was="Frau Gast", actor=clerk)

    stored = Presenter.objects.get(pk=guest.pk)
    assert (stored.name, stored.link_version) == ("Frau Dr. Gast", guest.link_version)
    assert names_of(meeting)[-1] == "agenda.presenter.edited"


def test_edit_presenter_sent_twice_changes_once(guest, clerk, meeting):
    for _ in range(2):
        services.edit_presenter(presenter=guest, name="Frau Dr. Gast", was="Frau Gast", actor=clerk)

    assert names_of(meeting).count("agenda.presenter.edited") == 1


def test_edit_presenter_overwrites_nobody_elses_change(guest, clerk):
    services.edit_presenter(presenter=guest, name="Frau Erste", was="Frau Gast", actor=clerk)

    with pytest.raises(DomainError) as error:
        services.edit_presenter(presenter=guest, name="Frau Zweite", was="Frau Gast", actor=clerk)

    assert (error.value.code, Presenter.objects.get().name) == ("presenter.changed_meanwhile", "Frau Erste")


@pytest.mark.parametrize("role", ["member", "public"])
def test_edit_presenter_is_the_desks(guest, actor, role):
    with pytest.raises(DomainError) as error:
        services.edit_presenter(presenter=guest, name="X", was="Frau Gast", actor=actor(role))

    assert (error.value.status in {403, 404}, Presenter.objects.get().name) == (True, "Frau Gast")


@pytest.mark.parametrize("name", ["", "x" * 501])
def test_edit_presenter_refuses_what_is_no_name(guest, clerk, name):
    with pytest.raises(DomainError) as error:
        services.edit_presenter(presenter=guest, name=name, was="Frau Gast", actor=clerk)

    assert error.value.code == "data.invalid"


def test_the_editor_asks_the_same_of_one_row_as_of_three(browser, meeting, clerk):
    def count():
        browser.get(f"/meetings/{meeting.pk}/agenda/")
        with CaptureQueriesContext(connection) as counted:
            assert browser.get(f"/meetings/{meeting.pk}/agenda/").status_code == 200
        return len(counted)

    def add(title):
        item = services.add_item(meeting=meeting, actor=clerk, part="public", title=title)
        services.add_presenter(item=item, actor=clerk, name=f"Gast {title}")

    add("Eins")
    before = count()
    add("Zwei"), add("Drei")

    assert count() == before
