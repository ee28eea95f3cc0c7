"""Pages of PDF files as pictures: for whoever may have the file, drawn once and kept, by one at a time."""

import io
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from PIL import Image

from documents.confined import Confined, run_confined
from documents.files.services import attach_file, remove_file
from documents.presenting.models import PagePicture, PdfContent
from documents.presenting.services import pages
from meetings.errors import DomainError
from meetings.models import Reading
from tests.documents.conftest import upload
from tests.documents.presenting.conftest import deck, slides

pytestmark = pytest.mark.django_db


def picture(browser, file, page=1, width=400, **headers):
    answer = browser.get(f"/files/{file.pk}/pages/{page}/{width}.png", headers=headers)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in getattr(answer, "_resource_closers", []):
        close()
    return answer, content


@pytest.fixture
def runs(monkeypatch):
    """Every program that was run for a page, in order."""
    found = []

    def counted(program, *arguments, **limits):
        found.append(program)
        return run_confined(program, *arguments, **limits)

    monkeypatch.setattr(pages, "run_confined", counted)
    return found


@pytest.mark.parametrize("width", [400, 1600])
def test_a_page_is_a_picture_of_that_width(signed_in, convened, shown, width):
    answer, content = picture(signed_in(None), shown, 2, width)

    drawn = Image.open(io.BytesIO(content))
    assert (answer.status_code, answer["Content-Type"], drawn.format) == (200, "image/png", "PNG")
    assert abs(drawn.width - width) <= 1
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["ETag"] == f'"{shown.sha256}-2-{width}"'


def test_whoever_has_it_is_told_so(signed_in, convened, shown):
    tag = picture(signed_in(None), shown)[0]["ETag"]

    answer, content = picture(signed_in(None), shown, **{"if-none-match": tag})

    assert (answer.status_code, content) == (304, b"")


def test_it_is_drawn_once_and_kept(signed_in, convened, shown, runs):
    first, again = (picture(signed_in(None), shown)[1] for _ in range(2))

    assert first == again
    assert runs == ["page_texts", "page_picture"]


def test_the_same_content_on_another_item_is_not_drawn_again(signed_in, convened, shown, secret_item, clerk, runs):
    other = attach_file(item=secret_item, upload=slides("Eins", "Zwei", "Drei"), title="Kopie", actor=clerk)
    assert other.sha256 != shown.sha256  # each canvas has its own number
    with shown.stored.open("rb") as stored:
        copy = SimpleUploadedFile("Kopie.pdf", stored.read(), "application/pdf")
    same = attach_file(item=secret_item, upload=copy, title="Dieselbe", actor=clerk)
    picture(signed_in(None), shown)

    answer, _content = picture(signed_in(clerk.user), same)

    assert answer.status_code == 200
    assert runs == ["page_texts", "page_picture"]
    assert answer["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(("page", "width"), [(0, 400), (4, 400), (10**9, 400), (1, 401), (1, 0), (1, 10**12)])
def test_what_is_not_there(signed_in, convened, shown, page, width):
    assert picture(signed_in(None), shown, page, width)[0].status_code == 404


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"%PDF-1.7\nnothing", "pages.unreadable", "beschädigt"),
        (deck("Streng geheim", password="x"), "pages.unreadable", "Passwort"),
    ],
)
def test_a_file_of_which_nothing_can_be_shown_says_why(signed_in, convened, item, clerk, content, code, says, runs):
    broken = attach_file(item=item, upload=SimpleUploadedFile("B.pdf", content), title="Broken", actor=clerk)

    ways = [f"/files/{broken.pk}/pages/{way}" for way in ("", "1/400.png", "1/text/")]
    told = [signed_in(None).get(way, headers={"accept": "application/json"}) for way in ways]

    assert [answer.status_code for answer in told] == [422, 422, 422]
    assert {answer.json()["code"] for answer in told} == {code}
    assert says in told[0].json()["message"]
    assert runs == ["page_texts"]  # asked once, known from then on


def test_what_takes_too_much_is_tried_again_later(shown, monkeypatch):
    def slow(*_arguments, **_limits):
        raise Confined("page_texts: longer than 10 s")

    monkeypatch.setattr(pages, "run_confined", slow)
    with pytest.raises(DomainError, match="zu viel"):
        pages.content_of(shown)
    monkeypatch.undo()
    with pytest.raises(DomainError, match="zu viel"):
        pages.content_of(shown)
    PdfContent.objects.update(looked_at="2020-01-01T00:00:00Z")

    assert pages.content_of(shown).pages == 3


def test_one_page_that_cannot_be_drawn_concerns_no_other(signed_in, convened, shown, monkeypatch):
    def some(program, *arguments, **limits):
        if program == "page_picture" and arguments[1] == "2":
            raise Confined("page_picture: MemoryError")
        return run_confined(program, *arguments, **limits)

    monkeypatch.setattr(pages, "run_confined", some)

    assert [picture(signed_in(None), shown, page)[0].status_code for page in (1, 2, 2, 3)] == [200, 422, 422, 200]


