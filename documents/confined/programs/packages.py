"""Reading office files, which are ZIP archives of XML: with bounds, without entities, without anything outside."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

MOST_ENTRIES = 20_000
LARGEST_XML = 64 * 1024 * 1024
LARGEST_WHOLE = 400 * 1024 * 1024
PIECE = 1024 * 1024


class Unfit(Exception):
    """The archive swells beyond the bounds, or its XML holds what office programs never write."""


def opened(file: str) -> zipfile.ZipFile:
    """The archive, if it is not out of bounds; nothing of it is unpacked to the disk."""
    archive = zipfile.ZipFile(file)
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise Unfit("it swells")
    return archive


def pieces(archive: zipfile.ZipFile, name: str, most: int = LARGEST_WHOLE) -> Iterator[bytes]:
    """What an entry holds; raises `Unfit` when it is more than this, whatever the list of contents says."""
    taken = 0
    with archive.open(name) as entry:
        while piece := entry.read(PIECE):
            taken += len(piece)
            if taken > most:
                raise Unfit("it swells")
            yield piece


def read_xml(
    archive: zipfile.ZipFile,
    name: str,
    start: Callable[[str, dict[str, str]], None] | None = None,
    end: Callable[[str], None] | None = None,
    words: Callable[[str], None] | None = None,
) -> None:
    """Parse an entry; names come without their prefix."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    if start is not None:
        parser.StartElementHandler = lambda tag, given: start(local(tag), {local(key): given[key] for key in given})
    if end is not None:
        parser.EndElementHandler = lambda tag: end(local(tag))
    if words is not None:
        parser.CharacterDataHandler = words
    for piece in pieces(archive, name, LARGEST_XML):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _no_doctype(*_declared: object) -> None:
    raise Unfit("its XML declares entities")
