"""What stands in an office file, slide by slide, or as one page: FILE; JSON as `page_texts` writes it."""

from __future__ import annotations

import json
import re
import sys
import zipfile

from documents.confined.programs.limits import limit
from documents.confined.programs.packages import opened as opened_package
from documents.confined.programs.packages import read_xml

MOST_LETTERS = 2_000_000
OPEN_XML = (r"word/document\.xml", r"word/(foot|end)notes\.xml", r"xl/sharedStrings\.xml", r"ppt/slides/slide\d+\.xml")
ENDS_A_LINE = {"p", "h", "br", "tab", "line-break", "si", "table-cell", "tc"}
LITERAL = {"t", "p", "h", "span", "a"}


class Reader:
    """Collects the words of one XML part; in OpenDocument a `page` begins a new one."""

    def __init__(self, within: set[str]) -> None:
        self.pages: list[list[str]] = [[]]
        self.letters = 0
        self._within, self._open = within, [False]

    def start(self, tag: str, _given: dict[str, str]) -> None:
        if tag == "page" and self.pages[-1]:
            self.pages.append([])
        self._open.append(tag in self._within)

    def end(self, tag: str) -> None:
        self._open.pop()
        if tag in ENDS_A_LINE:
            self.pages[-1].append("\n")

    def words(self, words: str) -> None:
        if self._open[-1] and self.letters < MOST_LETTERS:
            self.letters += len(words)
            self.pages[-1].append(words[: MOST_LETTERS - self.letters + len(words)])


def main() -> None:
    """Write `{"pages": number, "texts": [...]}`."""
    (file,) = limit()
    with opened_package(file) as archive:
        pages = [text for name in _parts(archive) for text in _read(archive, name)]
    json.dump({"pages": len(pages), "texts": pages}, sys.stdout)


def _parts(archive: zipfile.ZipFile) -> list[str]:
    names = archive.namelist()
    if "content.xml" in names:
        return ["content.xml"]
    found = {name for name in names if any(re.fullmatch(kind, name) for kind in OPEN_XML)}
    return sorted(found, key=lambda name: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)])


def _read(archive: zipfile.ZipFile, name: str) -> list[str]:
    reader = Reader(LITERAL if name == "content.xml" else {"t"})
    read_xml(archive, name, reader.start, reader.end, reader.words)
    texts = ["".join(page) for page in reader.pages]
    return [re.sub(r"[^\S\n]+", " ", re.sub(r"\n{2,}", "\n", text)).strip() for text in texts]


if __name__ == "__main__":
    main()
