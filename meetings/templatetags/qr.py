"""`{% qr address "what it leads to" %}`: a QR code as an SVG of its own in the page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

register = template.Library()
QUIET = 4
"""So many empty modules around it the norm wants (ISO/IEC 18004); without them readers fail on a dark page."""


@register.simple_tag
def qr(words: str, label: str) -> SafeString:
    """These words as a QR code, black on white in every colour scheme; `label` is its text for readers of the page."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(words)
    modules = code.get_matrix()
    dark = ((x, y) for y, line in enumerate(modules) for x, is_dark in enumerate(line) if is_dark)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path fill="#000" d="{2}"/></svg>',
        len(modules),
        label,
        "".join(f"M{x} {y}h1v1h-1z" for x, y in dark),
    )
