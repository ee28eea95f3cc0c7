"""Made-up slides for the demonstration's first meeting: the facts of the published slides, in a form of our own, and
each page marked as demo.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.names import plain
from documents.pdf.fonts import BOLD, FAMILY, register_fonts

from reportlab.lib.colors import HexColor  # isort: skip  (after the fonts)
from reportlab.lib.utils import simpleSplit  # isort: skip
from reportlab.pdfgen.canvas import Canvas  # isort: skip

WIDE, HIGH, EDGE = 960, 540, 60
INK, QUIET, BAR = HexColor("#131525"), HexColor("#535A75"), HexColor("#2141A6")
MARK = "Vorführdaten: Folien nachgestellt, Angaben aus den Folien vom 01.02.2022"


@dataclass(frozen=True, slots=True)
class Slide:
    """One page: a heading, points below it, and bars of a diagram (name, share in per cent, what stands below)."""

    heading: str
    points: tuple[str, ...] = ()
    bars: tuple[tuple[str, int, str], ...] = ()


MANDATOS = (
    Slide("Bericht zum aktuellen Stand Mandatos/Session", ("3. Informationsveranstaltung, 01.02.2022",)),
    Slide(
        "Agenda",
        (
            "1 Begrüßung",
            "2 Bericht zum aktuellen Stand Mandatos/Session",
            "3 Gexsi – die Suchmaschine für eine bessere Welt",
            "4 ePayment",
            "5 Information zur hybriden/digitalen Ausschusssitzung",
        ),
    ),
    Slide(
        "Was hier steht",
        (
            "Die veröffentlichten Folien nennen zu diesem Punkt nur den Titel.",
            "Diese Seite zeigt allein, wie ein Bericht in Ratssaal gezeigt wird.",
        ),
    ),
)
GEXSI = (
    Slide("Gexsi – die Suchmaschine für eine bessere Welt", ("„Suchen und für Duisburg Gutes tun“", "Frau Pasenau")),
    Slide(
        "Eine soziale Suchmaschine",
        (
            "Gefördert durch die Impact Factory Duisburg; deutsches Non-Profit-Startup „Good Search UG“",
            "DSGVO-konform; die Suche basiert auf Bing.de",
            "Einnahmen gehen an wechselnde innovative soziale Projekte, die die UN-Nachhaltigkeitsziele unterstützen",
        ),
    ),
    Slide(
        "Vereinbarung „Duisburg Suchmaschine“",
        (
            "Mindestens 50 % der Einnahmen gehen an gemeinnützige Zwecke in Duisburg",
            "Der „Beirat“ macht Vorschläge für New Tab und ausgewählte lokale Projekte",
            "Kein rechtlicher oder finanzieller Aufwand",
            "Auf allen 4400 Benutzerkonten im Terminalserver Standard; GEBAG und DVV setzen Gexsi ebenfalls ein",
        ),
    ),
    Slide(
        "Unterstützte Projekte aus Duisburg",
        (
            "Bildungspaten in Duisburg-Marxloh, Oktober 2020 bis April 2021",
            "Discovering Hands e.V., ab Mai 2021",
            "Bis 31.12.2021 insgesamt 2.250 € ausgeschüttet, davon 1.580,66 € durch Einsatz in Duisburg",
        ),
    ),
    Slide(
        "Veröffentlicht im Open-Data-Portal",
        (
            "Suchanfragen: 131.358 (07-21), 138.937 (08-21), 146.540 (09-21)",
            "Aktive Nutzer je Woche: 1.631, 1.826, 1.916",
            "Einnahmen: 127,81 €, 141,79 €, 148,83 €",
        ),
    ),
)
EPAYMENT = (
    Slide("ePayment", ("Nutzung und Verbreitung von online Bezahlmöglichkeiten in der Verwaltung", "Frau Bläker")),
    Slide(
        "Start in der Stadt Duisburg",
        (
            "Erster ePayment-Service seit 2018: das digitale Bezahlen von „Knöllchen“",
            "Rat im März 2020: auch Paydirekt, PayPal und Zahlung per Kreditkarte",
            "Serviceportal seit 18.08.2020, zuerst mit Bewohnerparkausweis und Personenstandsurkunden",
        ),
    ),
    Slide(
        "Zahlungseingänge 2021",
        ("13.019 Anträge, 263.500,90 €; im Jahr davor 4.389 Anträge, 102.883,60 €",),
        (
            ("PayPal", 77, "9.997 Anträge, 202.018,80 €"),
            ("Kreditkarte", 15, "1.797 Anträge, 39.374,00 €"),
            ("giropay", 5, "792 Anträge, 13.764,90 €"),
            ("Paydirekt", 3, "433 Anträge, 8.343,20 €"),
        ),
    ),
    Slide(
        "Aktuelle ePayment-Angebote der Stadt",
        (
            "Schwimmbad-Tickets im Bäderportal; Gebühren in der Bibliothek; Tickets für die Museen",
            "Bewohnerparkausweis; Personenstandsurkunden; Führungszeugnis beantragen",
            "Kfz und Gewerbe: An-, Ab- und Ummeldungen",
            "Sukzessive Erweiterung durch die Digitalisierung weiterer Verwaltungsleistungen",
        ),
    ),
)
DECKS = {"2": MANDATOS, "3": GEXSI, "4": EPAYMENT}
"""By the number of the item."""


def deck_for(number: str) -> SimpleUploadedFile | None:
    """The slides for an item of the information event; None where there are none."""
    slides = DECKS.get(number)
    if slides is None:
        return None
    name = f"Folien_{plain(slides[0].heading)}.pdf"
    return SimpleUploadedFile(name, b"".join(_drawn(slides)), "application/pdf")


def _drawn(slides: tuple[Slide, ...]) -> Iterator[bytes]:
    register_fonts()
    made = io.BytesIO()
    sheet = Canvas(made, (WIDE, HIGH))
    sheet.setTitle(f"{slides[0].heading} (Vorführdaten)")
    for number, slide in enumerate(slides, 1):
        _draw(sheet, slide, f"{number}/{len(slides)}")
        sheet.showPage()
    sheet.save()
    yield made.getvalue()


def _draw(sheet: Canvas, slide: Slide, at: str) -> None:
    sheet.setFillColor(BAR)
    sheet.rect(0, HIGH - 14, WIDE, 14, stroke=0, fill=1)
    below = _write(sheet, slide.heading, HIGH - 90, BOLD, 40)
    for point in slide.points:
        below = _write(sheet, point, below - 14, FAMILY, 25)
    for bar in slide.bars:
        below = _draw_bar(sheet, *bar, below - 22)
    sheet.setFillColor(QUIET)
    sheet.setFont(FAMILY, 15)
    sheet.drawString(EDGE, 26, MARK)
    sheet.drawRightString(WIDE - EDGE, 26, at)


def _write(sheet: Canvas, words: str, top: float, font: str, size: int) -> float:
    """Words below one another within the edges; answers where the last line stands."""
    sheet.setFillColor(INK)
    sheet.setFont(font, size)
    for line in simpleSplit(words, font, size, WIDE - 2 * EDGE):
        sheet.drawString(EDGE, top, line)
        top -= size * 1.25
    return top


def _draw_bar(sheet: Canvas, name: str, share: int, below: str, top: float) -> float:
    start, most = EDGE + 170, 560
    sheet.setFillColor(BAR)
    sheet.rect(start, top - 6, most * share / 100, 26, stroke=0, fill=1)
    sheet.setFillColor(INK)
    sheet.setFont(BOLD, 22)
    sheet.drawString(EDGE, top, name)
    sheet.drawString(start + most * share / 100 + 12, top, f"{share} %")
    sheet.setFillColor(QUIET)
    sheet.setFont(FAMILY, 16)
    sheet.drawString(start, top - 26, below)
    return top - 42