def test_only_pdf_files_have_pages(signed_in, convened, item, clerk):
    text = attach_file(item=item, upload=upload("a.txt", b"Text"), actor=clerk)

    assert picture(signed_in(None), text)[0].status_code == 415


def test_pages_are_as_closed_as_their_file(signed_in, convened, secret_item, confidential, shown, clerk, actor):
    hidden = attach_file(item=secret_item, upload=slides("Geheim"), actor=clerk)
    ways = [f"/files/{file.pk}/pages/{way}" for file in (hidden, confidential) for way in ("", "1/text/", "1/400.png")]

    def asked(browser):
        answers = [browser.get(way) for way in ways]
        for answer in answers:
            for close in answer._resource_closers:
                close()
        return {answer.status_code for answer in answers}

    assert asked(signed_in(None)) == {404}
    assert asked(signed_in(actor("administrator").user)) == {404}
    assert asked(signed_in(actor("member").user)) == {200}
    remove_file(file=shown, actor=clerk)
    assert picture(signed_in(actor("member").user), shown)[0].status_code == 404


def test_reading_pages_is_on_record_once_and_not_for_each_page(signed_in, convened, confidential, shown, clerk):
    browser = signed_in(clerk.user)
    for page in (1, 2, 1):
        picture(browser, confidential, page)
    browser.get(f"/files/{confidential.pk}/pages/2/text/")
    browser.head(f"/files/{confidential.pk}/pages/1/400.png")
    picture(browser, shown)

    rows = list(Reading.objects.values_list("reader", "what", "key", "way", "count"))
    assert rows == [(clerk.user.pk, "documents.file", confidential.pk, "page", 1)]


def test_how_many_pages_and_what_stands_on_them(signed_in, convened, shown, runs):
    browser = signed_in(None)

    assert browser.get(f"/files/{shown.pk}/pages/").json() == {"pages": 3, "page": 1}
    assert [browser.get(f"/files/{shown.pk}/pages/{page}/text/").json()["text"] for page in (1, 2, 3)] == [
        "Eins",
        "Zwei",
        "Drei",
    ]
    assert runs == ["page_texts", "page_texts"]  # the number; then all texts at once


def test_a_full_disk_leaves_nothing_and_the_next_one_has_it(shown, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(pages.default_storage, "save", full)
        with pytest.raises(OSError, match="No space"):
            pages.picture_of(shown, 1, 400)
    assert not PagePicture.objects.exists()

    assert pages.picture_of(shown, 1, 400).size > 0


def test_what_a_killed_process_left_is_drawn_by_the_next(shown, monkeypatch):
    content = pages.content_of(shown)
    row = {"content": content, "page": 1, "width": 400}
    PagePicture.objects.create(**row, begun_at="2020-01-01T00:00:00Z")

    assert pages.picture_of(shown, 1, 400).size > 0


def test_what_another_process_draws_is_waited_for(shown, monkeypatch):
    content = pages.content_of(shown)
    begun = PagePicture.objects.create(content=content, page=1, width=400, begun_at=pages.timezone.now())
    looks = []

    def sleep(_seconds):
        looks.append(1)
        if len(looks) == 3:
            PagePicture.objects.filter(pk=begun.pk).update(stored="papers/aa/b", size=7)

    monkeypatch.setattr(pages.time, "sleep", sleep)

    assert pages.picture_of(shown, 1, 400).size == 7
    assert len(looks) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_database
def test_many_at_once_draw_it_once_and_within_no_transaction(convened, shown, monkeypatch):
    programs, within, answers = [], [], []
    release = threading.Event()

    def slow(program, *arguments, **limits):
        programs.append(program)
        within.append(connection.in_atomic_block)
        if program == "page_picture":
            release.wait(10)
        return run_confined(program, *arguments, **limits)

    monkeypatch.setattr(pages, "run_confined", slow)
    pages.content_of(shown)

    def ask():
        try:
            answers.append(pages.picture_of(shown, 1, 400).size)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    while "page_picture" not in programs:
        pass
    release.set()
    for thread in threads:
        thread.join()

    assert (len(answers), len(set(answers))) == (6, 1)
    assert programs == ["page_texts", "page_picture"]
    assert within == [False, False]


def test_too_many_who_wait_are_sent_away_at_once(signed_in, convened, shown, monkeypatch):
    from documents.presenting.services import once

    monkeypatch.setattr(once, "_waiting", once.MOST_WAITING)

    answer, _content = picture(signed_in(None), shown)

    assert (answer.status_code, once._waiting) == (503, once.MOST_WAITING)
