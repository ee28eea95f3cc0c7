"""Presenting in step: begun, turned, ended, by desk and presenters; on record only begin and end."""

import pytest
from django.db import connection

from agenda.selectors import presenter_token
from agenda.services import add_presenter, close_item, postpone_item, renew_presenter_link, take_back_item
from documents.confined import run_confined
from documents.files.services import attach_file, remove_file
from documents.presenting import selectors
from documents.presenting.models import Presentation
from documents.presenting.services import guest_of, pages, present_file, stop_presenting, turn_page
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.services import interrupt_meeting
from tests.documents.conftest import upload
from tests.documents.presenting.conftest import slides

pytestmark = pytest.mark.django_db


def told(meeting, since=0):
    events = meeting.events.filter(seq__gt=since, name__startswith="documents.presentation.").order_by("seq")
    return [(event.name.rsplit(".", 1)[1], event.audience) for event in events]


def drawn(meeting, audience):
    return render_shared(panel_named("slides"), Meeting.objects.get(pk=meeting.pk), audience)


@pytest.fixture
def guest(presenter, ongoing):
    presenter.item = ongoing
    return guest_of(presenter)


def at(meeting):
    return Presentation.objects.filter(meeting=meeting).values_list("file", "page").first()


def test_the_desk_presents_turns_and_stops(ongoing, shown, clerk):
    meeting = ongoing.meeting
    present_file(file=shown, actor=clerk)
    assert at(meeting) == (shown.pk, 1)
    before = Meeting.objects.get(pk=meeting.pk).last_seq

    turn_page(meeting=meeting, page=3, actor=clerk)
    assert (at(meeting), Meeting.objects.get(pk=meeting.pk).last_seq) == ((shown.pk, 3), before)

    stop_presenting(meeting=meeting, actor=clerk)
    assert at(meeting) is None
    assert told(meeting) == [("begun", "public"), ("ended", "public")]


def test_every_public_screen_shows_the_same_page(ongoing, shown, clerk):
    present_file(file=shown, page=2, actor=clerk)

    for audience in Audience:
        assert f"/files/{shown.pk}/pages/2/1600.png" in drawn(ongoing.meeting, audience)
    assert "Zwei" in drawn(ongoing.meeting, Audience.PUBLIC)


def test_what_is_confidential_is_on_no_public_screen(ongoing, confidential, clerk):
    present_file(file=confidential, actor=clerk)

    public = [drawn(ongoing.meeting, audience) for audience in (Audience.PUBLIC, Audience.SCREEN)]
    assert public == ["", ""]
    assert "Geheim eins" in drawn(ongoing.meeting, Audience.PARTICIPANT)
    assert "Nicht auf der Saalanzeige" in drawn(ongoing.meeting, Audience.DESK)
    assert told(ongoing.meeting) == [("begun", "participant")]


def test_another_file_takes_its_place(ongoing, shown, confidential, clerk):
    present_file(file=shown, actor=clerk)
    present_file(file=confidential, page=2, actor=clerk)

    assert at(ongoing.meeting) == (confidential.pk, 2)
    assert [name for name, _audience in told(ongoing.meeting)] == ["begun", "ended", "begun"]


def test_the_same_file_again_only_turns(ongoing, shown, clerk):
    present_file(file=shown, actor=clerk)
    present_file(file=shown, page=3, actor=clerk)

    assert at(ongoing.meeting) == (shown.pk, 3)
    assert told(ongoing.meeting) == [("begun", "public")]


@pytest.mark.parametrize("role", ["member", "substitute", "advisory_member", "administrator"])
def test_others_may_not(ongoing, shown, clerk, actor, role):
    with pytest.raises(DomainError) as refused:
        present_file(file=shown, actor=actor(role))
    present_file(file=shown, actor=clerk)
    for service in (lambda who: turn_page(meeting=ongoing.meeting, page=2, actor=who),):
        with pytest.raises(DomainError) as also:
            service(actor(role))

    assert {refused.value.status, also.value.status} == {403}
    assert at(ongoing.meeting) == (shown.pk, 1)


def test_only_a_file_of_the_open_item(ongoing, shown, clerk):
    close_item(item=ongoing, actor=clerk)
    shown.refresh_from_db()

    with pytest.raises(DomainError) as refused:
        present_file(file=shown, actor=clerk)

    assert (refused.value.status, at(ongoing.meeting)) == (409, None)


def test_only_pdf_and_only_pages_that_are_there(ongoing, shown, clerk):
    text = attach_file(item=ongoing, upload=upload("a.txt", b"Text"), actor=clerk)
    statuses = []
    for file, page in ((text, 1), (shown, 0), (shown, 4)):
        with pytest.raises(DomainError) as refused:
            present_file(file=file, page=page, actor=clerk)
        statuses.append(refused.value.status)

    assert (statuses, at(ongoing.meeting)) == ([409, 404, 404], None)


