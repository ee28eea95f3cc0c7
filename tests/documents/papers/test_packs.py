"""Papers stand in packs before the files of their item: for each what they read of them."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from agenda.services import add_item
from documents.files.services import attach_file
from documents.papers import services
from documents.papers.models import PaperSheet
from tests.documents.packs import made

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]


def pack(browser, meeting):
    response = browser.get(reverse("documents:pack_pdf", args=[meeting.pk]))
    assert response.status_code == 200
    return PdfReader(io.BytesIO(b"".join(response.streaming_content)))


def words(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def item(meeting, clerk):
    return add_item(meeting=meeting, actor=clerk, part="public", title="ePayment")


@pytest.fixture
def at_item(settings, tmp_path, write, release, body, item, meeting, clerk):
    """A paper whose facts and one annex the public reads in another form, with a file of the item behind it."""
    settings.MEDIA_ROOT = str(tmp_path / "files")
    paper = write(facts="Frau Muster wohnt hier.", public_facts="Eine Anwohnerin fragt.")

    def annex(name, text, **more):
        upload = SimpleUploadedFile(name, made.pdf(text), "application/pdf")
        return services.attach_annex(paper=paper, upload=upload, actor=clerk, **more)

    inside = annex("Plan.pdf", "Plan mit Namen", confidential=True)
    annex("Plan offen.pdf", "Plan ohne Namen", stands_for=inside.pk)
    upload = SimpleUploadedFile("Zahlen.pdf", made.pdf("Zahlen des Amtes"), "application/pdf")
    attach_file(item=item, upload=upload, actor=clerk)
    station = services.plan_consultation(paper=paper, body=body.pk, role="decision", actor=clerk)
    release(paper)
    services.put_on_agenda(consultation=station, meeting=meeting, item=item.pk, actor=clerk)
    return paper


def test_the_public_gets_the_form_for_the_public(at_item, convened):
    read = words(pack(Client(), convened))
    assert "Eine Anwohnerin fragt." in read
    assert "Plan ohne Namen" in read
    assert "Muster" not in read
    assert "mit Namen" not in read
    assert read.index("Eine Anwohnerin") < read.index("Plan ohne Namen") < read.index("Zahlen des Amtes")


def test_members_get_all_of_it(at_item, convened, actor, signed_in):
    read = words(pack(signed_in(actor("member").user), convened))
    assert "Frau Muster" in read
    assert "Plan mit Namen" in read
    assert "Zahlen des Amtes" in read


def test_a_sheet_is_drawn_once_and_anew_for_a_new_version(at_item, convened, clerk, release):
    pack(Client(), convened)
    pack(Client(), convened)
    assert PaperSheet.objects.count() == 1
    services.edit_paper(paper=at_item, version=at_item.version, actor=clerk, public_facts="Jemand fragt.")
    release(at_item)
    assert "Jemand fragt." in words(pack(Client(), convened))
    assert PaperSheet.objects.count() == 2


def test_what_is_being_written_does_not_change_what_is_read(at_item, convened, clerk):
    """The public reads the words left out for it also while somebody takes them out of the draft."""
    services.edit_paper(paper=at_item, version=at_item.version, actor=clerk, public_facts="")
    read = words(pack(Client(), convened))
    assert "Eine Anwohnerin fragt." in read
    assert "Muster" not in read
    page = Client().get(reverse("documents:paper", args=[at_item.pk])).content.decode()
    assert "Dies ist die Fassung für die Öffentlichkeit" in page
    assert "Muster" not in page
