"""Large files in pieces: what is announced, sent, broken off, taken up again, finished twice, and thrown away."""

from __future__ import annotations

import errno
import io
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.files import pieces, services
from documents.files.models import File, Upload
from documents.files.services import uploads
from meetings.errors import DomainError
from meetings.services import cancel_meeting
from tests.conftest import names_of
from tests.documents.conftest import PDF
from tests.documents.files.clamd import EICAR, FakeDaemon

WHOLE = PDF + b"%" + b"x" * 3000 + b"\n"
JSON = {"HTTP_ACCEPT": "application/json"}
OTHERS = ["member", "expert_citizen", "advisory_member", "substitute", "administrator", "public"]


@pytest.fixture
def lying(settings):
    """What lies of uploads under way."""
    return lambda: sorted(path.name for path in Path(settings.PIECES_DIR).rglob("*") if path.is_file())


@pytest.fixture
def begun(item, clerk):
    return services.begin_upload(item=item, actor=clerk, name="Band 1.pdf", size=len(WHOLE), modified=7)


@pytest.fixture
def chair(actor):
    return actor("chair")


def send(upload, actor, start, stop):
    upload = Upload.objects.select_related("item__meeting").filter(pk=upload.pk).first() or upload
    return services.send_piece(upload=upload, actor=actor, offset=start, source=io.BytesIO(WHOLE[start:stop]))


def refusal(step, *given, **more):
    with pytest.raises(DomainError) as error:
        step(*given, **more)
    return error.value.code, error.value.status


def test_a_file_in_pieces_is_added_as_any_other(begun, clerk, lying, folder):
    send(begun, clerk, 0, 1000)
    send(begun, clerk, 1000, 1001)
    last = send(begun, clerk, 1001, len(WHOLE))

    file = services.finish_upload(upload=begun, actor=clerk, title="Haushalt", confidential=True)

    assert last.offset == len(WHOLE)
    assert Path(file.stored.path).read_bytes() == WHOLE
    assert (file.title, file.name, file.size, file.confidential) == (
        "Haushalt",
        "Oe-1-Haushalt.pdf",
        len(WHOLE),
        True,
    )
    assert (lying(), len(folder())) == ([], 1)
    assert names_of(file.item.meeting).count("documents.file.attached") == 1


def test_begin_upload_finds_the_same_file_again_and_goes_on_there(begun, item, clerk, chair):
    send(begun, clerk, 0, 1000)
    given = {"item": item, "name": "Band 1.pdf", "size": len(WHOLE), "modified": 7}

    again = services.begin_upload(actor=clerk, **given)
    newer = services.begin_upload(actor=clerk, **{**given, "modified": 8})
    theirs = services.begin_upload(actor=chair, **given)

    assert (again.pk, again.offset) == (begun.pk, 1000)
    assert (newer.offset, theirs.offset, len({again.pk, newer.pk, theirs.pk})) == (0, 0, 3)


@pytest.mark.parametrize(
    ("changed", "code", "status"),
    [
        ({"size": 0}, "file.empty", 400),
        ({"size": 51 * 1024**2}, "file.too_large", 413),
        ({"size": 2 * 1024**3}, "file.too_large", 413),
        ({"name": "Band.exe"}, "file.kind_not_taken", 415),
        ({"name": "Band"}, "file.kind_not_taken", 415),
        ({"name": ""}, "data.invalid", 400),
        ({"name": "x" * 300 + ".pdf"}, "data.invalid", 400),
        ({"name": "a\0.pdf"}, "data.invalid", 400),
        ({"modified": 2**60}, "data.invalid", 400),
    ],
)
def test_begin_upload_refuses_by_name_and_size_before_anything_is_sent(item, clerk, changed, code, status):
    given = {"name": "Band.pdf", "size": 20_000_000, "modified": 7, **changed}

    assert refusal(services.begin_upload, item=item, actor=clerk, **given) == (code, status)
    assert not Upload.objects.exists()


@pytest.mark.parametrize("role", OTHERS)
def test_begin_upload_is_refused_to_others(item, convened, actor, role):
    assert refusal(services.begin_upload, item=item, actor=actor(role), name="Band.pdf", size=9)[1] == 403


