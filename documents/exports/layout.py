"""The pages of this house as PDF: styles, headings with bookmarks, page numbers, safe text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from meetings.typed import paragraphs

from documents.exports.fonts import BOLD, FAMILY, SEMI_BOLD, register_fonts  # isort: skip  (before Platypus, see there)
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

INK, GREY, RULE, ACCENT = HexColor("#14171f"), HexColor("#545b66"), HexColor("#b9bec7"), HexColor("#1d3f7f")
LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 20 * mm, 22 * mm, 22 * mm
WIDTH = A4[0] - LEFT - RIGHT

_base = ParagraphStyle(
    "text", fontName=FAMILY, fontSize=10, leading=14, textColor=INK, alignment=TA_LEFT, spaceAfter=4, splitLongWords=1, allowWidows=0
)
STYLES = {
    "text": _base,
    "small": ParagraphStyle("small", _base, fontSize=8.5, leading=11.5, textColor=GREY, spaceAfter=2),
    "cell": ParagraphStyle("cell", _base, fontSize=9, leading=12, spaceAfter=0),
    "figure": ParagraphStyle("figure", _base, fontSize=9, leading=12, spaceAfter=0, alignment=TA_RIGHT),
    "label": ParagraphStyle("label", _base, fontSize=9, leading=12, fontName=SEMI_BOLD, textColor=GREY, spaceAfter=0),
    "letterhead": ParagraphStyle("letterhead", _base, fontName=SEMI_BOLD, fontSize=11, leading=14, textColor=ACCENT, spaceAfter=0),
    "title": ParagraphStyle("title", _base, fontName=BOLD, fontSize=22, leading=27, spaceBefore=20, spaceAfter=2),
    "subtitle": ParagraphStyle("subtitle", _base, fontSize=12.5, leading=17, spaceAfter=10),
    "h1": ParagraphStyle(
        "h1", _base, fontName=BOLD, fontSize=14, leading=18, spaceBefore=16, spaceAfter=6, textColor=ACCENT, keepWithNext=1
    ),
    "h2": ParagraphStyle("h2", _base, fontName=BOLD, fontSize=11.5, leading=15, spaceBefore=12, spaceAfter=3, keepWithNext=1),
    "h3": ParagraphStyle("h3", _base, fontName=SEMI_BOLD, fontSize=10, leading=14, spaceBefore=5, spaceAfter=1, keepWithNext=1),
    "resolution": ParagraphStyle("resolution", _base, leftIndent=10, borderPadding=0),
    "result": ParagraphStyle("result", _base, fontName=SEMI_BOLD, leftIndent=10),
    "notice": ParagraphStyle(
        "notice",
        _base,
        fontSize=9,
        leading=12.5,
        borderColor=RULE,
        borderWidth=0.6,
        borderPadding=6,
        leftIndent=6,
        rightIndent=6,
        spaceBefore=14,
        spaceAfter=12,
    ),
}


def safe(text: object) -> str:
    """Any text for a paragraph: markup becomes text, line ends stay, control characters are spaces."""
    return escape(paragraphs(str(text))).replace("\n", "<br/>")


def text(content: object, style: str = "text") -> Paragraph:
    """A paragraph of plain text; whatever looks like markup in it is shown as typed."""
    return Paragraph(safe(content), STYLES[style])


def cell(content: str, width: float) -> str | Paragraph:
    """A table's cell: plain words where they fit into one line, which costs a third of a paragraph."""
    plain = content.isprintable() and pdfmetrics.stringWidth(content, FAMILY, STYLES["cell"].fontSize) < width - 10
    return content if plain else text(content, "cell")


class Heading(Paragraph):
    """A heading that the reader finds in the bookmarks."""

    def __init__(self, content: object, level: int) -> None:
        super().__init__(safe(content), STYLES[f"h{level + 1}"])
        self.bookmark = " ".join(str(content).split())[:200]
        self.level = level


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
    """A canvas that writes "page x of y" onto its pages at the end, when the total is known; no second run is needed."""

    _code: list[str]
    _doc: Any

    def save(self) -> None:
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, 1):
            self._code = []
            self.setFillColor(GREY)
            self.setFont(FAMILY, 8)
            words = _("Page {page} of {total}").format(page=number, total=len(pages))
            self.drawRightString(A4[0] - RIGHT, 12 * mm, words)
            page.stream += "\n".join(self._code)
        self._code = []
        super().save()


class Document(BaseDocTemplate):
    """A4 pages with running head, foot and "page x of y"."""

    def __init__(self, target: Any, face: Face) -> None:
        super().__init__(
            target, pagesize=A4, leftMargin=LEFT, rightMargin=RIGHT, topMargin=TOP, bottomMargin=BOTTOM,
            title=face.title, author=face.author, subject=face.running_foot, creator="Ratssaal", lang=face.language,
            displayDocTitle=True, initialFontName=FAMILY,
        )  # fmt: skip
        self.face, self.headings = face, 0
        frame = Frame(LEFT, BOTTOM, WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self.decorate)])

    def decorate(self, canvas: Any, document: Any) -> None:
        """Head from the second page on, foot on every page."""
        canvas.saveState()
        canvas.setFillColor(GREY)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.setFont(FAMILY, 8)
        if canvas.getPageNumber() > 1:
            canvas.drawString(LEFT, A4[1] - 14 * mm, _cut(self.face.running_head))
            canvas.line(LEFT, A4[1] - 16 * mm, A4[0] - RIGHT, A4[1] - 16 * mm)
        canvas.line(LEFT, 16 * mm, A4[0] - RIGHT, 16 * mm)
        canvas.drawString(LEFT, 12 * mm, _cut(self.face.running_foot))
        if self.face.mark:
            canvas.setFont(BOLD, 9)
            canvas.drawRightString(A4[0] - RIGHT, A4[1] - 14 * mm, self.face.mark)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Enter each heading into the bookmarks."""
        if isinstance(flowable, Heading):
            self.headings += 1
            key = f"heading-{self.headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.bookmark, key, flowable.level, closed=False)


def _cut(line: str) -> str:
    words = " ".join(line.split())
    return words if len(words) <= 90 else words[:89] + "…"


def build(face: Face, story: Iterable[Flowable]) -> bytes:
    """Arrange a story on pages; 503 where the fonts are missing. The story is begun when the fonts are there."""
    register_fonts()
    target = io.BytesIO()
    Document(target, face).build(list(story), canvasmaker=Pages)
    return target.getvalue()
