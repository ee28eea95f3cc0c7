"""Pieces put together into one PDF, object by object, as bytes: nothing of them is read but tables and numbers.

qpdf has written each piece (`pieces.save`), so its objects are numbered from 1 without a gap, strings have their
brackets escaped, and a line end stands before `stream` nowhere but there. What is renumbered are references outside of
strings and streams.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

_REFERENCE = re.compile(rb"\((?:[^\\()]++|\\.)*+\)|(\d+) 0 R", re.DOTALL)
_HEAD = re.compile(rb"\d+ 0 obj\n")
_STREAM = b"\nstream\n"
_END = b"\nendobj\n"
HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
Number = Callable[[int], int]


def renumbered(text: bytes, number: Number) -> bytes:
    """The text of an object with every reference in it led elsewhere."""
    return _REFERENCE.sub(lambda found: b"%d 0 R" % number(int(found[1])) if found[1] else found[0], text)


class Piece:
    """A written piece: its objects by number, and what its catalog says."""

    def __init__(self, content: bytes | mmap.mmap) -> None:
        self._content = content
        self.starts = self._table()
        self._ends = dict(zip(sorted(self.starts), [*sorted(self.starts)[1:], self._table_at], strict=True))
        root = self.text(self._root())
        self.root = self._root()
        self.tree = int(_of(rb"/Pages (\d+) 0 R", root))
        self.stamps = _numbers(_of(rb"/RsStamps \[([^\]]*)\]", root))
        edges = [float(edge) for edge in _of(rb"/RsBoxes \[([^\]]*)\]", root).split()]
        self.boxes = [tuple(edges[at : at + 5]) for at in range(0, len(edges), 5)]
        self.pages = _numbers(_of(rb"/Kids \[([^\]]*)\]", self.text(self.tree)))
        self.named = {name.decode(): int(key) for name, key in re.findall(rb"/(RsFont|RsMark) (\d+) 0 R", root)}

    @classmethod
    def opened(cls, path: str) -> Piece:
        """The piece in this file, which is not read into memory."""
        with open(path, "rb") as file:
            return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))

    def __len__(self) -> int:
        return len(self.starts)

    def _table(self) -> list[int]:
        tail = bytes(self._content[-64:])
        self._table_at = int(_of(rb"startxref\n(\d+)", tail))
        begin = self._content.find(b"\n", self._content.find(b"\n", self._table_at) + 1) + 1
        count = int(bytes(self._content[self._table_at : begin]).split()[-1])
        table = bytes(self._content[begin : begin + 20 * count])
        return [int(table[at : at + 10]) for at in range(20, 20 * count, 20)]

    def _root(self) -> int:
        return int(_of(rb"/Root (\d+) 0 R", bytes(self._content[self._table_at :])))

    def text(self, number: int) -> bytes:
        """What an object says, without its stream."""
        return self._parts(number)[0]

    def _parts(self, number: int) -> tuple[bytes, bytes | memoryview]:
        """The object between `obj` and `endobj`: what is text, and what is stream."""
        start = self.starts[number - 1]
        end = self._ends[start]
        begin = self._content.find(b"\n", start) + 1
        stop = self._content.rfind(_END, begin, end)
        stop = stop if stop >= 0 else self._content.rfind(b"endobj", begin, end)
        cut = self._content.find(_STREAM, begin, stop)
        if cut < 0:
            return bytes(self._content[begin:stop]), b""
        return bytes(self._content[begin:cut]), self._content[cut:stop]

    def objects(self, number: Number) -> Iterator[tuple[int, bytes, bytes | memoryview]]:
        """Every object by its number here, its text renumbered, its stream as it is."""
        for own in range(1, len(self) + 1):
            text, stream = self._parts(own)
            yield own, renumbered(text, number), stream


class Sheets:
    """A PDF file that is being written: where each object lies, and how it ends."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.at = file, 0
        self.places: dict[int, int] = {}
        self.count = 0
        self._write(HEADER)

    def reserve(self, number: int = 1) -> int:
        """The first of so many numbers that are now taken."""
        self.count += number
        return self.count - number + 1

    def add(self, number: int, text: bytes, stream: bytes | memoryview = b"") -> None:
        """Write an object; `stream` with all that stands around it."""
        self.places[number] = self.at
        self._write(b"%d 0 obj\n" % number)
        self._write(text)
        if stream:
            self._write(stream)
        self._write(_END)

    def draw(self, number: int, text: bytes, drawing: bytes) -> None:
        """Write a stream of our own; `text` is its dictionary without the end."""
        self.add(number, b"%s /Length %d >>" % (text, len(drawing)), b"\nstream\n%s\nendstream" % drawing)

    def _write(self, content: bytes | memoryview) -> None:
        self._file.write(content)
        self.at += len(content)

    def entries(self) -> bytes:
        """The lines of its table, without head."""
        return b"0000000000 65535 f \n" + b"".join(entry(self.places[number]) for number in range(1, self.count + 1))


def entry(place: int) -> bytes:
    """One line of a table of objects."""
    return b"%010d 00000 n \n" % place


def ending(entries: bytes, at: int, words: bytes) -> bytes:
    """Table and trailer of a file whose objects end at `at`."""
    count = len(entries) // 20
    return b"xref\n0 %d\n%strailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (count, entries, count, words, at)


def _of(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"no {pattern!r}")
    return found[1]


def _numbers(references: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"(\d+) 0 R", references)]