def test_nothing_to_turn_or_to_end(ongoing, clerk):
    for act in (
        lambda: turn_page(meeting=ongoing.meeting, page=1, actor=clerk),
        lambda: stop_presenting(meeting=ongoing.meeting, actor=clerk),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "presentation.over"


@pytest.mark.parametrize("leave", [close_item, take_back_item, postpone_item])
def test_it_ends_with_its_item(ongoing, shown, clerk, leave):
    present_file(file=shown, actor=clerk)

    leave(item=ongoing, actor=clerk)

    assert at(ongoing.meeting) is None
    names = list(ongoing.meeting.events.order_by("seq").values_list("name", flat=True))
    assert names.index("documents.presentation.ended") < max(
        place for place, name in enumerate(names) if name.startswith("agenda.item.")
    )


def test_it_ends_with_its_file(ongoing, shown, clerk):
    present_file(file=shown, actor=clerk)

    remove_file(file=shown, actor=clerk)

    assert at(ongoing.meeting) is None
    assert told(ongoing.meeting) == [("begun", "public"), ("ended", "public")]


def test_a_recess_leaves_it_where_it_was(ongoing, shown, clerk):
    present_file(file=shown, page=2, actor=clerk)

    interrupt_meeting(meeting=ongoing.meeting, actor=clerk)

    assert at(ongoing.meeting) == (shown.pk, 2)


def test_whoever_reports_presents_and_turns_and_ends(ongoing, shown, guest):
    present_file(file=shown, actor=guest)
    turn_page(meeting=ongoing.meeting, page=2, actor=guest)
    assert at(ongoing.meeting) == (shown.pk, 2)
    stop_presenting(meeting=ongoing.meeting, actor=guest)

    begun = ongoing.meeting.events.get(name="documents.presentation.begun")
    assert begun.actor == f"presenter:{guest.guest.presenter}"


def test_whoever_reports_shows_nothing_confidential_of_others(ongoing, confidential, guest):
    with pytest.raises(DomainError) as refused:
        present_file(file=confidential, actor=guest)

    assert (refused.value.status, at(ongoing.meeting)) == (404, None)


def test_whoever_reports_on_another_item_may_not(ongoing, shown, secret_item, clerk):
    other = add_presenter(item=secret_item, name="Herr Anders", actor=clerk)

    with pytest.raises(DomainError) as refused:
        present_file(file=shown, actor=guest_of(other))

    assert refused.value.status == 403


def test_a_link_that_was_renewed_meanwhile_opens_nothing(ongoing, shown, presenter, guest, clerk):
    renew_presenter_link(presenter=presenter, actor=clerk)

    with pytest.raises(DomainError) as refused:
        present_file(file=shown, actor=guest)

    assert refused.value.status == 404


def test_the_presenters_page_leads_through_it(ongoing, shown, presenter, signed_in):
    browser, link = signed_in(None), f"/p/{presenter_token(presenter)}"
    assert f'value="{shown.pk}"' in browser.get(f"{link}/live/").content.decode()
    tag = browser.get(f"{link}/live/")["ETag"]
    assert browser.get(f"{link}/live/", headers={"if-none-match": tag}).status_code == 304

    assert browser.post(f"{link}/present/", {"file": shown.pk}).status_code == 302
    assert browser.post(f"{link}/turn/", {"page": 3}, headers={"accept": "application/json"}).status_code == 200
    page = browser.get(f"{link}/live/", headers={"if-none-match": tag}).content.decode()
    assert 'data-page="3"' in page
    picture = browser.get(f"{link}/pages/{shown.pk}/3/1600.png")
    for close in picture._resource_closers:
        close()
    assert picture.status_code == 200
    assert browser.post(f"{link}/stop/").status_code == 302
    assert at(ongoing.meeting) is None


def test_the_presenters_link_gives_no_page_of_what_is_not_theirs(ongoing, confidential, presenter, signed_in):
    link = f"/p/{presenter_token(presenter)}"

    assert signed_in(None).get(f"{link}/pages/{confidential.pk}/1/400.png").status_code == 404
    assert signed_in(None).post(f"{link}/present/", {"file": confidential.pk}).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
def test_pictures_are_made_within_no_transaction(ongoing, shown, clerk, monkeypatch):
    within = []

    def noted(*arguments, **limits):
        within.append(connection.in_atomic_block)
        return run_confined(*arguments, **limits)

    monkeypatch.setattr(pages, "run_confined", noted)
    present_file(file=shown, actor=clerk)
    turn_page(meeting=ongoing.meeting, page=2, actor=clerk)

    assert within == [False] * len(within)
    assert len(within) == 4  # the number, two pictures, all texts


def test_a_desk_knows_what_it_can_present(ongoing, shown, confidential, clerk, django_assert_num_queries):
    attach_file(item=ongoing, upload=upload("a.txt", b"Text"), actor=clerk)

    assert selectors.to_present(ongoing.meeting, Audience.DESK) == [shown, confidential]
    assert selectors.to_present(ongoing.meeting, Audience.PUBLIC) == [shown]
    for number in range(5):
        attach_file(item=ongoing, upload=slides(f"Noch {number}"), actor=clerk)
    with django_assert_num_queries(2):
        selectors.to_present(ongoing.meeting, Audience.DESK)
