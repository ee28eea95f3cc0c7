"""PDF files and pictures for packs, good and hostile ones."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image
from pypdf import PdfReader

from documents.pdf.fonts import FAMILY, register_fonts

from reportlab.pdfgen.canvas import Canvas  # isort: skip  (after the house's fonts)

A4 = (595.28, 841.89)


def pdf(*words: str, size: tuple[float, float] = A4, turned: int = 0) -> bytes:
    """A page for each of the texts."""
    register_fonts()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size)
    for word in words:
        canvas.setFont(FAMILY, 14)
        canvas.drawString(60, size[1] - 90, word)
        canvas.setPageRotation(turned)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def changed(content: bytes, change) -> bytes:
    """The file after `change` had its document."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        change(document)
        document.save(target)
    return target.getvalue()


def encrypted(content: bytes) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(target, encryption=pikepdf.Encryption(user="geheim", owner="geheimer"))
    return target.getvalue()


def many_pages(count: int) -> bytes:
    document, target = pikepdf.new(), io.BytesIO()
    for _ in range(count):
        document.add_blank_page()
    document.save(target)
    return target.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, kind)
    return target.getvalue()


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content), strict=True)


def texts(content: bytes) -> list[str]:
    """What stands on each page, in one line."""
    return [" ".join(page.extract_text().split()) for page in read(content).pages]
