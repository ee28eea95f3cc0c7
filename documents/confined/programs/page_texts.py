"""How many pages a PDF file has and what stands on the first of them: FILE MOST_PAGES; JSON."""

from __future__ import annotations

import json
import sys

from documents.confined.programs.limits import limit

MOST_LETTERS = 20_000


def main() -> None:
    """Write `{"pages": number, "texts": [text of page 1, ...]}`."""
    file, most = limit()
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        count = len(document)
        texts = [document[at].get_textpage().get_text_bounded()[:MOST_LETTERS] for at in range(min(count, int(most)))]
    json.dump({"pages": count, "texts": texts}, sys.stdout)


if __name__ == "__main__":
    main()
