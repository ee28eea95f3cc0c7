"""Colours of an institution: whether they can be read, and what follows from them. Knows no database and no page."""

from __future__ import annotations

import hashlib
import re

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.errors import DomainError

ENOUGH = 4.5
"""WCAG 2.2, success criterion 1.4.3, level AA: what small text needs (BITV 2.0 section 3 refers to it)."""
LIGHT = {gettext_lazy("white"): "#ffffff", gettext_lazy("the ground of pages"): "#f3f4f7"}
LIGHT[gettext_lazy("the grey of what is pointed at")] = "#e8e9ef"
DARK = {gettext_lazy("the dark ground"): "#000000", gettext_lazy("the dark cards"): "#131525"}
DARK[gettext_lazy("the dark grey of what is pointed at")] = "#272a42"
"""The grounds of `config/static/config/face.css` on which a link or an edge of a button stands."""
DARK_CARD = "#131525"
HEX = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _parts(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def mix(colour: str, into: str, share: float) -> str:
    """So much of a colour in another."""
    pairs = zip(_parts(colour), _parts(into), strict=True)
    return "#" + "".join(f"{round(255 * (a * share + b * (1 - share))):02x}" for a, b in pairs)


def checked_accent(text: str, *, is_dark: bool = False) -> str:
    """An accent colour as it is stored, empty for the program's own (Akzentfarbe).

    400 `accent.unreadable` when it is no colour, `accent.contrast` when it has too little contrast; the ratio is named.
    """
    colour = text.strip().lower()
    if colour and not HEX.fullmatch(colour):
        raise DomainError("accent.unreadable", _("Write the colour as # and six digits, such as #1f4e9c."), status=400)
    if colour:
        _require_contrast(colour, is_dark)
    return colour


def _require_contrast(colour: str, is_dark: bool) -> None:
    for name, ground in (DARK if is_dark else LIGHT).items():
        if (measured := contrast(colour, ground)) < ENOUGH:
            raise DomainError("accent.contrast", _sentence(is_dark).format(_rounded(measured), ground=name), status=400)


def _sentence(is_dark: bool) -> str:
    if is_dark:
        return _("This colour has a contrast of {}:1 against {ground}; 4.5:1 is needed. Choose a lighter one.")
    return _("This colour has a contrast of {}:1 against {ground}; 4.5:1 is needed. Choose a darker one.")


def _rounded(ratio: float) -> str:
    """Cut off, not rounded: 4.49 is not enough, and must not be called 4.5."""
    return number_format(int(ratio * 100) / 100, 2)


def for_dark(accent: str) -> str:
    """The accent for dark pages where none is named: the same with so much white that it can be read everywhere."""
    shades = (mix("#ffffff", accent, share / 20) for share in range(21))
    return next(shade for shade in shades if all(contrast(shade, ground) >= ENOUGH for ground in DARK.values()))


def _readable_wash(text: str, ground: str) -> str:
    """As much of the colour in the ground as leaves the colour itself readable on it."""
    shades = (mix(text, ground, share / 100) for share in (12, 10, 8, 6, 4, 2, 0))
    return next(shade for shade in shades if contrast(text, shade) >= ENOUGH or shade == ground)


def sheet(accent: str, accent_dark: str) -> str:
    """The style sheet that puts an accent in the place of the program's blue; empty without one.

    A filled button carries white in light and black in dark; what it becomes under the pointer only adds to that.
    """
    if not accent:
        return ""
    dark = accent_dark or for_dark(accent)
    lines = {
        "--action": (accent, dark),
        "--action-wash": (_readable_wash(accent, "#ffffff"), _readable_wash(dark, DARK_CARD)),
        "--kern-color-action-default": (accent, dark),
        "--kern-color-action-state-indicator-shade-hover": (mix("#000000", accent, 0.12), mix("#ffffff", dark, 0.12)),
        "--kern-color-action-state-indicator-shade-active": (mix("#000000", accent, 0.24), mix("#ffffff", dark, 0.24)),
    }
    rules = "".join(f"  {name}: light-dark({light}, {dark});\n" for name, (light, dark) in lines.items())
    return f":root, :root[data-kern-theme] {{\n{rules}}}\n"


def tag_of(accent: str, accent_dark: str) -> str:
    """A mark of the style sheet: another one whenever the sheet is."""
    return hashlib.sha256(sheet(accent, accent_dark).encode()).hexdigest()[:16]
