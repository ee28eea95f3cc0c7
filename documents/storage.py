"""Where files lie: under random names in the default storage, never under a name that somebody chose."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

HEX_LENGTH = 32
PDF = "application/pdf"


def random_place(instance: Any, filename: str) -> str:
    """A place that tells nothing about the file; the first two digits keep folders small."""
    name = secrets.token_hex(HEX_LENGTH // 2)
    return f"papers/{name[:2]}/{name}"


@contextmanager
def on_disk(stored: Any) -> Iterator[Path]:
    """A stored file as a file of this machine, for programs that open files; a copy where the storage is elsewhere."""
    try:
        place = Path(stored.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as copy, stored.open("rb") as source:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield Path(copy.name)
    else:
        yield place


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for what is being made, gone afterwards."""
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
