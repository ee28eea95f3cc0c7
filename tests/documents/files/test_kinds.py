import io
import zipfile

import pytest

from documents.files import kinds
from tests.documents.conftest import PDF, archive

pytestmark = pytest.mark.any_database

WORD = '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
SHEET = '<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
SLIDES = '<Override ContentType="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"/>'
MACROS = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
MACRO_WORD = '<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
TYPES = "[Content_Types].xml"
ODF = "application/vnd.oasis.opendocument."

GOOD = [
    ("a.pdf", PDF, "application/pdf"),
    ("A.PDF", PDF, "application/pdf"),
    ("a.pdf", b"\n" + PDF, "application/pdf"),
    ("a.pdf", b"\xef\xbb\xbf" + PDF, "application/pdf"),
    ("a.pdf", b"--=_boundary_7\r\nContent-Type: application/pdf\r\n\r\n" + PDF, "application/pdf"),
    ("a.pdf", b"\0" * 1019 + PDF, "application/pdf"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image/png"),
    ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
    ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "image/jpeg"),
    ("a.docx", archive((TYPES, WORD)), f"{kinds.OPEN_XML}wordprocessingml.document"),
    ("a.xlsx", archive((TYPES, SHEET)), f"{kinds.OPEN_XML}spreadsheetml.sheet"),
    ("a.pptx", archive((TYPES, SLIDES)), f"{kinds.OPEN_XML}presentationml.presentation"),
    ("a.odt", archive(("mimetype", f"{ODF}text"), compression=zipfile.ZIP_STORED), f"{ODF}text"),
    ("a.ods", archive(("mimetype", f"{ODF}spreadsheet"), compression=zipfile.ZIP_STORED), f"{ODF}spreadsheet"),
    ("a.odp", archive(("mimetype", f"{ODF}presentation"), compression=zipfile.ZIP_STORED), f"{ODF}presentation"),
    ("a.txt", "Grüße aus Duisburg\r\n".encode(), "text/plain"),
    ("a.txt", "Grüße aus Duisburg\r\n".encode("cp1252"), "text/plain"),
    ("a.csv", "Jahr;Summe\n2021;263.500,90 €\n".encode("utf-8-sig"), "text/csv"),
]
BAD = [
    ("no ending", PDF),
    ("a.exe", b"MZ" + b"\0" * 60),
    ("a.html", b"<html></html>"),
    ("a.svg", b"<svg onload='alert(1)'/>"),
    ("a.pdf", b"<html><script>alert(1)</script></html>"),
    ("a.pdf.exe", PDF),
    ("a.pdf", b"\0" * 1020 + PDF),
    ("a.png", PDF),
    ("a.jpg", b"\x89PNG\r\n\x1a\n"),
    ("a.txt", PDF + b"\0\1\2"),
    ("a.csv", b"MZ\x90\0\3"),
    ("a.docx", archive((TYPES, SHEET))),
    ("a.docx", archive((TYPES, WORD + MACROS))),
    ("a.docx", archive((TYPES, MACRO_WORD))),
    ("a.docx", archive(("word/document.xml", WORD))),
    ("a.docx", b"PK\3\4" + b"\0" * 100),
    ("a.docx", archive((TYPES, WORD))[:-1]),
    ("a.docx", b""),
    ("a.odt", archive(("mimetype", f"{ODF}spreadsheet"))),
    ("a.odt", archive(("content.xml", "<x/>"))),
    ("a.zip", archive(("a", "b"))),
]


@pytest.mark.parametrize(("name", "content", "media_type"), GOOD)
def test_kind_of_knows_the_kinds_that_are_taken(name, content, media_type):
    file = io.BytesIO(content)

    assert kinds.kind_of(name, file).media_type == media_type
    assert file.tell() == 0


@pytest.mark.parametrize(("name", "content"), BAD)
def test_kind_of_refuses_what_is_not_taken_or_not_what_it_says(name, content):
    with pytest.raises(kinds.UnknownKind):
        kinds.kind_of(name, io.BytesIO(content))


class Counting(io.BytesIO):
    """Counts how much is read out of a file."""

    taken = 0

    def read(self, size=-1, /):
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def test_kind_of_never_unpacks_an_archive_that_swells():
    swelling = archive(("word/document.xml", b"\0" * 60_000_000), (TYPES, WORD))
    file = Counting(swelling)

    assert kinds.kind_of("a.docx", file).ending == "docx"
    assert file.taken < 10_000


def test_kind_of_reads_only_the_beginning_of_the_entry_that_names_the_type():
    with pytest.raises(kinds.UnknownKind):
        kinds.kind_of("a.docx", io.BytesIO(archive((TYPES, b" " * 60_000_000 + WORD.encode()))))


def test_kind_of_refuses_a_list_of_contents_that_is_dear_to_read(monkeypatch):
    content = archive((TYPES, WORD), *((f"{number:050}", "") for number in range(100)))
    monkeypatch.setattr(kinds, "DIRECTORY_LIMIT", 2000)

    with pytest.raises(kinds.UnknownKind):
        kinds.kind_of("a.docx", io.BytesIO(content))
