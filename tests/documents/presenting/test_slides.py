"""A presenter's own slides: until the item is called, looked at like any file, and held back until they are shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agenda.selectors import presenter_token
from agenda.services import add_presenter, open_item, remove_presenter
from documents.files.models import File
from documents.presenting.models import OwnSlides
from documents.presenting.services import guest_of, present_file, put_slides
from meetings.enums import Audience
from meetings.errors import DomainError
from meetings.live.panels import panel_named, render_shared
from meetings.models import Meeting
from meetings.services import convene_meeting, open_meeting
from tests.documents.presenting.conftest import deck, slides

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(presenter, item, clerk):
    convene_meeting(meeting=item.meeting, actor=clerk)
    presenter.item.refresh_from_db()
    presenter.item.meeting.refresh_from_db()
    return presenter


def call(item, clerk):
    open_meeting(meeting=item.meeting, actor=clerk)
    open_item(item=item, actor=clerk)
    item.refresh_from_db()


def hand_in(presenter, *words):
    return put_slides(presenter=presenter, upload=slides(*words), actor=guest_of(presenter))


def kept(item):
    return list(File.objects.kept().filter(item=item))


def test_slides_are_handed_in_and_marked_as_the_presenters(invited, folder):
    file = hand_in(invited, "Meine")

    assert (file.own_slides.presenter, file.own_slides.name) == (invited, "Frau Bläker")
    assert (file.confidential, file.uploaded_by, len(folder())) == (True, None, 1)
    event = invited.item.meeting.events.get(name="documents.file.attached", data__file=file.pk)
    assert (event.actor, event.audience) == (f"presenter:{invited.pk}", "participant")


def test_exchanged_slides_leave_the_new_ones_alone(invited):
    old, new = hand_in(invited, "Alt"), hand_in(invited, "Neu")

    assert kept(invited.item) == [new]
    assert OwnSlides.objects.get(file=old).presenter == invited


def test_refused_slides_leave_what_was_there(invited, folder):
    good = hand_in(invited, "Gut")
    bad = {
        "text.txt": (b"Text", 415, "slides.not_pdf"),
        "falsch.pdf": (b"Text", 415, "file.kind_not_taken"),
        "leer.pdf": (b"", 400, "file.empty"),
        "kaputt.pdf": (b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n", 422, "pages.unreadable"),
        "gesperrt.pdf": (deck("x", password="x"), 422, "pages.unreadable"),
    }
    for name, (content, status, code) in bad.items():
        with pytest.raises(DomainError) as refused:
            put_slides(presenter=invited, upload=SimpleUploadedFile(name, content), actor=guest_of(invited))
        assert (name, refused.value.status, refused.value.code) == (name, status, code)

    assert (kept(invited.item), len(folder())) == ([good], 1)


def test_not_after_the_call(invited, clerk):
    good = hand_in(invited, "Gut")
    call(invited.item, clerk)

    with pytest.raises(DomainError) as refused:
        hand_in(invited, "Zu spät")

    assert (refused.value.status, kept(invited.item)) == (409, [good])


def test_nobody_else_hands_in_for_them(invited, clerk, actor):
    for who in (clerk, actor("chair"), actor("member")):
        with pytest.raises(DomainError) as refused:
            put_slides(presenter=invited, upload=slides("Fremd"), actor=who)
        assert refused.value.status == 403


def test_the_public_has_them_when_they_are_shown(invited, clerk, signed_in):
    file = hand_in(invited, "Meine")
    public = signed_in(None)
    assert public.get(f"/files/{file.pk}/pages/").status_code == 404
    call(invited.item, clerk)
    assert public.get(f"/files/{file.pk}/pages/").status_code == 404

    present_file(file=File.objects.get(pk=file.pk), actor=guest_of(invited))

    assert public.get(f"/files/{file.pk}/pages/").status_code == 200
    names = ("documents.file.released", "documents.presentation.begun")
    events = invited.item.meeting.events.filter(name__in=names).order_by("seq")
    assert [(event.name, event.audience) for event in events] == [(name, "public") for name in names]
    assert file.title in render_shared(
        panel_named("papers"), Meeting.objects.get(pk=file.item.meeting_id), Audience.PUBLIC
    )


def test_those_of_a_non_public_item_never_reach_the_public(secret_item, clerk, meeting):
    presenter = add_presenter(item=secret_item, name="Herr Geheim", actor=clerk)
    convene_meeting(meeting=meeting, actor=clerk)
    secret_item.meeting.refresh_from_db()

    file = hand_in(presenter, "Geheim")
    secret_item.state = "open"
    secret_item.opened_at = file.uploaded_at
    secret_item.save()
    Meeting.objects.filter(pk=meeting.pk).update(state="running", opened_at=file.uploaded_at)
    present_file(file=File.objects.get(pk=file.pk), actor=guest_of(presenter))

    file.refresh_from_db()
    assert file.confidential
    for audience in (Audience.PUBLIC, Audience.SCREEN):
        assert render_shared(panel_named("slides"), Meeting.objects.get(pk=meeting.pk), audience) == ""


def test_the_page_takes_and_exchanges_them(invited, signed_in):
    browser, link = signed_in(None), f"/p/{presenter_token(invited)}"
    assert "noch keine Folien" in browser.get(f"{link}/").content.decode()

    assert browser.post(f"{link}/slides/", {"file": slides("Eins")}).status_code == 302
    told = browser.get(f"{link}/").content.decode()
    assert "Ihre Folien: Folien" in told
    assert "die Öffentlichkeit sieht sie, wenn sie gezeigt werden" in told
    assert browser.post(f"{link}/slides/", {}, headers={"accept": "application/json"}).status_code == 400
    assert browser.post(f"{link}/slides/take-off/").status_code == 302
    assert kept(invited.item) == []
    assert browser.post(f"{link}/slides/take-off/").status_code == 404


def test_the_clerk_sees_whose_they_are(invited, clerk):
    hand_in(invited, "Meine")
    call(invited.item, clerk)

    desk = render_shared(panel_named("slides"), Meeting.objects.get(pk=invited.item.meeting_id), Audience.DESK)

    assert "Folien von Frau Bläker" in desk


def test_slides_outlive_whoever_handed_them_in(invited, clerk):
    file = hand_in(invited, "Meine")

    remove_presenter(presenter=invited, actor=clerk)

    own = OwnSlides.objects.get(file=file)
    assert (own.presenter, own.name, kept(invited.item)) == (None, "Frau Bläker", [file])
