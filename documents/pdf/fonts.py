"""Fira Sans for ReportLab, embedded; importing this module comes before importing `reportlab.platypus`.

ReportLab writes Helvetica, not embedded, into every file unless its base font is another one when Platypus is imported.
What Fira Sans lacks is taken from the Noto faces, each loaded when a text needs it first. All files are made at set-up
(`config/setup/assets.py`).
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from reportlab import rl_config
from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from meetings.errors import DomainError

FAMILY = "FiraSans"
BOLD = f"{FAMILY}-Bold"
SEMI_BOLD = f"{FAMILY}-SemiBold"
FALLBACK = (
    "NotoSans-LatinExt",
    "NotoSans-CyrillicExt",
    "NotoSans-GreekExt",
    "NotoSansArmenian",
    "NotoSansGeorgian",
    "NotoSansHebrew",
    "NotoSansArabic",
    "NotoSansMath",
    "NotoSansSymbols",
    "NotoSansSymbols2",
    "NotoEmoji",
)
"""Asked in this order for what Fira Sans lacks; regular weight only."""
FILES = {FAMILY: "Regular", BOLD: "Bold", f"{FAMILY}-Italic": "Italic", SEMI_BOLD: "SemiBold"}

rl_config.canvas_basefontname = FAMILY
rl_config.useA85 = 0  # plain bytes: a fifth smaller, and sooner made
addMapping(FAMILY, 0, 0, FAMILY)
addMapping(FAMILY, 1, 0, BOLD)
addMapping(FAMILY, 0, 1, f"{FAMILY}-Italic")
addMapping(FAMILY, 1, 1, BOLD)

_to_unicode = ttfonts.makeToUnicodeCMap


def _with_pairs(fontname: str, subset: Any) -> str:
    """Which glyph is which letter, for whoever copies or searches.

    ReportLab writes letters beyond U+FFFF with five digits, which readers take for others: it has to be UTF-16 (ISO
    32000-1, 9.10.3).
    """
    return re.sub(r"<([0-9A-F]{5,6})>", _in_utf_16, _to_unicode(fontname, subset))


def _in_utf_16(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


ttfonts.makeToUnicodeCMap = _with_pairs


@cache
def register_fonts(folder: Path | None = None) -> None:
    """Make the fonts known to ReportLab, once; 503 `pdf.fonts_missing` where set-up has not made them."""
    for name, cut in FILES.items():
        _register(name, f"FiraSans-{cut}.ttf", folder)


@cache
def known() -> frozenset[int]:
    """The code points that every cut of Fira Sans has a glyph for."""
    register_fonts()
    return frozenset.intersection(*(_code_points(name) for name in FILES))


@cache
def face_for(code: int) -> str:
    """The first of the other faces that has a glyph for a code point; "" where none has."""
    return next((name for name in FALLBACK if code in _code_points_of_other(name)), "")


@cache
def _code_points_of_other(name: str) -> frozenset[int]:
    _register(name, f"{name}.ttf")
    addMapping(name, 0, 0, name)
    return _code_points(name)


def _code_points(name: str) -> frozenset[int]:
    font: Any = pdfmetrics.getFont(name)
    return frozenset(font.face.charToGlyph)


def _register(name: str, file: str, folder: Path | None = None) -> None:
    try:
        pdfmetrics.registerFont(TTFont(name, str((folder or settings.BASE_DIR / "config" / "fonts") / file)))
    except (TTFError, OSError):
        message = _("The fonts for PDF files are missing. The set-up makes them: start any manage.py command once.")
        raise DomainError("pdf.fonts_missing", message, status=503) from None