@pytest.mark.parametrize("step", [services.send_piece, services.finish_upload, services.drop_upload])
def test_going_on_is_for_whoever_began(begun, chair, step):
    more = {"offset": 0, "source": io.BytesIO(b"x")} if step is services.send_piece else {}

    assert refusal(step, upload=begun, actor=chair, **more) == ("permission.denied", 403)
    begun.refresh_from_db()
    assert (begun.offset, begun.finished_at) == (0, None)


def test_begin_upload_says_when_the_disk_is_too_full_for_it(item, clerk, monkeypatch):
    free = namedtuple("free", "free")(30 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: free)

    assert refusal(services.begin_upload, item=item, actor=clerk, name="Band.pdf", size=20 * 1024**2) == (
        "storage.full",
        507,
    )


def test_begin_upload_drops_the_oldest_of_too_many(item, clerk, monkeypatch, lying):
    monkeypatch.setattr(uploads, "MOST_UNDER_WAY", 2)
    given = {"item": item, "actor": clerk, "size": len(WHOLE)}
    begun = [services.begin_upload(name=f"{number}.pdf", **given) for number in range(2)]
    send(begun[0], clerk, 0, 5)
    Upload.objects.filter(pk=begun[0].pk).update(last_at=timezone.now() - timedelta(hours=1))

    services.begin_upload(name="3.pdf", **given)

    assert set(Upload.objects.values_list("name", flat=True)) == {"1.pdf", "3.pdf"}


@pytest.mark.parametrize("offset", [0, 999, 1001, 10**6])
def test_send_piece_takes_only_what_comes_next(begun, clerk, offset, lying):
    """As when another tab, or an answer that was lost, was quicker."""
    send(begun, clerk, 0, 1000)
    begun.refresh_from_db()

    assert refusal(services.send_piece, upload=begun, actor=clerk, offset=offset, source=io.BytesIO(b"other")) == (
        "upload.wrong_offset",
        409,
    )
    begun.refresh_from_db()
    assert (begun.offset, lying()) == (1000, ["at-000000000000000"])


def test_of_two_tabs_that_send_the_same_piece_one_counts(begun, clerk):
    """The second looked at the row before the first was through."""

    class Slow(io.BytesIO):
        def read(self, size=-1):
            if not self.tell():
                send(Upload.objects.get(pk=begun.pk), clerk, 0, 1000)
            return super().read(size)

    assert refusal(services.send_piece, upload=begun, actor=clerk, offset=0, source=Slow(b"y" * 1000)) == (
        "upload.wrong_offset",
        409,
    )
    send(begun, clerk, 1000, len(WHOLE))
    file = services.finish_upload(upload=begun, actor=clerk)
    assert Path(file.stored.path).read_bytes() == WHOLE


def test_send_piece_refuses_more_than_was_announced(begun, clerk, lying):
    sent = io.BytesIO(WHOLE + b"more")

    assert refusal(services.send_piece, upload=begun, actor=clerk, offset=0, source=sent) == ("upload.too_much", 413)
    assert (Upload.objects.get().offset, lying()) == (0, [])


