"""One page of a PDF file as a PNG picture: FILE PAGE WIDTH; pages count from 1."""

from __future__ import annotations

import sys

from documents.confined.programs.limits import limit

MOST_PIXELS = 12_000_000


def main() -> None:
    """Draw the page at this width, less where it would grow beyond what memory holds."""
    file, page, width = limit()
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        sheet = document[int(page) - 1]
        wide, high = sheet.get_size()
        scale = min(int(width) / wide, (MOST_PIXELS / (wide * high)) ** 0.5)
        sheet.render(scale=scale).to_pil().save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    main()
