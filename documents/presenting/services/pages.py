"""The pages of PDF files: counted, read and drawn in processes with limits, once for each content, and kept.

Nothing here runs within a transaction: a page may take seconds.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.confined import Confined, run_confined
from documents.files.models import File
from documents.presenting.enums import Trouble
from documents.presenting.models import PagePicture, PageText, PdfContent
from documents.presenting.services.once import PATIENCE, busy, once
from documents.storage import PDF, random_place
from meetings.errors import DomainError, not_found

BLOCK = 50
"""So many texts are read at once."""
ANEW = timedelta(minutes=10)
"""After so long what took too much is tried again."""
GONE = timedelta(seconds=40)
"""Whoever began a picture so long ago and has not brought it, is gone."""


def content_of(file: File) -> PdfContent:
    """What is known of a file's pages; they are counted when somebody asks first. 415 `pages.not_pdf`; 422
    `pages.unreadable`.
    """
    if file.media_type != PDF:
        raise DomainError("pages.not_pdf", _("Only the pages of PDF files can be shown."), status=415)
    known = _known(file.sha256) or once(("count", file.sha256), lambda: _known(file.sha256) or _count(file))
    if known.trouble:
        raise DomainError("pages.unreadable", Trouble(known.trouble).label, status=422)
    return known


def check_pages(upload: Any) -> None:
    """Refuse an upload of which no page can be shown, before anything of it is kept; 422 `pages.unreadable`."""
    with _copy_of(upload) as place:
        _pages, trouble = once(("check", str(place)), lambda: _look(place))
    if trouble:
        raise DomainError("pages.unreadable", Trouble(trouble).label, status=422)


def picture_of(file: File, page: int, width: int) -> PagePicture:
    """One page as a picture; drawn when somebody asks first, and never again. 404 for a page that is not there; 422
    `page.unreadable`, `pages.unreadable`.
    """
    content = _with_page(file, page)
    key = (content.pk, page, width)
    picture = _drawn(*key) or once(("picture", *key), lambda: _drawn(*key) or _draw_or_wait(file, *key))
    if picture.failed_at:
        says = _("This page cannot be drawn. The other pages of the file may be.")
        raise DomainError("page.unreadable", says, status=422)
    return picture


def text_of(file: File, page: int) -> str:
    """What stands on one page; nothing where it holds none, or where it cannot be read. 404 for a page that is not
    there.
    """
    content = _with_page(file, page)
    words = _words(content, page)
    return once(("text", content.pk, page), lambda: _read_block(file, content, page)) if words is None else words


def _with_page(file: File, page: int) -> PdfContent:
    content = content_of(file)
    if not 1 <= page <= (content.pages or 0):
        raise not_found()
    return content


def _known(sha256: str) -> PdfContent | None:
    known = PdfContent.objects.filter(sha256=sha256).first()
    stale = known and known.trouble == Trouble.HEAVY and known.looked_at < timezone.now() - ANEW
    return None if stale else known


def _count(file: File) -> PdfContent:
    with _copy_of(file.stored) as place:
        pages, trouble = _look(place)
    found = {"pages": pages, "trouble": trouble, "looked_at": timezone.now()}
    return PdfContent.objects.update_or_create(sha256=file.sha256, defaults=found)[0]


def _look(place: Path) -> tuple[int | None, str]:
    """How many pages, or what is the matter."""
    try:
        pages = json.loads(run_confined("page_texts", place, "0"))["pages"]
    except Confined as error:
        return None, _trouble(str(error))
    return (pages, "") if pages else (None, Trouble.BROKEN)


def _trouble(said: str) -> Trouble:
    if "assword" in said:
        return Trouble.ENCRYPTED
    return Trouble.HEAVY if "longer than" in said or "MemoryError" in said else Trouble.BROKEN


def _words(content: PdfContent, page: int) -> str | None:
    return PageText.objects.filter(content=content, page=page).values_list("words", flat=True).first()


def _read_block(file: File, content: PdfContent, page: int) -> str:
    first = (page - 1) // BLOCK * BLOCK + 1
    try:
        with _copy_of(file.stored) as place:
            texts = json.loads(run_confined("page_texts", place, str(BLOCK), str(first)))["texts"]
    except Confined:
        return ""
    rows = [PageText(content=content, page=first + at, words=_clean(words)) for at, words in enumerate(texts)]
    PageText.objects.bulk_create(rows, ignore_conflicts=True)
    return rows[page - first].words


def _clean(words: str) -> str:
    """Without what no database keeps and nobody reads."""
    lines = ("".join(char for char in line if char >= " ").strip() for line in words.splitlines())
    return "\n".join(line for line in lines if line).encode("utf-8", "ignore").decode()


def _drawn(content: int, page: int, width: int) -> PagePicture | None:
    """The picture, or that it could not be made; None where somebody has to make it."""
    row = PagePicture.objects.filter(content=content, page=page, width=width).first()
    is_settled = row is not None and (row.stored or (row.failed_at and row.failed_at > timezone.now() - ANEW))
    return row if is_settled else None


def _draw_or_wait(file: File, content: int, page: int, width: int) -> PagePicture:
    if _claim(content, page, width):
        return _draw(file, content, page, width)
    return _wait_for(content, page, width)


def _claim(content: int, page: int, width: int) -> bool:
    """Whether this process is to draw it, and no other one."""
    now, key = timezone.now(), {"content_id": content, "page": page, "width": width}
    row, is_new = PagePicture.objects.get_or_create(**key, defaults={"begun_at": now})
    if is_new:
        return True
    left = PagePicture.objects.filter(pk=row.pk, stored="", begun_at=row.begun_at)
    free = left.filter(begun_at__lt=now - GONE) if row.failed_at is None else left
    return free.update(begun_at=now, failed_at=None) == 1


def _draw(file: File, content: int, page: int, width: int) -> PagePicture:
    row = PagePicture.objects.get(content=content, page=page, width=width)
    try:
        with _copy_of(file.stored) as place:
            made = run_confined("page_picture", place, str(page), str(width))
        row.stored, row.size = default_storage.save(random_place(None, ""), ContentFile(made)), len(made)
    except Confined:
        row.failed_at = timezone.now()
    except BaseException:
        row.delete()  # a full disk is nothing about this page
        raise
    row.save(update_fields=["stored", "size", "failed_at"])
    return row


def _wait_for(content: int, page: int, width: int) -> PagePicture:
    """Another process draws it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if row := _drawn(content, page, width):
            return row
        time.sleep(0.05)
    raise busy()


@contextlib.contextmanager
def _copy_of(stored: Any) -> Iterator[Path]:
    """A path for the program: the file itself where it lies on a disk, else a copy."""
    with contextlib.suppress(NotImplementedError, AttributeError):
        path = stored.temporary_file_path() if hasattr(stored, "temporary_file_path") else stored.path
        yield Path(path)
        return
    with NamedTemporaryFile(suffix=".pdf") as copy:
        stored.seek(0)
        for piece in stored.chunks():
            copy.write(piece)
        copy.flush()
        stored.seek(0)
        yield Path(copy.name)
