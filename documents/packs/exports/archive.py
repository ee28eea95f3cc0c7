"""The papers of a meeting as a ZIP with speaking names, written while it is sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.packs.content import Contents
from documents.packs.names import entry_name, folder_name, safe, unique
from documents.packs.registry import Part

PIECE = 256 * 1024


class _Pipe:
    """What the archive is written to, and taken from again; it cannot be wound back, so the archive does not try."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, content: Any) -> int:
        self._pieces.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        yield from (piece for piece in pieces if piece)


def zipped(contents: Contents) -> Iterator[bytes]:
    """The bytes of the archive: each file under its name, those of an item that has several in a folder."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, part in names_of(contents):
            yield from _written(archive, pipe, name, part)
    yield from pipe.taken()


def _written(archive: zipfile.ZipFile, pipe: _Pipe, name: str, part: Part) -> Iterator[bytes]:
    try:
        stored = default_storage.open(part.place)
    except FileNotFoundError:
        words = _("Its content is missing in the storage of this program. Tell the office.")
        archive.writestr(_about(f"{name}.txt", part.at), f"{part.title}\n{words}\n")
        return
    with stored, archive.open(_about(name, part.at, part.size), "w") as entry:
        while piece := stored.read(PIECE):
            entry.write(piece)
            yield from pipe.taken()
    yield from pipe.taken()


def _about(name: str, at: datetime, size: int = 0) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
    about.external_attr = 0o644 << 16
    about.file_size = size
    return about


def names_of(contents: Contents) -> Iterator[tuple[str, Part]]:
    """Each part with its name in the archive; no two are the same on any system."""
    taken = set[str]()
    for entry in contents.entries:
        folder = ""
        if len(entry.parts) > 1:
            folder = f"{unique(folder_name(entry.row.number, entry.row.title), taken)}/"
        for part in entry.parts:
            name = entry_name(entry.row.number, entry.row.title, part.label, part.title, _ending(part))
            yield unique(f"{folder}{name}", taken), part


def _ending(part: Part) -> str:
    return safe(part.name.rpartition(".")[2])
