"""Files for the demonstration, made as PDF: the slides' ePayment figures and a neutral page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.pdf.layout import RULE, WIDTH, grid, heading, text
from documents.pdf.pages import Face, build

from reportlab.platypus import Flowable, Spacer, TableStyle  # isort: skip  (after the layout, which sets the fonts)

Figures = dict[str, dict[str, list[str | int | None]]]
RULED = TableStyle(
    [
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("LINEABOVE", (0, -1), (-1, -1), 1, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
)
HEAD = ("Zahlungsart", "Vorgänge", "Summe in EUR", "Anteil an der Summe")


def figures_file(source: str, figures: dict[str, Any]) -> SimpleUploadedFile:
    """The figures of the slides as they stand there, year by year."""
    years = sorted((year for year in figures if year.isdigit()), reverse=True)
    title = f"ePayment: Zahlen {' und '.join(years)}"

    def story() -> Iterator[Flowable]:
        tables = [flowable for year in years for flowable in _year(year, figures[year])]
        yield from [
            text("Stadt Duisburg", "letterhead"),
            text(title, "title"),
            *tables,
            Spacer(1, 12),
            text(f"Zahlen: {source}", "small"),
        ]

    return SimpleUploadedFile("ePayment_Zahlen.pdf", build(_face(title), story()), "application/pdf")


def _year(year: str, rows: dict[str, list[Any]]) -> list[Flowable]:
    cells = [[text(HEAD[0], "cell"), *(text(cell, "figure") for cell in HEAD[1:])]]
    for kind, (count, total, share) in rows.items():
        cells.append(
            [text(kind, "cell"), *(text(cell, "figure") for cell in (_grouped(count), _grouped(total), share or ""))]
        )
    return [heading(year, 0), grid(cells, [WIDTH * share for share in (0.34, 0.2, 0.23, 0.23)], RULED)]


def _grouped(number: int | str) -> str:
    """German grouping: 263.500,90."""
    value = Decimal(number)
    shown = f"{value:,.2f}" if isinstance(number, str) else f"{value:,}"
    return shown.translate(str.maketrans(",.", ".,"))


def neutral_file(title: str, *paragraphs: str) -> SimpleUploadedFile:
    """A page of invented, harmless text that says so."""

    def story() -> Iterator[Flowable]:
        notice = text("Für die Vorführung erfunden; beschreibt nichts Wirkliches.", "notice")
        yield from [
            text("Vorführdaten", "letterhead"),
            text(title, "title"),
            *(text(words) for words in paragraphs),
            notice,
        ]

    return SimpleUploadedFile("Vorlage.pdf", build(_face(title), story()), "application/pdf")


def _face(title: str) -> Face:
    return Face(title, "Vorführdaten", title, "Vorführdaten", "de")
