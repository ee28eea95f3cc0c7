"""The mark of a person across a pack that is not for everybody: written behind the shared file when it is fetched."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from documents.pdf.fonts import BOLD, FAMILY, register_fonts  # isort: skip  (before anything of ReportLab's pages)
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from documents.confined.programs import pieces
from documents.confined.programs.assembly import Piece, ending, entry
from documents.pdf.glyphs import UNKNOWN, cleaned, replaced, runs

SIDE = 1000.0
LONGEST, LARGEST = 1150.0, 84.0
SEEN = Color(0.25, 0.28, 0.35, alpha=0.17)


def marked(shared: BinaryIO, body: int, trailer: str, name: str, at: datetime) -> tuple[int, Iterator[bytes]]:
    """The whole file for this person: how long it is, and its bytes. `shared` has the objects up to `body`, and behind
    them the lines of the table.
    """
    shared.seek(body)
    entries = shared.read()
    tail = _tail(entries, body, trailer, name, at)
    return body + len(tail), _bytes(shared, body, tail)


def _bytes(shared: BinaryIO, body: int, tail: bytes) -> Iterator[bytes]:
    shared.seek(0)
    left = body
    while left and (piece := shared.read(min(256 * 1024, left))):
        left -= len(piece)
        yield piece
    yield tail


def _tail(entries: bytes, body: int, trailer: str, name: str, at: datetime) -> bytes:
    """The objects of the mark behind all others; the mark itself has the first number that is free."""
    piece, last = mark_for(name, at), len(entries) // 20 - 1
    own = piece.named["RsMark"]

    def number(key: int) -> int:
        return last + (1 if key == own else own if key == 1 else key)

    written, places = io.BytesIO(), dict[int, int]()
    for key, text, stream in piece.objects(number):
        places[number(key)] = body + written.tell()
        written.write(b"%d 0 obj\n%s%s\nendobj\n" % (number(key), text, bytes(stream)))
    more = b"".join(entry(places[key]) for key in sorted(places))
    return written.getvalue() + ending(entries + more, body + written.tell(), trailer.encode())


def mark_for(name: str, at: datetime) -> Piece:
    """The mark as a piece: who fetched it, and when, slanting upwards over a square of `SIDE`."""
    import pikepdf

    drawn, target = io.BytesIO(_drawn(name, at)), io.BytesIO()
    with pikepdf.open(drawn) as pdf:
        form = pdf.pages[0].as_form_xobject()
        pieces.prepare(pdf)
        pdf.Root["/RsMark"] = form
        pieces.save(pdf, target)
    return Piece(target.getvalue())


def _drawn(name: str, at: datetime) -> bytes:
    register_fonts()
    target = io.BytesIO()
    canvas: Any = Canvas(target, pagesize=(SIDE, SIDE))
    canvas.setFillColor(SEEN)
    canvas.translate(SIDE / 2, SIDE / 2)
    canvas.rotate(math.degrees(math.atan(1)))
    moment = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    for words, low, largest in ((name, 8.0, LARGEST), (_("fetched {moment}").format(moment=moment), -60.0, 44.0)):
        _centred(canvas, words, low, largest)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _centred(canvas: Any, words: str, low: float, largest: float) -> None:
    """One line as large as it fits, each character in a face that has it."""
    faces = [
        (BOLD if face == FAMILY else face or FAMILY, said if face != UNKNOWN else replaced(said))
        for face, said in runs(" ".join(cleaned(words).split()))
    ]
    wide = sum(pdfmetrics.stringWidth(said, face, 1) for face, said in faces) or 1.0
    size = min(largest, LONGEST / wide)
    left = -wide * size / 2
    for face, said in faces:
        canvas.setFont(face, size)
        canvas.drawString(left, low, said)
        left += pdfmetrics.stringWidth(said, face, size)