def test_send_piece_refuses_more_than_a_piece_may_have(begun, clerk, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_PIECE", 99)

    assert refusal(send, begun, clerk, 0, 100) == ("upload.too_much", 413)


def test_send_piece_refuses_nothing(begun, clerk, lying):
    assert refusal(send, begun, clerk, 0, 0) == ("upload.nothing", 400)
    assert lying() == []


def test_a_disk_that_becomes_full_keeps_what_came_before(begun, clerk, lying):
    class Full(io.BytesIO):
        def read(self, size=-1):
            raise OSError(errno.ENOSPC, "No space left on device")

    send(begun, clerk, 0, 1000)
    begun.refresh_from_db()
    with pytest.raises(OSError, match="No space"):
        services.send_piece(upload=begun, actor=clerk, offset=1000, source=Full())

    assert lying() == ["at-000000000000000"]
    send(begun, clerk, 1000, len(WHOLE))
    begun.refresh_from_db()
    assert Path(services.finish_upload(upload=begun, actor=clerk).stored.path).read_bytes() == WHOLE


def test_finish_upload_waits_for_the_last_byte(begun, clerk):
    send(begun, clerk, 0, len(WHOLE) - 1)
    begun.refresh_from_db()

    assert refusal(services.finish_upload, upload=begun, actor=clerk) == ("upload.incomplete", 409)
    send(begun, clerk, len(WHOLE) - 1, len(WHOLE))
    assert services.finish_upload(upload=begun, actor=clerk).size == len(WHOLE)


def test_finish_upload_twice_adds_one_file(begun, clerk):
    send(begun, clerk, 0, len(WHOLE))
    services.finish_upload(upload=begun, actor=clerk)
    begun.refresh_from_db()

    for step in (services.finish_upload, services.drop_upload):
        assert refusal(step, upload=begun, actor=clerk) == ("state.not_now", 409)
    assert refusal(send, begun, clerk, len(WHOLE), len(WHOLE)) == ("state.not_now", 409)
    assert File.objects.count() == 1


def test_finish_upload_checks_the_whole(item, clerk, lying, folder):
    sent = b"<html><script>alert(1)</script>"
    begun = services.begin_upload(item=item, actor=clerk, name="Band.pdf", size=len(sent))
    services.send_piece(upload=begun, actor=clerk, offset=0, source=io.BytesIO(sent))

    assert refusal(services.finish_upload, upload=begun, actor=clerk) == ("file.kind_not_taken", 415)
    assert (lying(), folder(), File.objects.count()) == ([], [], 0)
    again = services.begin_upload(item=item, actor=clerk, name="Band.pdf", size=len(sent))
    assert (again.pk != begun.pk, again.offset) == (True, 0)


def test_finish_upload_waits_for_a_scanner_that_is_away(begun, clerk, settings, lying):
    send(begun, clerk, 0, len(WHOLE))
    settings.CLAMD = "unix:///nowhere/clamd.ctl"
    assert refusal(services.finish_upload, upload=begun, actor=clerk) == ("scan.unavailable", 503)
    assert lying() == ["at-000000000000000"]

    settings.CLAMD = ""
    begun.refresh_from_db()
    assert services.finish_upload(upload=begun, actor=clerk).size == len(WHOLE)


def test_finish_upload_when_the_disk_is_full_loses_nothing(begun, clerk, lying, folder, monkeypatch):
    send(begun, clerk, 0, len(WHOLE))
    store = services.receiving._store
    monkeypatch.setattr(services.receiving, "_store", full)
    with pytest.raises(OSError, match="No space"):
        services.finish_upload(upload=begun, actor=clerk)
    assert (lying(), folder()) == (["at-000000000000000"], [])

    monkeypatch.setattr(services.receiving, "_store", store)
    begun.refresh_from_db()
    assert services.finish_upload(upload=begun, actor=clerk).size == len(WHOLE)


def full(upload):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_finish_upload_to_a_meeting_that_was_cancelled_is_refused(begun, convened, clerk):
    send(begun, clerk, 0, len(WHOLE))
    cancel_meeting(meeting=convened, actor=clerk)
    fresh = Upload.objects.select_related("item__meeting").get()

    assert refusal(services.finish_upload, upload=fresh, actor=clerk)[1] == 409
    assert not File.objects.exists()


def test_drop_upload_throws_its_pieces_away(begun, clerk, lying, django_capture_on_commit_callbacks):
    send(begun, clerk, 0, 1000)

    with django_capture_on_commit_callbacks(execute=True):
        services.drop_upload(upload=begun, actor=clerk)

    assert (Upload.objects.count(), lying()) == (0, [])
    assert refusal(send, begun, clerk, 1000, 1001)[1] in {404, 409}


def test_pieces_that_were_never_counted_are_no_part_of_the_file(begun, clerk):
    """A process that was killed between the piece and the row leaves one."""
    send(begun, clerk, 0, 1000)
    (pieces.folder_of(begun.key) / "at-000000000001000").write_bytes(b"left over from somewhere")
    (pieces.folder_of(begun.key) / "at-000000000000500").write_bytes(b"left over from somewhere")
    send(Upload.objects.get(), clerk, 1000, 1001)
    send(Upload.objects.get(), clerk, 1001, len(WHOLE))

    file = services.finish_upload(upload=Upload.objects.select_related("item__meeting").get(), actor=clerk)

    assert Path(file.stored.path).read_bytes() == WHOLE


@pytest.mark.parametrize("key", ["../../etc", "", "x" * 32, "0" * 31])
def test_no_key_leads_out_of_the_folder(key):
    with pytest.raises(ValueError, match="no key"):
        pieces.folder_of(key)


# Over the wire -------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk.user)


def begin(browser, item, **changed):
    sent = {"name": "Band 1.pdf", "size": len(WHOLE), "modified": 7, **changed}
    return browser.post(reverse("documents:begin_upload", args=[item.pk]), sent, **JSON)


def send_to(browser, url, offset, content):
    headers = {"HTTP_UPLOAD_OFFSET": str(offset), **JSON}
    return browser.post(url, content, content_type="application/octet-stream", **headers)


def test_the_address_of_an_upload_says_how_far_it_has_got(item, desk):
    told = begin(desk, item)
    url = told.json()["url"]
    first = send_to(desk, url, 0, WHOLE[:1000])
    wrong = send_to(desk, url, 0, WHOLE[:1000])
    state = desk.get(url, **JSON)

    assert (told.status_code, told.json()["offset"], told.headers["Upload-Offset"]) == (201, 0, "0")
    assert (first.status_code, first.json()["offset"]) == (200, 1000)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "upload.wrong_offset")
    assert (state.json()["offset"], state.headers["Upload-Offset"]) == (1000, "1000")
    assert begin(desk, item).json() == state.json()

    send_to(desk, url, 1000, WHOLE[1000:])
    done = desk.post(f"{url}finish/", {"title": "Haushalt"}, **JSON)
    again = desk.post(f"{url}finish/", {"title": "Haushalt"}, **JSON)

    file = File.objects.get()
    assert (done.status_code, done.json()["file"], file.title) == (201, file.pk, "Haushalt")
    assert (again.status_code, again.json()["code"]) == (409, "state.not_now")


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "٣", "9" * 40])
def test_an_offset_that_is_none_is_refused(item, desk, offset):
    url = begin(desk, item).json()["url"]

    answer = send_to(desk, url, offset, WHOLE)

    assert (answer.status_code, answer.json()["code"]) == (400, "data.invalid")


