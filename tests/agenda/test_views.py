"""The pages and forms over HTTP: who gets in, what they answer, and that nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda import selectors, services
from agenda.models import AgendaItem
from meetings.models import MeetingEvent
from tests.conftest import make_user

pytestmark = pytest.mark.any_database

JSON = {"Accept": "application/json"}
BUTTONS = ["open_item", "close_item", "take_back_item", "postpone_item", "withdraw_item", "reopen_item", "remove_item"]


@pytest.fixture
def browser(signed_in, clerk):
    return signed_in(clerk.user)


@pytest.fixture
def gita(convened, items, clerk):
    return services.add_presenter(item=items["news"], actor=clerk, name="Gita Guest", email="gita@example.org")


def url(name, *args):
    return reverse(f"agenda:{name}", args=args)


@pytest.mark.parametrize(("role", "status"), [("clerk", 200), ("chair", 200), ("member", 403), ("administrator", 403)])
def test_agenda_is_the_desks_page(convened, items, signed_in, actor, role, status):
    assert signed_in(actor(role).user).get(url("agenda", convened.pk)).status_code == status


def test_agenda_of_a_draft_is_hidden(meeting, items, signed_in, actor):
    assert signed_in(actor("member").user).get(url("agenda", meeting.pk)).status_code == 404


def test_agenda_asks_a_stranger_to_sign_in(convened, client):
    assert client.get(url("agenda", convened.pk)).status_code == 302


def test_agenda_takes_the_same_queries_for_one_item_and_for_three(meeting, add, browser):
    counts = []
    for number in range(3):
        add(f"Item {number}")
        with CaptureQueriesContext(connection) as queries:
            browser.get(url("agenda", meeting.pk))
        counts.append(len(queries))

    assert counts[0] == counts[2]
    assert counts[2] <= 12


def test_add_item_goes_back_to_the_field(meeting, browser):
    response = browser.post(url("add_item", meeting.pk), {"part": "non_public", "title": "  Neues  "})

    assert response.headers["Location"] == f"/meetings/{meeting.pk}/agenda/?added=non_public"
    assert list(meeting.items.values_list("title", "part")) == [("Neues", "non_public")]
    assert b"autofocus" in browser.get(response.headers["Location"]).content


@pytest.mark.parametrize(
    "data", [{}, {"part": "public"}, {"part": "secret", "title": "x"}, {"part": "public", "title": "x" * 501}]
)
def test_add_item_refuses_bad_input(meeting, browser, data):
    response = browser.post(url("add_item", meeting.pk), data, headers=JSON)

    assert (response.status_code, response.json()["code"]) == (400, "form.invalid")
    assert not meeting.items.exists()


def test_edit_item_saves(items, browser):
    form = {
        "title": "Good news",
        "subtitle": "",
        "treatment": "report",
        "planned_minutes": 7,
        "draft_resolution": "",
        "version": 1,
    }

    response = browser.post(url("edit_item", items["news"].pk), form)

    assert response.headers["Location"] == url("item", items["news"].pk)
    assert AgendaItem.objects.get(pk=items["news"].pk).title == "Good news"


def test_edit_item_shows_both_texts_after_a_conflict(items, browser, clerk):
    services.edit_item(item=items["news"], actor=clerk, version=1, title="Theirs")
    form = {"title": "Mine", "treatment": "report", "planned_minutes": 7, "version": 1}

    response = browser.post(url("edit_item", items["news"].pk), form)

    page = response.content.decode()
    assert response.status_code == 409
    assert ("Theirs" in page, 'value="Mine"' in page, 'name="version" value="2"' in page) == (True, True, True)
    assert browser.post(url("edit_item", items["news"].pk), {**form, "version": 2}).status_code == 302


def test_edit_item_keeps_what_was_typed_when_it_does_not_fit(items, browser):
    form = {"title": "", "treatment": "report", "planned_minutes": 7, "draft_resolution": "A long text", "version": 1}

    response = browser.post(url("edit_item", items["news"].pk), form)

    assert response.status_code == 400
    assert b"A long text" in response.content


def test_move_item_takes_the_place_of_the_page(meeting, items, browser):
    page = browser.get(url("agenda", meeting.pk)).content.decode()
    place = f".public.{items['greeting'].pk}"

    response = browser.post(url("move_item", items["report"].pk), {"place": place})

    assert f'value="{place}"' in page
    assert response.headers["Location"] == f"/meetings/{meeting.pk}/agenda/#item-{items['report'].pk}"
    assert selectors.number_of(items["report"]) == "Ö 1"


@pytest.mark.parametrize("place", ["", "rubbish", "1.secret.2", "..", ".public." + "9" * 40])
def test_move_item_refuses_rubbish(items, browser, place):
    response = browser.post(url("move_item", items["report"].pk), {"place": place}, headers=JSON)

    assert (response.status_code, response.json()["code"]) == (400, "form.invalid")


@pytest.mark.parametrize("name", BUTTONS)
def test_buttons_take_posts_only(items, browser, name):
    assert browser.get(url(name, items["news"].pk)).status_code == 405


@pytest.mark.parametrize("name", [*BUTTONS, "edit_item", "move_item", "write_note", "add_presenter"])
def test_services_hide_the_non_public_part_from_strangers(convened, items, signed_in, name):
    before = MeetingEvent.objects.count()

    response = signed_in(make_user()).post(url(name, items["contract"].pk), headers=JSON)

    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert MeetingEvent.objects.count() == before


@pytest.mark.parametrize("name", BUTTONS)
def test_buttons_refuse_members(convened, items, signed_in, actor, name):
    response = signed_in(actor("member").user).post(url(name, items["contract"].pk), headers=JSON)

    assert (response.status_code, response.json()["code"]) == (403, "permission.denied")


def test_open_item_answers_with_the_seq(running, items, browser):
    response = browser.post(url("open_item", items["news"].pk), headers=JSON)

    running.refresh_from_db()
    assert (response.status_code, response.json()) == (200, {"seq": running.last_seq})


def test_open_item_without_a_script_goes_back_to_the_desk(running, items, browser):
    response = browser.post(url("open_item", items["news"].pk))

    assert (response.status_code, response.headers["Location"]) == (302, f"/meetings/{running.pk}/desk/")


def test_open_item_names_the_open_one(running, items, browser, clerk):
    services.open_item(item=items["greeting"], actor=clerk)

    response = browser.post(url("open_item", items["news"].pk), headers=JSON)

    assert (response.status_code, response.json()["code"]) == (409, "item.another_open")
    assert "Ö 1" in response.json()["message"]


def test_write_note_answers_with_the_new_version(items, browser):
    response = browser.post(url("write_note", items["news"].pk), {"text": " one\r\ntwo ", "version": 1}, headers=JSON)

    assert (response.status_code, response.json()["version"]) == (200, 2)
    assert AgendaItem.objects.get(pk=items["news"].pk).note == " one\ntwo "


def test_write_note_gives_the_stored_text_on_a_conflict(items, browser, clerk):
    services.write_note(item=items["news"], text="Theirs", version=1, actor=clerk)

    response = browser.post(url("write_note", items["news"].pk), {"text": "Mine", "version": 1}, headers=JSON)

    answer = response.json()
    assert (response.status_code, answer["code"], answer["text"], answer["version"]) == (
        409,
        "note.changed_meanwhile",
        "Theirs",
        2,
    )


def test_write_note_keeps_both_texts_without_a_script(items, browser, clerk):
    services.write_note(item=items["news"], text="Theirs", version=1, actor=clerk)

    response = browser.post(url("write_note", items["news"].pk), {"text": "Mine", "version": 1})

    page = response.content.decode()
    assert (response.status_code, "Theirs" in page, "Mine</textarea>" in page) == (409, True, True)


@pytest.mark.parametrize("data", [{"text": "x"}, {"text": "x", "version": "abc"}, {"text": "x\0", "version": 1}])
def test_write_note_refuses_bad_input(items, browser, data):
    assert browser.post(url("write_note", items["news"].pk), data, headers=JSON).status_code == 400


def test_add_presenter_shows_the_link(items, browser):
    browser.post(url("add_presenter", items["news"].pk), {"name": "Gita Guest"})

    guest = items["news"].presenters.get()
    assert (
        f"http://testserver/p/{selectors.presenter_token(guest)}/"
        in browser.get(url("item", items["news"].pk)).content.decode()
    )


def test_presenter_sees_their_item_without_an_account(gita, convened, client):
    response = client.get(url("presenter", selectors.presenter_token(gita)))

    page = response.content.decode()
    assert (response.status_code, response.headers["X-Robots-Tag"], response.headers["Referrer-Policy"]) == (
        200,
        "noindex",
        "no-referrer",
    )
    assert ("Gita Guest" in page, "News" in page, "A contract" in page, "Contract with X" in page) == (
        True,
        True,
        True,
        False,
    )
    assert "gita@example.org" not in page


def test_presenter_of_a_non_public_item_sees_only_that(convened, items, clerk, client):
    guest = services.add_presenter(item=items["contract"], actor=clerk, name="Gita Guest")

    page = client.get(url("presenter", selectors.presenter_token(guest))).content.decode()

    assert ("Contract with X" in page, "Greeting" in page, "secret note" in page) == (True, False, False)


def test_presenter_link_that_was_renewed_is_not_found(gita, clerk, client):
    old = selectors.presenter_token(gita)
    services.renew_presenter_link(presenter=gita, actor=clerk)

    assert client.get(url("presenter", old)).status_code == 404


@pytest.mark.parametrize("name", ["remove_presenter", "renew_presenter_link"])
def test_presenters_are_refused_to_members(gita, signed_in, actor, name):
    assert signed_in(actor("member").user).post(url(name, gita.pk), headers=JSON).status_code == 403


@pytest.mark.parametrize("name", ["remove_presenter", "renew_presenter_link"])
def test_presenters_are_changed_by_the_desk(gita, items, browser, name):
    response = browser.post(url(name, gita.pk))

    assert response.headers["Location"] == f"{url('item', items['news'].pk)}#presenters"


def test_after_a_conflict_only_words_that_differ_are_shown(add, clerk, signed_in):
    """A browser sends line ends of its own kind; that is no other text."""
    item = add("Bericht", draft_resolution="Eins\r\nzwei\tdrei")
    services.edit_item(item=item, actor=clerk, version=item.version, title="Anders")
    data = {
        "title": "Mein Titel",
        "version": item.version,
        "planned_minutes": item.planned_minutes,
        "treatment": item.treatment,
    }
    answer = signed_in(clerk.user).post(
        reverse("agenda:edit_item", args=[item.pk]), {**data, "draft_resolution": "Eins\r\nzwei drei", "subtitle": ""}
    )

    assert answer.status_code == 409
    assert [field["typed"] for field in answer.context["differing"]] == ["Mein Titel"]
