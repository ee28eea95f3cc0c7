"""Hostile files, hundreds of them: each is taken or refused in a clear sentence, none is executed, none is shown as
something else, none costs much.
"""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

import pikepdf
import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import Client

from documents import confined
from documents.files import services
from documents.files.kinds import KINDS
from documents.files.models import File, FileCopy
from meetings.errors import DomainError
from tests.documents.conftest import folder, item, own_folder  # noqa: F401
from tests.hostile.uploads import HOSTILE, SCRIPT
from tests.matrix.world import shut

pytestmark = [pytest.mark.long, pytest.mark.any_database]

SECONDS, MEGABYTES = 10, 200
MEDIA_TYPES = {kind.media_type for kind in KINDS}
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|GoToR|GoToE|Rendition|RichMedia|EmbeddedFile|XFA|AA|Movie|Sound)\b"
)
STATES = {"made", "as_is", "failed"}


def test_there_are_enough_of_them():
    assert len({name for name, _sent, _make in HOSTILE}) == len(HOSTILE) >= 150


@pytest.fixture
def desk(clerk, settings):
    settings.OFFICE_PROGRAM = "no-such-program"  # what LibreOffice does of itself is asked in tests/documents/files
    client = Client(raise_request_exception=False)
    client.force_login(clerk.user)
    return client


def multipart(name: str, content: bytes) -> bytes:
    """As a program may send it that asks nobody; the name as RFC 2231 takes any sign."""
    head = f"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''{quote(name)}\r\n\r\n"
    return head.encode() + content + b"\r\n--edge--\r\n"


def spent() -> float:
    """Seconds of the processor, ours and those of the programs: the clock of a busy machine proves nothing."""
    programs = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + programs.ru_utime + programs.ru_stime


@pytest.mark.parametrize(("sent", "make"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_file_harms_nobody(item, convened, desk, client, sent, make):  # noqa: F811
    content = make()
    before = spent()
    answer = desk.post(
        f"/items/{item.pk}/files/",
        multipart(sent, content),
        content_type="multipart/form-data; boundary=edge",
        HTTP_ACCEPT="application/json",
    )

    if answer.status_code != 201:
        assert_refused(answer)
        return
    file = File.objects.get(pk=answer.json()["file"])
    services.make_due()
    assert set(FileCopy.objects.values_list("state", flat=True)) <= STATES
    for browser in (client, desk):
        for path in (file.get_absolute_url(), f"/files/{file.pk}/read/{file.name}"):
            with closing(browser.get(path, HTTP_ACCEPT="application/json")) as sent_back:
                assert_sent_safely(sent_back, is_read="/read/" in path)
    with closing(desk.get(f"/files/{file.pk}/original/{file.name}")) as original:
        assert_saved_only(original)
    assert spent() - before < SECONDS
    assert max(Watched.peaks, default=0) < MEGABYTES * 1024


@contextmanager
def closing(answer):
    try:
        yield answer
    finally:
        shut(answer)


def assert_refused(answer):
    told = answer.json()

    assert 400 <= answer.status_code < 500
    assert re.fullmatch(r"[a-z_.]+", told["code"])
    assert told["message"].endswith(".")
    assert len(told["message"]) > 15
    assert (File.objects.count(), SCRIPT.decode() in told["message"]) == (0, False)


def assert_sent_safely(answer, *, is_read):
    """Sent to be saved, or as a PDF file that does nothing, or not at all and with a word why."""
    if answer.status_code == 302:
        assert is_read
        return
    if answer.status_code != 200:
        assert (answer.status_code, answer.json()["code"]) == (409, "file.not_cleaned")
        return
    content = b"".join(answer.streaming_content)
    if is_read:
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"].startswith("inline; filename=")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    else:
        assert_saved_only(answer)
    if answer.headers["Content-Type"] == "application/pdf":
        assert content.startswith(b"%PDF-")
        assert ACTIVE.findall(unpacked(content)) == []
    elif not answer.headers["Content-Type"].startswith("text/"):
        assert SCRIPT not in content or content.startswith(b"PK")


def unpacked(content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            target,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=DISABLED,
            compress_streams=False,
        )
    return target.getvalue()


DISABLED = pikepdf.ObjectStreamMode.disable


def assert_saved_only(answer):
    assert answer.headers["Content-Type"] in MEDIA_TYPES
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9-]+\.[a-z]+"', answer.headers["Content-Disposition"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


class Watched(subprocess.Popen[bytes]):
    """A program whose memory is looked at as long as it runs: its own peak, not that of its parent before it."""

    peaks: ClassVar[list[int]] = []

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        status, peak = Path(f"/proc/{self.pid}/status"), 0
        with suppress(OSError):
            while found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text()):
                peak = max(peak, int(found[1]))
                time.sleep(0.002)
        self.peaks.append(peak)


@pytest.fixture(autouse=True)
def watched(monkeypatch):
    Watched.peaks.clear()
    monkeypatch.setattr(confined.subprocess, "Popen", Watched)


def test_a_program_that_takes_more_would_be_seen(tmp_path):
    """Else the bound would be asked of nothing."""
    with suppress(confined.Confined):
        confined.run_confined("page_texts", tmp_path / "none.pdf", "1")
    assert len(Watched.peaks) <= 1
    with Watched([sys.executable, "-c", "held = b'x' * (300 * 1024 ** 2); import time; time.sleep(1)"]) as big:
        big.wait()
    deadline = time.monotonic() + 30
    while max(Watched.peaks, default=0) < 300 * 1024 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert max(Watched.peaks) >= 300 * 1024


def test_two_gigabytes_are_refused_by_their_size(item, clerk, folder):  # noqa: F811
    sent = TemporaryUploadedFile("a.pdf", "application/pdf", 2 * 1024**3, None)
    sent.file.truncate(2 * 1024**3)
    before = spent()

    with pytest.raises(DomainError) as error:
        services.attach_file(item=item, upload=sent, actor=clerk)

    assert (error.value.code, error.value.status, folder()) == ("file.too_large", 413, [])
    sent.close()
    assert "größer als 50 MB" in str(error.value)
    assert spent() - before < 1


def test_the_rest_of_an_upload_survives_its_bad_files(item, convened, desk):  # noqa: F811
    bad = [case for case in HOSTILE if case[0] in {"PDF: nothing", "page as pdf", "docx: cut", "program as png"}]
    parts = [multipart("Gut 1.csv", b"a;1")[: -len(b"--edge--\r\n")]]
    parts += [multipart(sent, make())[: -len(b"--edge--\r\n")] for _name, sent, make in bad]
    body = b"".join(parts) + multipart("Gut 2.csv", b"a;2")

    answer = desk.post(
        f"/items/{item.pk}/files/",
        body,
        content_type="multipart/form-data; boundary=edge",
        HTTP_ACCEPT="application/json",
    )

    assert (answer.status_code, len(answer.json()["refused"])) == (207, len(bad) == 4 and 4)
    assert [entry["sent"] for entry in answer.json()["files"]] == ["Gut 1.csv", "Gut 2.csv"]


def test_nothing_hostile_was_unpacked_to_the_disk():
    assert not Path("/tmp/hostile").exists()
