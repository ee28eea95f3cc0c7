"""Receiving files: each content lies once, whoever keeps it; what a scanner finds, or cannot look at, is not taken."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from documents.files import services
from documents.files.models import File, FileContent, FileCopy
from documents.files.services import attach_file, keep, received, receiving, remove_file
from meetings.errors import DomainError
from tests.documents.conftest import PDF, upload
from tests.documents.files.clamd import EICAR, FakeDaemon

LARGE = b"x" * 300_000


def test_the_same_content_on_two_items_lies_once(item, secret_item, file, clerk, folder):
    second = attach_file(item=secret_item, upload=upload("Anders.pdf"), actor=clerk)

    assert (second.stored.name, second.sha256) == (file.stored.name, file.sha256)
    assert [path.read_bytes() for path in folder()] == [PDF]
    assert FileContent.objects.get().stored.name == file.stored.name


def test_removing_one_leaves_the_content_of_the_other(item, secret_item, file, clerk, signed_in):
    second = attach_file(item=secret_item, upload=upload("Anders.pdf"), actor=clerk)

    remove_file(file=file, actor=clerk)

    answer = signed_in(clerk.user).get(second.get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF


def test_a_refused_file_takes_no_content_of_another_with_it(item, file, clerk, folder):
    with pytest.raises(DomainError) as error:
        attach_file(item=item, upload=upload("Noch einmal.pdf"), actor=clerk)

    assert error.value.code == "file.already_attached"
    assert [path.read_bytes() for path in folder()] == [PDF]


def test_receiving_without_keeping_leaves_nothing(db, folder):
    with received(upload()) as parcel:
        assert len(folder()) == 1

    assert (parcel.size, parcel.kind.ending, folder()) == (len(PDF), "pdf", [])
    assert not FileContent.objects.exists()


def test_receiving_knows_no_items(db, folder):
    with received(upload()) as first:
        place = keep(first)
    with received(upload("again.pdf")) as second:
        assert (keep(second), second.is_new) == (place, False)

    assert [path.read_bytes() for path in folder()] == [PDF]


def test_of_two_who_receive_the_same_at_once_one_has_stored_it_for_both(db, folder):
    with received(upload()) as slow:
        with received(upload()) as quick:
            place = keep(quick)
        assert (slow.is_new, slow.place == place) == (True, False)
        assert keep(slow) == place

    assert [str(path).endswith(place) for path in folder()] == [True]


def test_content_that_was_lost_from_the_storage_comes_back_for_all(file, secret_item, clerk, folder):
    default_storage.delete(file.stored.name)

    second = attach_file(item=secret_item, upload=upload(), actor=clerk)

    file.refresh_from_db()
    assert file.stored.name == second.stored.name == FileContent.objects.get().stored.name
    assert [path.read_bytes() for path in folder()] == [PDF]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_share_one_place(item, secret_item, clerk, folder):
    there = threading.Barrier(2, timeout=20)
    store, told = receiving._store, []

    def together(content):
        place = store(content)
        there.wait()
        return place

    def attach(to):
        try:
            told.append(attach_file(item=to, upload=upload(), actor=clerk).stored.name)
        finally:
            connection.close()

    receiving._store = together
    try:
        threads = [threading.Thread(target=attach, args=(to,)) for to in (item, secret_item)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        receiving._store = store

    assert (len(told), len(set(told)), len(folder())) == (2, 1, 1)


# The virus scanner ---------------------------------------------------------------------------------------------------


@pytest.fixture
def daemon(settings):
    with FakeDaemon() as daemon:
        settings.CLAMD = daemon.address
        yield daemon


def refusal_of(item, clerk, content=PDF):
    with pytest.raises(DomainError) as error:
        attach_file(item=item, upload=upload("Zahlen.pdf", content), actor=clerk)
    assert not File.objects.exists()
    return error.value


def test_a_scanner_gets_every_byte_and_a_clean_file_is_taken(item, clerk, daemon, folder):
    file = attach_file(item=item, upload=upload(content=PDF + b"%" + LARGE), actor=clerk)

    assert daemon.seen == [PDF + b"%" + LARGE]
    assert Path(file.stored.path).read_bytes() == PDF + b"%" + LARGE


def test_what_the_scanner_finds_is_refused_and_leaves_nothing(item, clerk, daemon, folder):
    error = refusal_of(item, clerk, PDF + b"%" + EICAR)

    assert (error.code, error.status) == ("file.infected", 400)
    assert "Die Virenprüfung hat in dieser Datei Eicar-Test-Signature gefunden" in str(error)
    assert (folder(), FileCopy.objects.count()) == ([], 0)


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: O", b"", b"nonsense\0"])
def test_a_scanner_that_says_anything_else_lets_nothing_in(item, clerk, daemon, says, folder):
    daemon.says = says

    error = refusal_of(item, clerk)

    assert (error.code, error.status, folder()) == ("scan.unavailable", 503, [])


@pytest.mark.parametrize("address", ["unix:///nowhere/clamd.ctl", "tcp://127.0.0.1:9"])
def test_a_scanner_that_is_away_lets_nothing_in(item, clerk, settings, address, folder):
    settings.CLAMD = address

    error = refusal_of(item, clerk)

    assert (error.code, error.status, folder()) == ("scan.unavailable", 503, [])
    assert "Virenprüfung ist nicht erreichbar" in str(error)


def test_of_several_files_the_infected_one_is_named(item, clerk, daemon, signed_in):
    sent = [upload("Eins.pdf"), upload("Zwei.pdf", PDF + b"%" + EICAR), upload("Drei.pdf", PDF + b"%3")]

    told = signed_in(clerk.user).post(f"/items/{item.pk}/files/", {"file": sent}, HTTP_ACCEPT="application/json")

    assert told.status_code == 207
    assert [entry["sent"] for entry in told.json()["files"]] == ["Eins.pdf", "Drei.pdf"]
    assert [(entry["sent"], entry["code"]) for entry in told.json()["refused"]] == [("Zwei.pdf", "file.infected")]


CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIGURATION = """
DatabaseDirectory {folder}
LocalSocket {folder}/clamd.ctl
Foreground yes
User {user}
"""


@pytest.fixture
def clamav(tmp_path, settings):
    """Debian's own daemon, with a database of one signature: what it would know of EICAR."""
    if CLAMD is None:
        pytest.skip("clamav-daemon is not installed")
    (tmp_path / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    (tmp_path / "clamd.conf").write_text(CONFIGURATION.format(folder=tmp_path, user=user))
    process = subprocess.Popen(
        [CLAMD, "-c", tmp_path / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    address = tmp_path / "clamd.ctl"
    while process.poll() is None and not listens(address):
        time.sleep(0.1)
    if process.poll() is not None:
        pytest.fail(process.stderr.read().decode())
    settings.CLAMD = f"unix://{address}"
    yield
    process.terminate()
    process.communicate()


def listens(address):
    with socket.socket(socket.AF_UNIX) as daemon:
        return daemon.connect_ex(str(address)) == 0


def test_the_real_scanner_tells_clean_from_infected(item, clerk, clamav):
    clean = attach_file(item=item, upload=upload(), actor=clerk)

    with pytest.raises(DomainError) as error:
        attach_file(item=item, upload=upload("Zwei.pdf", PDF + b"%" + EICAR), actor=clerk)

    assert error.value.code == "file.infected"
    assert "Eicar-Test-Signature" in str(error.value)
    assert list(File.objects.all()) == [clean]


def test_a_disk_that_is_full_leaves_no_content(item, clerk, folder, monkeypatch):
    def fail(name, content, max_length=None):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(default_storage, "save", fail)
    with pytest.raises(OSError, match="No space"):
        services.attach_file(item=item, upload=upload(), actor=clerk)

    assert (folder(), FileContent.objects.count(), FileCopy.objects.count()) == ([], 0, 0)


def test_a_piece_of_the_protocol_is_framed_as_clamd_wants_it(item, clerk, daemon):
    attach_file(item=item, upload=upload(content=PDF), actor=clerk)

    assert daemon.raw == b"zINSTREAM\0" + struct.pack("!L", len(PDF)) + PDF + struct.pack("!L", 0)
