"""What copies are made of a kind of file, and how: each by a confined program. No database."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from documents.confined import Confined, run_confined
from documents.files.enums import Purpose
from documents.files.kinds import KINDS, OPEN_DOCUMENT, OPEN_XML
from documents.storage import PDF

PICTURES = {"image/png", "image/jpeg"}
PLAIN = {"text/plain", "text/csv"}
OFFICE = {kind.media_type for kind in KINDS if kind.media_type.startswith((OPEN_XML, OPEN_DOCUMENT))}
CLEANED = {PDF, *PICTURES, *OFFICE}
"""Kinds that say who wrote them; a text says nothing but what stands in it."""

ENDINGS = {kind.media_type: kind.ending for kind in KINDS}
MOST_PAGES = 10_000
TEXT_SECONDS, TEXT_MEGABYTES = 8, 150
CLEAN_MEGABYTES = 150
MOST_LETTERS = 2_000_000
OFFICE_SECONDS, OFFICE_MEGABYTES = 120, 4000
"""LibreOffice reserves far more addresses than it uses."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """What a maker made: a file at `place`, or none where the original serves, or the `pages` of a text."""

    place: Path | None = None
    media_type: str = ""
    pages: list[str] | None = None


@lru_cache(maxsize=1)
def _found(named: str) -> str:
    return shutil.which(named) or ""


def office_program() -> str:
    """LibreOffice's program, where there is one: `OFFICE_PROGRAM`, or `soffice` on the path."""
    return _found(settings.OFFICE_PROGRAM)


def wanted_of(media_type: str) -> set[Purpose]:
    """The copies that are made of this kind."""
    wanted = {Purpose.CLEAN} if media_type in CLEANED else set()
    if media_type in OFFICE and office_program():
        wanted.add(Purpose.READING)
    if media_type in {PDF, *OFFICE, *PLAIN}:
        wanted.add(Purpose.TEXT)
    return wanted


def make_clean(original: Path, media_type: str, folder: Path) -> Made:
    """A copy without data about who wrote it, and of a PDF file without what it would do by itself."""
    program = "clean_pdf" if media_type == PDF else "clean_picture" if media_type in PICTURES else "clean_office"
    copy = folder / "clean"
    taken = json.loads(run_confined(program, original, copy, megabytes=CLEAN_MEGABYTES))["taken"]
    return Made(copy, media_type) if taken else Made()


def make_reading(original: Path, media_type: str, folder: Path) -> Made:
    """A PDF file of an office file, which says no more about who wrote it than what can be read."""
    bounds = {"seconds": OFFICE_SECONDS, "megabytes": OFFICE_MEGABYTES}
    given = (original, ENDINGS[media_type], folder, office_program(), str(OFFICE_SECONDS))
    if run_confined("office_pdf", *given, **bounds) != b"alone":  # type: ignore[arg-type]
        logger.warning("this system gives LibreOffice no space of its own: it could reach the network")
    copy = folder / "file.pdf"
    return Made(make_clean(copy, PDF, folder).place or copy, PDF)


def make_text(original: Path, media_type: str, folder: Path) -> Made:
    """What stands in it, page by page."""
    return Made(pages=_text_of(media_type)(original))


def _text_of(media_type: str) -> Callable[[Path], list[str]]:
    if media_type in PLAIN:
        return _plain_text
    if media_type == PDF:
        return lambda original: _texts(_confined_text("page_texts", original, str(MOST_PAGES)))
    return lambda original: _texts(_confined_text("office_texts", original))


def _confined_text(program: str, *given: str | Path) -> bytes:
    return run_confined(program, *given, seconds=TEXT_SECONDS, megabytes=TEXT_MEGABYTES)


def _texts(said: bytes) -> list[str]:
    """Without the signs that no database takes."""
    try:
        return [text.replace("\0", "") for text in json.loads(said)["texts"]]
    except (ValueError, KeyError) as error:
        raise Confined(f"no text: {error}") from None


def _plain_text(original: Path) -> list[str]:
    with original.open("rb") as opened:
        content = opened.read(MOST_LETTERS)
    try:
        return [content.decode("utf-8-sig")]
    except UnicodeDecodeError as broken:
        is_cut = broken.start > len(content) - 4
        return [content[: broken.start].decode("utf-8-sig") if is_cut else content.decode("cp1252", errors="replace")]
