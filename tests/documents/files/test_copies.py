"""Copies of what was received: clean ones for the public, PDF files to read, texts; made once, and never in silence."""

from __future__ import annotations

import io
import json
import zipfile

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image, PngImagePlugin

from documents.files import copying, services
from documents.files.models import File, FileContent, FileCopy, FileText
from documents.files.services import attach_file, making, remove_file
from meetings.enums import Audience
from meetings.journal import announce
from meetings.live.panels import panel_named, render_shared
from tests.documents.conftest import PDF, archive, upload
from tests.documents.files.test_kinds import ODF, TYPES, WORD
from tests.matrix.world import shut
from tests.sheets import OBJECTS, pdf_of

CANARY = b"Kanarienvogel"
NAMED = b"(%s)" % CANARY
needs_office = pytest.mark.skipif(not copying.office_program(), reason="LibreOffice is not installed")


def told(browser, path):
    answer = browser.get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shut(answer)
    return answer.status_code, content


def everything_in(content: bytes) -> bytes:
    """A PDF file with all its streams unpacked."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(target, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def sheet(*more: bytes, catalogue=b"", page=b"", trailer=b""):
    """A PDF file with these additions, and objects from number 4 on."""
    first, second, third = OBJECTS
    return pdf_of(first[:-2] + catalogue + b">>", second, third[:-2] + page + b">>", *more, trailer=trailer)


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream " % (head, len(content), content)


TALKATIVE = {
    "info": sheet(b"<</Author%s/Producer(Word)>>" % NAMED, trailer=b"/Info 4 0 R"),
    "xmp": sheet(
        stream(b"<x:xmpmeta>%s</x:xmpmeta>" % CANARY, b"/Type/Metadata/Subtype/XML"), catalogue=b"/Metadata 4 0 R"
    ),
    "xmp of a page": sheet(stream(CANARY, b"/Type/Metadata"), page=b"/Metadata 4 0 R"),
    "private data of a program": sheet(page=b"/PieceInfo<</Draw<</Private%s>>>>" % NAMED),
    "script at the opening": sheet(catalogue=b"/OpenAction<</S/JavaScript/JS%s>>" % NAMED),
    "script by name": sheet(b"<</S/JavaScript/JS%s>>" % NAMED, catalogue=b"/Names<</JavaScript<</Names[(a) 4 0 R]>>>>"),
    "script after a harmless step": sheet(
        catalogue=b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next<</S/JavaScript/JS%s>>>>" % NAMED
    ),
    "script of a page": sheet(page=b"/AA<</O<</S/JavaScript/JS%s>>>>" % NAMED),
    "program that is started": sheet(catalogue=b"/OpenAction<</S/Launch/F%s>>" % NAMED),
    "link that starts a program": sheet(
        page=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F%s>>>>]" % NAMED
    ),
    "form that is sent": sheet(
        b"<</Type/Annot/Subtype/Widget/FT/Btn/T(a)/Rect[0 0 9 9]/A<</S/SubmitForm/F%s>>>>" % NAMED,
        catalogue=b"/AcroForm<</Fields[4 0 R]>>",
        page=b"/Annots[4 0 R]",
    ),
    "form of another kind": sheet(stream(CANARY), catalogue=b"/AcroForm<</Fields[]/XFA 4 0 R>>"),
    "file within": sheet(
        stream(CANARY, b"/Type/EmbeddedFile"),
        b"<</Type/Filespec/F(a.exe)/EF<</F 4 0 R>>>>",
        catalogue=b"/Names<</EmbeddedFiles<</Names[(a.exe) 5 0 R]>>>>",
    ),
    "file at a place of the page": sheet(
        stream(CANARY),
        page=b"/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS<</Type/Filespec/EF<</F 4 0 R>>>>>>]",
    ),
    "who wrote a remark": sheet(page=b"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)/T%s>>]" % NAMED),
    "something before it": b"<script>%s</script>" % CANARY + PDF,
    "something behind it": PDF + b"<script>%s</script>" % CANARY,
}


@pytest.mark.parametrize("content", TALKATIVE.values(), ids=TALKATIVE)
def test_the_public_gets_a_pdf_file_without_what_it_says_besides_and_does(
    item, convened, clerk, client, signed_in, content
):
    file = attach_file(item=item, upload=upload("a.pdf", content), actor=clerk)
    assert CANARY in content

    for path in (file.get_absolute_url(), file.page_url):
        status, got = told(client, path)
        assert (status, CANARY in got or CANARY in everything_in(got)) == (200, False), path
        with pikepdf.open(io.BytesIO(got)) as pdf:
            assert len(pdf.pages) == 1
    assert told(signed_in(clerk.user), f"/files/{file.pk}/original/{file.name}") == (200, content)


def test_an_earlier_state_of_a_document_is_not_given_out(item, convened, clerk, client):
    old = pdf_of(*OBJECTS, stream(CANARY))
    with pikepdf.open(io.BytesIO(old)) as pdf:
        assert len(pdf.pages) == 1
    start = old.rindex(b"startxref")
    place = len(old)
    update = b"4 0 obj()endobj\n"
    table = b"xref\n4 1\n%010d 00000 n \ntrailer<</Size 5/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    content = old + update + table % (place, int(old[start:].split()[1]), place + len(update))
    file = attach_file(item=item, upload=upload("a.pdf", content), actor=clerk)

    status, got = told(client, file.get_absolute_url())

    assert (status, CANARY in content, CANARY in everything_in(got)) == (200, True, False)


def test_a_file_that_says_nothing_is_given_out_as_it_came(item, convened, clerk, client):
    file = attach_file(item=item, upload=upload(), actor=clerk)

    assert told(client, file.get_absolute_url()) == (200, PDF)
    assert FileCopy.objects.get(purpose="clean").state == "as_is"


def test_links_and_bookmarks_stay(item, convened, clerk, client):
    page = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://duisburg.example/)>>>>]"
    outline = b"<</Type/Outlines/First 5 0 R/Last 5 0 R/Count 1>>", b"<</Title(Anfang)/Parent 4 0 R/Dest[3 0 R/Fit]>>"
    content = sheet(*outline, b"<</Author%s>>" % NAMED, catalogue=b"/Outlines 4 0 R", page=page, trailer=b"/Info 6 0 R")
    file = attach_file(item=item, upload=upload("a.pdf", content), actor=clerk)

    with pikepdf.open(io.BytesIO(told(client, file.get_absolute_url())[1])) as pdf:
        assert str(pdf.pages[0].Annots[0].A.URI) == "https://duisburg.example/"
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root] == ["Anfang"]


def photo(turned=1):
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010E] = turned, CANARY.decode(), CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    picture.save(target, "JPEG", exif=exif, comment=CANARY, progressive=True)
    return target.getvalue() + b"<script>" + CANARY


def drawing():
    target, said = io.BytesIO(), PngImagePlugin.PngInfo()
    said.add_text("Author", CANARY.decode())
    said.add_itxt("XML:com.adobe.xmp", CANARY.decode())
    exif = Image.Exif()
    exif[0x013B] = CANARY.decode()
    Image.effect_noise((64, 48), 60).save(target, "PNG", pnginfo=said, exif=exif)
    return target.getvalue() + b"<script>" + CANARY


@pytest.mark.parametrize(("name", "content"), [("a.jpg", photo(6)), ("b.png", drawing())])
def test_a_picture_says_nothing_about_who_took_it_where_and_looks_the_same(
    item, convened, clerk, client, name, content
):
    file = attach_file(item=item, upload=upload(name, content), actor=clerk)

    status, got = told(client, file.get_absolute_url())

    assert (status, CANARY in content, CANARY in got) == (200, True, False)
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(got))
    assert before.tobytes() == after.tobytes()
    assert dict(after.getexif()) == ({0x0112: 6} if name == "a.jpg" else {})


def test_an_upright_picture_has_no_exif_at_all(item, convened, clerk, client):
    file = attach_file(item=item, upload=upload("a.jpg", photo()), actor=clerk)

    assert b"Exif" not in told(client, file.get_absolute_url())[1]


CORE = "<cp:coreProperties xmlns:cp='x' xmlns:dc='y'><dc:creator>Kanarienvogel</dc:creator></cp:coreProperties>"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
META = (
    f"<office:document-meta xmlns:office='{OFFICE}' xmlns:dc='http://purl.org/dc/elements/1.1/' office:version='1.3'>"
    "<office:meta><dc:creator>Kanarienvogel</dc:creator></office:meta></office:document-meta>"
)


def word(*more, text="Beschluss"):
    body = f"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return archive((TYPES, WORD), ("word/document.xml", body), *more)


def writer(*more, content="<text:p xmlns:text='t'>Beschluss</text:p>"):
    return archive(("mimetype", f"{ODF}text"), ("content.xml", content), *more, compression=zipfile.ZIP_STORED)


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", word(("docProps/core.xml", CORE))), ("a.odt", writer(("meta.xml", META)))]
)
def test_an_office_file_is_given_out_without_its_list_of_authors(item, convened, clerk, client, name, content):
    file = attach_file(item=item, upload=upload(name, content), actor=clerk)

    with zipfile.ZipFile(io.BytesIO(told(client, file.get_absolute_url())[1])) as got:
        assert CANARY not in b"".join(got.read(entry) for entry in got.namelist())
        with zipfile.ZipFile(io.BytesIO(content)) as sent:
            assert got.namelist() == sent.namelist()


LOCKED = [b"", b"%PDF-1.7\nno more of it", TALKATIVE["info"][:120]]


@pytest.mark.parametrize("content", LOCKED[1:])
def test_what_cannot_be_cleaned_is_withheld_from_the_public_and_said_at_the_desk(
    item, convened, clerk, client, signed_in, content
):
    file = attach_file(item=item, upload=upload("a.pdf", content), actor=clerk)

    answers = [client.get(path, HTTP_ACCEPT="application/json") for path in (file.get_absolute_url(), file.page_url)]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(409, "file.not_cleaned")] * 2
    html = render_shared(panel_named("all_papers"), convened, Audience.DESK)
    assert "Die Öffentlichkeit erhält diese Datei nicht" in html
    assert told(signed_in(clerk.user), f"/files/{file.pk}/original/{file.name}") == (200, content)


def test_a_pdf_file_with_a_password_is_withheld(item, convened, clerk, client):
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(TALKATIVE["info"])) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    file = attach_file(item=item, upload=upload("a.pdf", target.getvalue()), actor=clerk)

    assert client.get(file.get_absolute_url()).status_code == 409


def test_a_confidential_file_is_fetched_as_it_came_and_read_without_what_it_does(
    item, convened, clerk, actor, signed_in
):
    content = TALKATIVE["script at the opening"]
    file = attach_file(item=item, upload=upload("a.pdf", content), actor=clerk, confidential=True)
    member = signed_in(actor("member").user)

    assert told(member, file.get_absolute_url()) == (200, content)
    status, got = told(member, file.page_url)
    assert (status, CANARY in everything_in(got)) == (200, False)


def test_a_confidential_file_that_cannot_be_cleaned_is_not_opened_in_the_page(item, convened, clerk, actor, signed_in):
    file = attach_file(item=item, upload=upload("a.pdf", LOCKED[1]), actor=clerk, confidential=True)

    answer = signed_in(actor("member").user).get(file.page_url)

    assert (answer.status_code, answer.headers["Location"]) == (302, file.get_absolute_url())


@pytest.mark.parametrize("role", ["member", "substitute", "public"])
def test_the_original_is_for_the_desk(item, convened, clerk, actor, client, signed_in, role):
    file = attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    browser = client if role == "public" else signed_in(actor(role).user)

    assert browser.get(f"/files/{file.pk}/original/{file.name}").status_code == 403


def test_a_clean_copy_is_made_once(item, secret_item, convened, clerk, client, monkeypatch):
    file = attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    first = told(client, file.get_absolute_url())
    monkeypatch.setattr(copying, "run_confined", lambda *given, **more: pytest.fail("made anew"))

    assert told(client, file.get_absolute_url()) == first
    answer = client.get(file.get_absolute_url())
    assert answer.headers["ETag"] == f'"{FileCopy.objects.get(purpose="clean").sha256}"'
    piece = client.get(file.get_absolute_url(), headers={"Range": "bytes=0-4"})
    assert piece.headers["Content-Length"] == "5"
    shut(answer)
    shut(piece)


def test_whoever_comes_while_another_makes_it_is_told_to_come_again(item, convened, clerk, client, monkeypatch):
    file = attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    copy = FileCopy.objects.get(purpose="clean")
    assert making.take(copy)
    monkeypatch.setattr(services.serving, "PATIENCE", 0.2)

    answer = client.get(file.get_absolute_url(), HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer.json()["code"]) == (503, "file.being_prepared")

    making.make(copy)
    assert told(client, file.get_absolute_url())[0] == 200


def test_an_order_is_taken_by_one_and_given_up_after_three(item, clerk):
    attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    seen = FileCopy.objects.get(purpose="clean")
    assert [making.take(seen), making.take(seen)] == [True, False]

    for _ in range(3):
        FileCopy.objects.update(due_at=timezone.now())
        assert making.take(FileCopy.objects.get(purpose="clean"))
    making.make(seen)

    seen.refresh_from_db()
    assert (seen.state, seen.problem, seen.due_at) == ("failed", "given up", None)


def test_a_process_that_was_killed_leaves_the_order_to_the_next(item, clerk):
    attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    assert making.take(FileCopy.objects.get(purpose="clean"))
    FileCopy.objects.filter(purpose="clean").update(due_at=timezone.now())

    services.make_due()

    assert set(FileCopy.objects.values_list("state", flat=True)) == {"made"}


def test_what_was_there_before_is_made_too(item, clerk):
    attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    FileCopy.objects.all().delete()

    services.order_missing()
    services.make_due()

    assert set(FileCopy.objects.values_list("purpose", "state")) == {("clean", "made"), ("text", "made")}


def test_the_pages_learn_of_a_copy(item, convened, clerk, monkeypatch, django_capture_on_commit_callbacks):
    attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    heard = []
    monkeypatch.setitem(announce._listeners, "meeting", [lambda *given: heard.append(given)])
    convened.journal.refresh_from_db()
    before = convened.events.count()

    with django_capture_on_commit_callbacks(execute=True):
        services.make_due()

    assert heard == [(convened.pk, convened.journal.last_seq, "documents.file.prepared", None)]
    assert convened.events.count() == before


# Texts ---------------------------------------------------------------------------------------------------------------


def text_of(item, clerk, name, content):
    file = attach_file(item=item, upload=upload(name, content), actor=clerk)
    services.make_due()
    found = FileText.objects.filter(sha256=file.sha256).first()
    return found and found.pages


TEXTS = [
    ("a.docx", word(text="Öffentlicher Beschluss"), ["Öffentlicher Beschluss"]),
    (
        "a.odt",
        writer(content="<o xmlns:text='t'><text:h>Titel</text:h><text:p>Ein <text:span>Satz</text:span>.</text:p></o>"),
        ["Titel\nEin Satz."],
    ),
    ("a.txt", "Grüße\n".encode(), ["Grüße\n"]),
    ("a.csv", "Straße;1".encode("cp1252"), ["Straße;1"]),
    ("a.pdf", PDF, [""]),
]


@pytest.mark.parametrize(("name", "content", "pages"), TEXTS, ids=[text[0] for text in TEXTS])
def test_the_text_of_a_file_is_kept_for_searching(item, clerk, name, content, pages):
    assert text_of(item, clerk, name, content) == pages


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><w:document xmlns:w='w'><w:t>&b;</w:t></w:document>"
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:document xmlns:w='w'><w:t>&a;</w:t></w:document>"


@pytest.mark.parametrize(
    "content",
    [
        archive((TYPES, WORD), ("word/document.xml", LAUGHS)),
        archive((TYPES, WORD), ("word/document.xml", OUTSIDE)),
        archive((TYPES, WORD), ("word/document.xml", "<w:document")),
        archive((TYPES, WORD), ("word/document.xml", b"<a>" + b" " * 80_000_000 + b"</a>")),
        archive((TYPES, WORD), ("word/document.xml", "<a>" * 200_000)),
    ],
    ids=["entities", "entity from outside", "broken", "swells", "deep"],
)
def test_a_hostile_office_file_has_no_text_and_harms_nobody(item, clerk, content):
    assert text_of(item, clerk, "a.docx", content) is None
    assert FileCopy.objects.get(purpose="text").state == "failed"


# Reading copies ------------------------------------------------------------------------------------------------------


def real_writer(*more, inside=""):
    names = (
        f"xmlns:office='{OFFICE}' "
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
        "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "
        "xmlns:xlink='http://www.w3.org/1999/xlink'"
    )
    content = (
        f"<office:document-content {names} office:version='1.3'><office:body><office:text>"
        f"<text:p>Beschlussvorlage der Verwaltung</text:p>{inside}</office:text></office:body>"
        "</office:document-content>"
    )
    manifest = (
        "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0' m:version='1.3'>"
        f"<m:file-entry m:full-path='/' m:media-type='{ODF}text'/>"
        "<m:file-entry m:full-path='meta.xml' m:media-type='text/xml'/>"
        "<m:file-entry m:full-path='content.xml' m:media-type='text/xml'/></m:manifest>"
    )
    entries = (("mimetype", f"{ODF}text"), ("content.xml", content), ("META-INF/manifest.xml", manifest), *more)
    return archive(*entries, compression=zipfile.ZIP_STORED)


@pytest.mark.long
@needs_office
def test_an_office_file_opens_in_the_page_as_pdf(item, convened, clerk, client):
    file = attach_file(item=item, upload=upload("a.odt", real_writer(("meta.xml", META))), actor=clerk)
    assert not File.objects.kept().get().opens_in_page

    services.make_due()

    copy = FileCopy.objects.get(purpose="reading")
    assert (copy.state, copy.problem) == ("made", "")
    shown = File.objects.kept().get()
    assert (shown.opens_in_page, shown.page_url) == (True, f"/files/{file.pk}/read/{file.name}")
    answer = client.get(shown.page_url)
    got = b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"] == 'inline; filename="Oe-1-a.pdf"'
    with pikepdf.open(io.BytesIO(got)) as pdf:
        assert (len(pdf.pages), "/Info" in pdf.trailer, "/Metadata" in pdf.Root) == (1, False, False)
    assert "data-reads" in render_shared(panel_named("papers"), convened, Audience.PUBLIC)


@pytest.mark.long
@needs_office
@pytest.mark.parametrize(
    "inside",
    [
        "<text:section text:name='a'><text:section-source xlink:href='file:///etc/passwd'/></text:section>",
        "<draw:frame><draw:image xlink:href='http://127.0.0.1:9/a.png'/></draw:frame>",
    ],
)
def test_an_office_file_that_fetches_something_from_elsewhere_gets_no_copy(item, clerk, inside):
    attach_file(item=item, upload=upload("a.odt", real_writer(inside=inside)), actor=clerk)

    services.make_due()

    copy = FileCopy.objects.get(purpose="reading")
    assert (copy.state, "it fetches something from elsewhere" in copy.problem) == ("failed", True)


def test_without_libreoffice_nothing_changes(item, convened, clerk, client, settings):
    settings.OFFICE_PROGRAM = "no-such-program"
    file = attach_file(item=item, upload=upload("a.odt", real_writer()), actor=clerk)
    services.make_due()

    assert set(FileCopy.objects.values_list("purpose", flat=True)) == {"clean", "text"}
    assert client.get(f"/files/{file.pk}/read/{file.name}").headers["Location"] == file.get_absolute_url()


# From storage that is elsewhere, and by nginx ------------------------------------------------------------------------


def test_a_storage_without_paths_does_as_well(item, convened, clerk, client, monkeypatch):
    def nowhere(self, name):
        raise NotImplementedError

    file = attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    path = type(default_storage._wrapped).path
    monkeypatch.setattr(File.stored.field.attr_class, "path", property(lambda self: nowhere(self, "")))

    status, got = told(client, file.get_absolute_url())

    assert (status, CANARY in everything_in(got), callable(path)) == (200, False, True)


def test_nginx_sends_what_lies_on_the_disk(item, secret_file, convened, clerk, client, signed_in, settings):
    settings.X_ACCEL = "/stored/"
    file = attach_file(item=item, upload=upload("a.pdf", PDF), actor=clerk)

    answer = client.get(file.get_absolute_url(), headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["X-Accel-Redirect"] == f"/stored/{file.stored.name}"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Oe-1-a.pdf"'
    assert client.head(file.get_absolute_url()).headers["Content-Length"] == str(len(PDF))
    assert "X-Accel-Redirect" not in client.get(secret_file.get_absolute_url()).headers
    assert client.get(file.get_absolute_url(), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_removed_file_has_no_version(item, convened, clerk):
    file = attach_file(item=item, upload=upload("a.pdf", TALKATIVE["info"]), actor=clerk)
    remove_file(file=file, actor=clerk)

    assert Client().get(file.get_absolute_url()).status_code == 404
    assert json.loads(json.dumps(list(FileContent.objects.values_list("size", flat=True)))) == [len(TALKATIVE["info"])]
