"""All papers of a meeting as a ZIP, streamed, with speaking names."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import AsyncClient
from django.urls import reverse

from agenda.services import add_item
from documents.files.services import attach_file
from meetings.models import Reading
from tests.documents.conftest import upload
from tests.documents.packs import made
from tests.resolved import RESOLVED

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


@pytest.fixture
def papers(item, secret_item, meeting, clerk):
    other = add_item(meeting=meeting, resolution=RESOLVED, actor=clerk, part="public", title="Haushalt: 2022/23?")
    put = lambda at, name, content, **more: attach_file(item=at, upload=upload(name, content), actor=clerk, **more)  # noqa: E731
    return [
        put(item, "ePayment.pdf", made.pdf("eins")),
        put(other, "Plan.pdf", made.pdf("zwei")),
        put(other, "Zahlen.csv", b"a;b\n"),
        put(secret_item, "Angebote.pdf", made.pdf("geheim")),
    ]


def fetched(browser, meeting):
    response = browser.get(reverse("documents:pack_zip", args=[meeting.pk]))
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/zip")
    return b"".join(response.streaming_content)


def opened(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_names_are_speaking_and_several_files_of_an_item_stand_in_a_folder(papers, convened, client):
    files = opened(fetched(client, convened))

    assert list(files) == [
        "Ö 1 ePayment - Anlage 1.pdf",
        "Ö 2 Haushalt 2022 23/Ö 2 Haushalt 2022 23 - Anlage 1 Plan.pdf",
        "Ö 2 Haushalt 2022 23/Ö 2 Haushalt 2022 23 - Anlage 2 Zahlen.csv",
    ]
    assert list(files.values()) == [Path(paper.stored.path).read_bytes() for paper in papers[:3]]
    assert Reading.objects.count() == 0


def test_members_get_the_non_public_papers_too_on_record(papers, convened, actor, signed_in):
    files = opened(fetched(signed_in(actor("member").user), convened))

    assert list(files)[-1] == "N 1 Vergabe Geheimsache - Anlage 1 Angebote.pdf"
    assert set(Reading.objects.values_list("what", "key")) == {
        ("documents.pack", convened.pk),
        ("documents.file", papers[3].pk),
    }


def test_another_program_opens_it(papers, convened, client, tmp_path):
    place = tmp_path / "pack.zip"
    place.write_bytes(fetched(client, convened))
    if shutil.which("unzip"):
        subprocess.run(["unzip", "-tqq", str(place)], check=True)


def test_a_file_that_is_lost_is_named_and_the_others_are_sent(papers, convened, client):
    default_storage.delete(papers[0].stored.name)

    files = opened(fetched(client, convened))

    assert "Ö 1 ePayment - Anlage 1.pdf.txt" in files
    assert "fehlt im Speicher" in files["Ö 1 ePayment - Anlage 1.pdf.txt"].decode()
    assert len(files) == 3


def test_without_papers_it_is_an_empty_archive(convened, client):
    assert opened(fetched(client, convened)) == {}


@pytest.mark.django_db(transaction=True)
async def test_it_is_sent_in_pieces_under_asgi(papers, convened, monkeypatch):
    monkeypatch.setattr("documents.packs.exports.archive.PIECE", 1000)

    response = await AsyncClient().get(reverse("documents:pack_zip", args=[convened.pk]))
    pieces = [piece async for piece in response.streaming_content]

    assert response.is_async
    assert max(map(len, pieces)) <= 1000
    assert len(opened(b"".join(pieces))) == 3
