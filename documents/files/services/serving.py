"""Which version of a file goes out: to the public never one that says who wrote it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.files.copying import CLEANED
from documents.files.enums import CopyState, Purpose
from documents.files.models import FileCopy
from documents.files.services.making import make, order_copies, take
from meetings.errors import DomainError

PATIENCE = 5.0
AT_ONCE = threading.BoundedSemaphore(2)
"""Copies that one process makes at the same time for people who wait for them."""


class Kept(Protocol):
    """A row that names a content, of whichever wing."""

    stored: Any
    size: Any
    sha256: Any
    media_type: Any

    @property
    def is_public(self) -> bool: ...

    @property
    def opens_in_page(self) -> bool: ...


@dataclass(slots=True)
class Version:
    """What is sent of a file: another content under the same rights."""

    stored: Any
    size: int
    sha256: str
    media_type: str
    is_public: bool


def public_version(file: Kept) -> Kept | Version:
    """The file without data about who wrote it, as the public gets it; the file itself where it says nothing.

    Made at once where it is not there yet. 409 `file.not_cleaned` when it cannot be made: nothing is given out then;
    503 `file.being_prepared` when it takes longer.
    """
    if file.media_type not in CLEANED:
        return file
    copy = _settled(file)
    if copy.state == CopyState.WAITING:
        words = _("This file is being prepared. Please try again in a moment.")
        raise DomainError("file.being_prepared", words, status=503)
    if copy.state == CopyState.FAILED:
        words = _("This file cannot be given to the public: who wrote it could not be taken out of it.")
        raise DomainError("file.not_cleaned", words)
    return file if copy.state == CopyState.AS_IS else _version(copy, file)


def readable_version(file: Kept) -> Kept | Version | None:
    """What opens in the page: the reading copy of an office file, a PDF file without what it would do by itself; None
    where nothing does.
    """
    if getattr(file, "has_reading_copy", False):
        copy = FileCopy.objects.get(source=file.sha256, purpose=Purpose.READING)
        return _version(copy, file) if copy.state == CopyState.MADE else None
    if not file.opens_in_page:
        return None
    try:
        return public_version(file)
    except DomainError:
        if file.is_public:
            raise
        return None


def _version(copy: FileCopy, file: Kept) -> Version:
    return Version(copy.stored, copy.size, copy.sha256, copy.media_type, file.is_public)


def _settled(file: Kept) -> FileCopy:
    """The row of the clean copy, made by now or still waiting."""
    copy = _row(file)
    if copy is None:
        order_copies(file.sha256, file.media_type)
        copy = _row(file)
    assert copy is not None
    if copy.state != CopyState.WAITING or not AT_ONCE.acquire(timeout=PATIENCE):
        return copy
    try:
        return _make_or_wait(copy)
    finally:
        AT_ONCE.release()


def _make_or_wait(copy: FileCopy) -> FileCopy:
    """Make it here, or wait a moment for whoever makes it."""
    copy.refresh_from_db()
    if copy.state == CopyState.WAITING and (copy.due_at is None or copy.due_at <= timezone.now()) and take(copy):
        return make(copy)
    until = time.monotonic() + PATIENCE
    while copy.state == CopyState.WAITING and time.monotonic() < until:
        time.sleep(0.1)
        copy.refresh_from_db()
    return copy


def _row(file: Kept) -> FileCopy | None:
    return FileCopy.objects.filter(source=file.sha256, purpose=Purpose.CLEAN).first()
