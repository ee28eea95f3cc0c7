"""The crest of an institution (Wappen): what is taken, and what becomes of it. Pictures of points only: an SVG is a
page that may act.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from meetings.errors import DomainError

MOST_BYTES = 1024 * 1024
MOST_POINTS = 16_000_000
SIDE = 256
KINDS = ("PNG", "JPEG")


@dataclass(frozen=True, slots=True)
class Picture:
    """A crest as it is stored: always a PNG of our own making."""

    data: bytes
    width: int
    height: int


def checked_crest(content: bytes) -> Picture:
    """Draw a picture anew, as a PNG of at most 256 points a side: nothing else of the file is kept.

    413 `crest.too_large` for more than 1 MB or 16 million points, before a point is drawn; 400 `crest.unreadable` for
    what is no whole PNG or JPEG, an SVG among it.
    """
    if len(content) > MOST_BYTES:
        raise DomainError("crest.too_large", _("The crest may have at most 1 MB."), status=413)
    with _opened(content) as image:
        if image.width * image.height > MOST_POINTS:
            says = _("The crest has {width} × {height} points; at most 16 million are taken.")
            raise DomainError("crest.too_large", says.format(width=image.width, height=image.height), status=413)
        return _redrawn(image)


def _opened(content: bytes) -> Image.Image:
    """Reads the head of the file only."""
    try:
        return Image.open(io.BytesIO(content), formats=KINDS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        says = _("The crest has far too many points; at most 16 million are taken.")
        raise DomainError("crest.too_large", says, status=413) from None
    except (OSError, ValueError, SyntaxError):
        raise _unreadable() from None


def _redrawn(image: Image.Image) -> Picture:
    try:
        drawn = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, MemoryError):
        raise _unreadable() from None
    drawn.thumbnail((SIDE, SIDE))
    bare = Image.new("RGBA", drawn.size)
    bare.paste(drawn)
    target = io.BytesIO()
    bare.save(target, "PNG", optimize=True)
    return Picture(target.getvalue(), *bare.size)


def _unreadable() -> DomainError:
    says = _(
        "The crest has to be a PNG or JPEG picture. An SVG is not taken, as it may hold a script: export it as PNG."
    )
    return DomainError("crest.unreadable", says, status=400)
