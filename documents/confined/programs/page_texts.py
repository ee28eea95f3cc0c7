"""How many pages a PDF file has and what stands on some of them: FILE MOST_PAGES [FIRST_PAGE]; JSON."""

from __future__ import annotations

import json
import sys

from documents.confined.programs.limits import limit

MOST_LETTERS = 20_000


def main() -> None:
    """Write `{"pages": number, "texts": [text of the first page wanted, ...]}`; pages count from 1."""
    file, most, *wanted = limit()
    first = int(wanted[0]) - 1 if wanted else 0
    import pypdfium2

    with pypdfium2.PdfDocument(file) as document:
        count = len(document)
        places = range(first, min(count, first + int(most)))
        texts = [document[at].get_textpage().get_text_bounded()[:MOST_LETTERS] for at in places]
    json.dump({"pages": count, "texts": texts}, sys.stdout)


if __name__ == "__main__":
    main()
