"""The look of this house in PDF: styles, text in faces that have its characters, tables and columns that run over
pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from documents.pdf.fonts import BOLD, FAMILY, SEMI_BOLD  # isort: skip  (before Platypus, see there)
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from documents.pdf.glyphs import cleaned, is_plain, markup, replaced, runs

INK, GREY, RULE, ACCENT = HexColor("#14171f"), HexColor("#545b66"), HexColor("#b9bec7"), HexColor("#1d3f7f")
FAINT = HexColor("#ecedf0")
LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 20 * mm, 22 * mm, 22 * mm
WIDTH = A4[0] - LEFT - RIGHT
LEAD = 20 * mm
TALLEST = A4[1] - TOP - BOTTOM - 20 * mm
MOST_COLUMNS = 8
ROOM_FOR_TWO = 22 * mm
"""What a heading and the first two lines of the table below it need; the table itself may run over pages."""

_base = ParagraphStyle(
    "text",
    fontName=FAMILY,
    fontSize=10,
    leading=14,
    textColor=INK,
    alignment=TA_LEFT,
    spaceAfter=4,
    splitLongWords=1,
    allowWidows=0,
)
STYLES = {
    "text": _base,
    "small": ParagraphStyle("small", _base, fontSize=8.5, leading=11.5, textColor=GREY, spaceAfter=2),
    "small_in": ParagraphStyle(
        "small_in", _base, fontSize=8.5, leading=11.5, textColor=GREY, spaceAfter=2, leftIndent=10
    ),
    "cell": ParagraphStyle("cell", _base, fontSize=9, leading=12, spaceAfter=0),
    "hanging_cell": ParagraphStyle(
        "hanging_cell",
        _base,
        fontSize=9,
        leading=12,
        spaceAfter=3,
        leftIndent=LEAD,
        bulletFontName=FAMILY,
        bulletFontSize=9,
        bulletColor=INK,
    ),
    "hanging_fact": ParagraphStyle(
        "hanging_fact",
        _base,
        fontSize=9,
        leading=12,
        spaceAfter=3,
        leftIndent=38 * mm,
        bulletFontName=SEMI_BOLD,
        bulletFontSize=9,
        bulletColor=GREY,
    ),
    "in_contents": ParagraphStyle("in_contents", _base, fontSize=9, leading=12, spaceAfter=0, leftIndent=10),
    "figure": ParagraphStyle("figure", _base, fontSize=9, leading=12, spaceAfter=0, alignment=TA_RIGHT),
    "label": ParagraphStyle("label", _base, fontSize=9, leading=12, fontName=SEMI_BOLD, textColor=GREY, spaceAfter=0),
    "letterhead": ParagraphStyle(
        "letterhead", _base, fontName=SEMI_BOLD, fontSize=11, leading=14, textColor=ACCENT, spaceAfter=0
    ),
    "title": ParagraphStyle("title", _base, fontName=BOLD, fontSize=22, leading=27, spaceBefore=20, spaceAfter=2),
    "subtitle": ParagraphStyle("subtitle", _base, fontSize=12.5, leading=17, spaceAfter=10),
    "h1": ParagraphStyle(
        "h1",
        _base,
        fontName=BOLD,
        fontSize=14,
        leading=18,
        spaceBefore=16,
        spaceAfter=6,
        textColor=ACCENT,
        keepWithNext=1,
    ),
    "h2": ParagraphStyle(
        "h2", _base, fontName=BOLD, fontSize=11.5, leading=15, spaceBefore=12, spaceAfter=3, keepWithNext=1
    ),
    "h3": ParagraphStyle(
        "h3", _base, fontName=SEMI_BOLD, fontSize=10, leading=14, spaceBefore=5, spaceAfter=1, keepWithNext=1
    ),
    "group": ParagraphStyle("group", _base, fontName=SEMI_BOLD, spaceBefore=5, spaceAfter=1),
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
PLAIN = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
        ("FONT", (0, 0), (-1, -1), FAMILY, 9, 12),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
    ]
)
RULED = TableStyle([*PLAIN.getCommands(), ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE)])


def text(content: object, style: str = "text") -> Paragraph:
    """A paragraph of plain text; whatever looks like markup in it is shown as typed."""
    return Paragraph(markup(content), STYLES[style])


def hanging(lead: object, content: object, style: str = "cell") -> Paragraph:
    """A paragraph with a number or time before its first line, as tables show it; unlike a table's row it runs over
    pages.
    """
    return Paragraph(markup(content), STYLES[f"hanging_{style}"], bulletText=line_of(lead))


def cell(content: str, width: float) -> str | Paragraph:
    """A table's cell: plain words where they fit into one line, which costs a third of a paragraph."""
    fits = is_plain(content) and pdfmetrics.stringWidth(content, FAMILY, STYLES["cell"].fontSize) < width - 10
    return content if fits else text(content, "cell")


class Grid(Table):
    """A table that parts between its rows, and within one only where that is taller than a page."""

    _rowHeights: list[float]

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """The pieces for this page and for the next."""
        self.splitInRow = int(max(self._rowHeights) > TALLEST)
        pieces: list[Flowable] = super().split(availWidth, availHeight)
        return pieces


def grid(rows: Sequence[list[Any] | tuple[Any, ...]], widths: Sequence[float], style: TableStyle) -> Table:
    """A table in which also a single row that is taller than a page runs over pages."""
    return Grid(rows, colWidths=widths, style=style, hAlign="LEFT")


def prose(content: str, style: str = "text") -> Iterator[Flowable]:
    """What somebody typed into a large field: a paragraph for each line, and columns where tabs stand between words
    and figures.
    """
    lines = content.replace("\r\n", "\n").split("\n")
    for in_columns, group in groupby(lines, key=lambda line: "\t" in line.strip()):
        if in_columns:
            yield _columns([[part.strip() for part in line.strip().split("\t")] for line in group])
        else:
            yield from (text(line, style) for line in group if line.strip())


def _columns(rows: list[list[str]]) -> Flowable:
    count = max(map(len, rows))
    if count > MOST_COLUMNS:
        return text("\n".join("  ".join(row) for row in rows))
    cells = [
        [text(part, "figure" if _is_figure(part) else "cell") for part in [*row, *[""] * (count - len(row))]]
        for row in rows
    ]
    return grid(cells, [WIDTH / count] * count, PLAIN)


def _is_figure(words: str) -> bool:
    return words[:1] in tuple("0123456789-+−") and not any(char.isalpha() for char in words)


def line_of(content: object) -> str:
    """A short text in Fira Sans alone, where nothing else can be told which face to take."""
    return "".join(words if face == FAMILY else replaced(words) for face, words in runs(content)).replace("\n", " ")


class Heading(Paragraph):
    """A heading that the reader finds in the bookmarks; made by `heading`."""

    bookmark, level = "", 0

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Where it runs over a page its first piece has the bookmark."""
        pieces: list[Any] = super().split(available_width, available_height)
        for piece in pieces[:1]:
            piece.bookmark, piece.level = self.bookmark, self.level
        return pieces


def heading(content: object, level: int) -> Heading:
    """A heading of a chapter (0) or an item (1)."""
    made = Heading(markup(content), STYLES[f"h{level + 1}"])
    made.bookmark, made.level = " ".join(cleaned(content).split())[:200], level
    return made