@pytest.mark.parametrize("changed", [{"size": "x"}, {"size": -1}, {"size": "9" * 30}, {"modified": "x"}])
def test_a_size_that_is_none_is_refused(item, desk, changed):
    answer = begin(desk, item, **changed)

    assert (answer.status_code, answer.json()["code"]) == (400, "data.invalid")


def test_an_upload_is_hidden_from_everybody_else(item, desk, chair, client, signed_in):
    url = begin(desk, item).json()["url"]

    for browser in (client, signed_in(chair.user)):
        answers = [browser.get(url, **JSON), send_to(browser, url, 0, WHOLE), browser.post(f"{url}finish/", **JSON)]
        assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_full_disk_is_said_with_its_code(item, desk, monkeypatch):
    url = begin(desk, item).json()["url"]
    send_to(desk, url, 0, WHOLE)
    monkeypatch.setattr(services.receiving, "_store", full)

    answer = desk.post(f"{url}finish/", **JSON)

    assert (answer.status_code, answer.json()["code"]) == (507, "storage.full")


def test_what_the_scanner_finds_in_the_whole_is_refused(item, desk, settings):
    sent = PDF + b"%" + EICAR
    url = begin(desk, item, size=len(sent)).json()["url"]
    send_to(desk, url, 0, sent[:200])
    send_to(desk, url, 200, sent[200:])
    with FakeDaemon() as daemon:
        settings.CLAMD = daemon.address
        answer = desk.post(f"{url}finish/", **JSON)

    assert (answer.status_code, answer.json()["code"]) == (400, "file.infected")
