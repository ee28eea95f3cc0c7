"""What cannot be in a pack is said on a page in its place, with the reason; nothing a file does reaches further."""

from __future__ import annotations

import io
import resource
import time

import pikepdf
import pytest
from django.urls import reverse
from PIL import Image

from documents.confined.programs import make_pack
from documents.files.models import File
from documents.files.services import attach_file
from documents.packs.models import PackPiece
from tests.documents.conftest import archive, upload
from tests.documents.packs import made

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
SECONDS, KILOBYTES = 10, 200 * 1024
PYTHON = 60 * 1024
"""What an empty program of ours takes by itself, in kilobytes."""


def scripts(document):
    """Everything that a file can be made to do when it is opened or looked at."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('boese')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="C:\\\\boese.exe")
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=script)
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=["boese", script]),
    )
    document.attachments["boese.exe"] = b"MZ boese"
    page = document.pages[0].obj
    page.AA = pikepdf.Dictionary(O=launch)
    link = lambda **more: document.make_indirect(  # noqa: E731
        pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[10, 10, 90, 90], **more)
    )
    file = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FileAttachment,
        Rect=[0, 0, 9, 9],
        FS=pikepdf.Dictionary(EF=pikepdf.Dictionary(F=document.make_stream(b"boese"))),
    )
    page.Annots = [
        link(A=launch),
        link(A=script),
        link(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="javascript:boese()")),
        link(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/gut")),
        link(Dest=pikepdf.Array([document.pages[1].obj, pikepdf.Name.Fit])),
        document.make_indirect(file),
    ]


def boxes(*edges):
    def change(document):
        document.pages[0].obj.MediaBox = list(edges)

    return change


def own_parent(document):
    document.Root.Pages.Kids = pikepdf.Array([document.Root.Pages, *document.Root.Pages.Kids])


def without_pages(document):
    document.Root.Pages.Kids = pikepdf.Array()
    document.Root.Pages.Count = 0


def object_stream_bomb():
    """A stream of objects that swells to half a gigabyte when it is opened."""
    import zlib

    swollen = zlib.compress(b"1 0 " + b"[" + b"0 " * (250 * 1024 * 1024) + b"]", 9)
    head = b"%%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        swollen
    )
    return (
        head + swollen + b"\nendstream\nendobj\n3 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\n"
        b"trailer\n<< /Root 3 0 R /Size 4 >>\nstartxref\n0\n%%EOF\n"
    )


def picture_bomb():
    target = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(target, "PNG")
    return target.getvalue()


TWO = made.pdf("Erste Seite", "Zweite Seite")
BAD = {
    "encrypted": (lambda: made.encrypted(TWO), "Passwort"),
    "cut off at once": (lambda: TWO[:200], "defekt"),
    "10000 pages": (lambda: made.many_pages(10_000), "zu viele Seiten für eine Mappe: 10000"),
    "no pages": (lambda: made.changed(TWO, without_pages), "keine Seiten"),
    "huge page": (lambda: made.changed(TWO, boxes(0, 0, 1e9, 1e9)), "Maßen"),
    "flat page": (lambda: made.changed(TWO, boxes(0, 0, 500, 0.001)), "Maßen"),
    "only a head": (lambda: b"%PDF-1.7\nnichts\n%%EOF\n", "defekt"),
    "object stream bomb": (object_stream_bomb, None),
}


def fetched(client, meeting):
    response = client.get(reverse("documents:pack_pdf", args=[meeting.pk]))
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_has_a_page_with_its_reason_and_the_others_are_in_the_pack(kind, item, convened, clerk, client):
    content, reason = BAD[kind]
    before = attach_file(item=item, upload=upload("Vorher.pdf", made.pdf("Kommt vorher")), actor=clerk)
    attach_file(item=item, upload=upload("Schlimm.pdf", content()), actor=clerk)
    attach_file(item=item, upload=upload("Nachher.pdf", made.pdf("Kommt nachher")), actor=clerk)

    begin = time.monotonic()
    pages = made.texts(fetched(client, convened))
    took = time.monotonic() - begin

    assert pages[2] == "Kommt vorher Ö 1 · Anlage 1 · 3 / 5"
    assert "Anlage 2: Schlimm" in pages[3]
    assert f"/files/{before.pk + 1}/" in pages[3].replace(" ", "")
    assert "in der Mappe nicht enthalten" in pages[3]
    assert reason is None or reason in pages[3]
    assert pages[4] == "Kommt nachher Ö 1 · Anlage 3 · 5 / 5"
    assert took < SECONDS * 3  # three processes, on a busy machine


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_costs_little_time_and_memory(kind, tmp_path):
    """Of the processor and resident, in the process that opens it, as the kernel counts it."""
    content, _reason = BAD[kind]
    source = tmp_path / "bad.pdf"
    source.write_bytes(content())

    seconds, kilobytes = _cost(source, tmp_path / "piece")

    assert seconds < SECONDS
    assert kilobytes < KILOBYTES + PYTHON


def _cost(source, target):
    """What opening a file costs in a process of its own."""
    import json
    import subprocess
    import sys

    code = (
        "import json, resource, subprocess, sys; "
        "from documents.confined import talking_to; "
        "talk = talking_to('make_pack', '8', seconds=60); "
        "talk.__enter__().ask(sys.argv[1].encode()); talk.__exit__(None, None, None); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([u.ru_utime + u.ru_stime, u.ru_maxrss]))"
    )
    order = json.dumps({"source": str(source), "target": str(target), "media_type": "application/pdf"})
    done = subprocess.run([sys.executable, "-c", code, order], capture_output=True, check=True)
    return json.loads(done.stdout)


def test_a_truncated_file_is_in_it_as_far_as_it_can_be_read_and_said_to_be_damaged(item, convened, clerk, client):
    content = made.pdf(*(f"Seite {number}" for number in range(12)))
    attach_file(item=item, upload=upload("Halb.pdf", content[: len(content) - 300]), actor=clerk)

    pages = made.texts(fetched(client, convened))

    assert "beschädigt" in pages[2] or "defekt" in pages[2]
    assert "Halb" in pages[2]


def test_a_page_tree_that_holds_itself_ends(item, convened, clerk, client):
    attach_file(item=item, upload=upload("Kreis.pdf", made.changed(TWO, own_parent)), actor=clerk)

    pages = made.texts(fetched(client, convened))

    assert len(pages) >= 3
    assert "Anlage 1" in pages[2]


def test_nothing_that_a_file_could_do_is_in_the_pack(item, convened, clerk, client):
    attach_file(item=item, upload=upload("Skript.pdf", made.changed(TWO, scripts)), actor=clerk)

    content = fetched(client, convened)

    assert made.texts(content)[2].startswith("Erste Seite")
    for word in (
        b"boese",
        b"JavaScript",
        b"/JS",
        b"/Launch",
        b"/OpenAction",
        b"/AA ",
        b"EmbeddedFile",
        b"FileAttachment",
    ):
        assert word not in content
    with pikepdf.open(io.BytesIO(content)) as document:
        assert "/JavaScript" not in document.Root.Names
        assert not document.attachments
        links = list(document.pages[2].obj.Annots)
        assert [str(link.A.URI) for link in links if "/A" in link] == ["https://example.org/gut"]
        assert [link.Dest[0].objgen for link in links if "/Dest" in link] == [document.pages[3].obj.objgen]


def test_what_stands_in_a_form_is_drawn_and_the_form_is_gone(item, convened, clerk, client):
    def fill(document):
        look = document.make_stream(b"0 0 1 rg 0 0 100 20 re f")
        look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 100, 20]
        widget = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T="Feld",
                V="Wert",
                F=4,
                Rect=[100, 100, 200, 120],
                AP=pikepdf.Dictionary(N=look),
            )
        )
        document.pages[0].obj.Annots = [widget]
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[widget])

    attach_file(item=item, upload=upload("Formular.pdf", made.changed(TWO, fill)), actor=clerk)
    content = fetched(client, convened)

    with pikepdf.open(io.BytesIO(content)) as document:
        assert "/AcroForm" not in document.Root
        assert "/Annots" not in document.pages[2].obj
        drawn = document.pages[2].obj.Resources.XObject
        assert any(b"0 0 1 rg" in form.read_bytes() for form in drawn.values())


def test_office_files_have_a_page_that_says_where_they_are(item, convened, clerk, client):
    main = 'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"'
    word = archive(("[Content_Types].xml", f"<Types><Override {main}/></Types>"))
    file = attach_file(item=item, upload=upload("Vermerk.docx", word), actor=clerk)

    pages = made.texts(fetched(client, convened))

    assert "DOCX-Datei" in pages[2]
    assert file.get_absolute_url() in pages[2].replace(" ", "")
    assert "Anlage 1: Vermerk" in pages[1]


def test_a_picture_that_would_fill_the_memory_has_a_page_too(item, convened, clerk, client):
    attach_file(item=item, upload=upload("Riesig.png", picture_bomb()), actor=clerk)

    assert "Arbeitsspeicher" in made.texts(fetched(client, convened))[2]


def test_a_file_whose_content_is_lost_has_a_page_too(item, convened, clerk, client):
    from django.core.files.storage import default_storage

    file = attach_file(item=item, upload=upload("Fort.pdf", TWO), actor=clerk)
    default_storage.delete(file.stored.name)

    assert "fehlt im Speicher" in made.texts(fetched(client, convened))[2]
    assert PackPiece.objects.count() == 0  # it may come back with the backup
    assert File.objects.count() == 1


def test_a_file_that_never_ends_is_ended_alone(tmp_path, monkeypatch):
    def stall(source, target, media_type):
        while True:
            pass

    monkeypatch.setattr(make_pack.pieces, "make_piece", stall)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert make_pack._made({"source": "", "target": "", "media_type": ""}, 1) == {"problem": "too_slow"}
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < SECONDS


def test_a_file_that_kills_its_reader_is_named_broken(monkeypatch):
    import os

    monkeypatch.setattr(make_pack.pieces, "make_piece", lambda *given: os.abort())
    assert make_pack._made({"source": "", "target": "", "media_type": ""}, 5) == {"problem": "broken"}
