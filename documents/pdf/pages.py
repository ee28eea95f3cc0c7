"""The pages of this house as PDF: running head and foot, "page x of y", bookmarks, a mark across a draft."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from documents.pdf.fonts import BOLD, FAMILY, register_fonts  # isort: skip  (before Platypus, see there)
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from documents.pdf.glyphs import UNKNOWN, cleaned, replaced, runs
from documents.pdf.layout import BOTTOM, FAINT, GREY, LEFT, RIGHT, RULE, TOP, WIDTH, Heading

LINE = WIDTH - 22 * mm
"""The longest line of head and foot."""


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on every page and in the file's properties."""

    title: str
    author: str
    running_head: str
    running_foot: str
    language: str
    mark: str = ""


class Pages(Canvas):
    """A canvas that writes "page x of y" onto its pages at the end, when the total is known; no second run is
    needed.
    """

    _code: list[str]
    _doc: Any

    def save(self) -> None:
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, 1):
            self._code = []
            self.setFillColor(GREY)
            words = _("Page {page} of {total}").format(page=number, total=len(pages))
            draw_line(self, A4[0] - RIGHT, 12 * mm, words, 8, right=True)
            page.stream += "\n".join(self._code)
        self._code = []
        super().save()


class Document(BaseDocTemplate):
    """A4 pages with running head, foot and "page x of y"."""

    def __init__(self, target: Any, face: Face) -> None:
        super().__init__(
            target, pagesize=A4, leftMargin=LEFT, rightMargin=RIGHT, topMargin=TOP, bottomMargin=BOTTOM,
            title=cleaned(face.title), author=cleaned(face.author), subject=cleaned(face.running_foot),
            creator="Ratssaal", lang=face.language, displayDocTitle=True, initialFontName=FAMILY,
        )  # fmt: skip
        self.face, self.headings = face, 0
        frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self.decorate)])

    def decorate(self, canvas: Any, document: Any) -> None:
        """Head from the second page on, foot on every page, and across it what the whole is, such as a draft."""
        if self.face.mark:
            watermark(canvas, self.face.mark)
        canvas.saveState()
        canvas.setFillColor(GREY)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        if canvas.getPageNumber() > 1:
            draw_line(canvas, LEFT, A4[1] - 14 * mm, _cut(self.face.running_head), 8)
            canvas.line(LEFT, A4[1] - 16 * mm, A4[0] - RIGHT, A4[1] - 16 * mm)
        canvas.line(LEFT, 16 * mm, A4[0] - RIGHT, 16 * mm)
        draw_line(canvas, LEFT, 12 * mm, _cut(self.face.running_foot), 8)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Enter each heading into the bookmarks."""
        if isinstance(flowable, Heading) and flowable.bookmark:
            self.headings += 1
            key = f"heading-{self.headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.bookmark, key, flowable.level, closed=False)


def watermark(canvas: Any, words: str) -> None:
    """One word across the page, behind everything else, light enough to read what stands on it."""
    canvas.saveState()
    canvas.setFillColor(FAINT)
    canvas.setFont(BOLD, 110)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -38, words)
    canvas.restoreState()


def draw_line(canvas: Any, x: float, y: float, words: str, size: float, *, right: bool = False) -> None:
    """One line in the margin, each character in a face that has it; with `right` it ends at x."""
    pieces = [(face or FAMILY, words if face != UNKNOWN else replaced(words)) for face, words in runs(words)]
    if right:
        x -= sum(pdfmetrics.stringWidth(piece, face, size) for face, piece in pieces)
    for face, piece in pieces:
        canvas.setFont(face, size)
        canvas.drawString(x, y, piece)
        x += pdfmetrics.stringWidth(piece, face, size)


def _cut(line: str) -> str:
    """The line, shortened at a word where the page number would not find its place beside it."""
    words = " ".join(line.split())
    if pdfmetrics.stringWidth(words, FAMILY, 8) <= LINE:
        return words
    while pdfmetrics.stringWidth(f"{words}…", FAMILY, 8) > LINE:
        words = words.rpartition(" ")[0] or words[: len(words) * 9 // 10]
    return f"{words}…"


def build(face: Face, story: Iterable[Flowable]) -> bytes:
    """Arrange a story on pages; 503 where the fonts are missing. The story is begun when the fonts are there."""
    register_fonts()
    target = io.BytesIO()
    Document(target, face).build(list(story), canvasmaker=Pages)
    return target.getvalue()
