"""Where the pieces of a large file lie until it is whole: a folder for each upload under `PIECES_DIR`, outside of the
storage. No database.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

BLOCK = 256 * 1024
KEY = re.compile(r"[0-9a-f]{32}")


def folder_of(key: str) -> Path:
    """The folder of one upload; a key that could lead elsewhere is a mistake of ours."""
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of an upload.")
    return Path(settings.PIECES_DIR) / key


def room_for(size: int) -> bool:
    """Whether the disk has room for the pieces of such a file, for the whole, and some to spare."""
    place = Path(settings.PIECES_DIR)
    place.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(place).free > 2 * size + settings.SPARE_DISK


@contextmanager
def written(key: str, source: Any, most: int) -> Iterator[tuple[Path, int]]:
    """What comes from `source`, at most one byte more than `most`, in a file that is gone when nobody has taken it."""
    folder = folder_of(key)
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"new-{secrets.token_hex(8)}"
    try:
        yield place, _write(place, source, most + 1)
    finally:
        place.unlink(missing_ok=True)


def _write(place: Path, source: Any, most: int) -> int:
    size = 0
    with place.open("xb") as target:
        while size < most and (block := source.read(min(BLOCK, most - size))):
            target.write(block)
            size += len(block)
    return size


def put(place: Path, key: str, offset: int) -> None:
    """The piece that begins at `offset`; one that was put there before and never counted is replaced."""
    os.replace(place, folder_of(key) / f"at-{offset:015d}")


@contextmanager
def joined(key: str, size: int) -> Iterator[BinaryIO]:
    """The whole file, put together from its pieces in their order; cut at `size`, for what was never counted."""
    with tempfile.TemporaryFile(dir=settings.PIECES_DIR) as whole:
        for place in sorted(folder_of(key).glob("at-*")):
            if int(place.name.removeprefix("at-")) == whole.tell():
                with place.open("rb") as piece:
                    shutil.copyfileobj(piece, whole, BLOCK)
        whole.truncate(min(size, whole.tell()))
        whole.seek(0)
        yield whole


def throw_away(key: str) -> None:
    """All pieces of an upload; that there are none is no error."""
    shutil.rmtree(folder_of(key), ignore_errors=True)


def keys() -> set[str]:
    """The uploads of which there are pieces."""
    place = Path(settings.PIECES_DIR)
    return {folder.name for folder in place.glob("*") if KEY.fullmatch(folder.name)} if place.exists() else set()
