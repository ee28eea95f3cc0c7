"""Fira Sans for ReportLab, embedded; importing this module comes before importing `reportlab.platypus`.

ReportLab writes Helvetica, not embedded, into every file unless its base font is another one when Platypus is imported.
The four files are made at set-up (`config/assets.py`).
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from meetings.errors import DomainError

FAMILY = "FiraSans"
BOLD = f"{FAMILY}-Bold"
SEMI_BOLD = f"{FAMILY}-SemiBold"
FILES = {FAMILY: "Regular", BOLD: "Bold", f"{FAMILY}-Italic": "Italic", SEMI_BOLD: "SemiBold"}

rl_config.canvas_basefontname = FAMILY
rl_config.useA85 = 0  # plain bytes: a fifth smaller, and sooner made
addMapping(FAMILY, 0, 0, FAMILY)
addMapping(FAMILY, 1, 0, BOLD)
addMapping(FAMILY, 0, 1, f"{FAMILY}-Italic")
addMapping(FAMILY, 1, 1, BOLD)


@cache
def register_fonts(folder: Path | None = None) -> None:
    """Make the fonts known to ReportLab, once; 503 `pdf.fonts_missing` where set-up has not made them."""
    folder = folder or settings.BASE_DIR / "config" / "fonts"
    try:
        for name, cut in FILES.items():
            pdfmetrics.registerFont(TTFont(name, str(folder / f"FiraSans-{cut}.ttf")))
    except (TTFError, OSError):
        message = _("The fonts for PDF files are missing. The set-up makes them: start any manage.py command once.")
        raise DomainError("pdf.fonts_missing", message, status=503) from None
