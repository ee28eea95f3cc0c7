"""Receiving a file (Entgegennahme): looked at, hashed, scanned, and stored once for its content. Knows no items:
whatever keeps files receives them here.

    with received(upload) as parcel:
        with transaction.atomic():
            ...
            row.stored = keep(parcel)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from documents.files import kinds
from documents.files.models import File, FileContent
from documents.files.services.making import order_copies
from documents.files.services.scanning import scan
from documents.storage import random_place
from meetings.errors import DomainError

HOLDERS: list[type[Model]] = [File]
"""The tables whose rows name the place of a content; a wing above that keeps files enters its own."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An upload that has been received, on its way to whoever keeps it; `is_new` when its content was not there yet."""

    place: str
    kind: kinds.Kind
    original: str
    size: int
    sha256: str
    is_new: bool


@contextmanager
def received(upload: Content) -> Iterator[Parcel]:
    """Receive a file; unless it was kept when the block is left, nothing of it stays behind.

    400 `file.empty`, `file.infected`; 413 `file.too_large`; 415 `file.kind_not_taken`; 503 `scan.unavailable`.
    """
    size = check_size(upload.size or 0)
    kind, digest = _kind_of(upload), _digest(upload)
    scan(upload)
    place = _place_of(digest)
    parcel = Parcel(place or _store(upload), kind, upload.name or "", size, digest, is_new=not place)
    try:
        yield parcel
    finally:
        if parcel.is_new and not FileContent.objects.filter(stored=parcel.place).exists():
            default_storage.delete(parcel.place)


def keep(parcel: Parcel) -> str:
    """In the transaction that writes the row: the one place of this content; its copies are made in the background.

    Of two who receive the same content at the same time the first to commit has stored it for both.
    """
    given = {"stored": parcel.place, "size": parcel.size, "media_type": parcel.kind.media_type}
    content, _is_first = FileContent.objects.get_or_create(sha256=parcel.sha256, defaults=given)
    if parcel.is_new and content.stored.name != parcel.place and not _is_there(content):
        _heal(content, parcel.place)
    order_copies(parcel.sha256, parcel.kind.media_type)
    return str(content.stored.name)


def _heal(content: FileContent, place: str) -> None:
    """The content was lost from the storage, as after half a restore: it is there again, for all who have it."""
    content.stored = place
    content.save(update_fields=["stored"])
    for kind in HOLDERS:
        kind._default_manager.filter(sha256=content.sha256).update(stored=place)


def check_size(size: int) -> int:
    """The size, where a file may have it."""
    if size == 0:
        raise DomainError("file.empty", _("The file is empty."), status=400)
    if size > settings.FILE_SIZE_LIMIT:
        limit = settings.FILE_SIZE_LIMIT // 1024**2
        raise DomainError("file.too_large", _("The file is larger than {limit} MB.").format(limit=limit), status=413)
    return size


def check_ending(name: str) -> None:
    """What can be said of a file by its name alone, before anything of it is sent; 415 `file.kind_not_taken`."""
    unknown = kinds.unknown_by_name(name)
    if unknown is not None:
        raise DomainError("file.kind_not_taken", _why_not(unknown), status=415)


def _place_of(sha256: str) -> str:
    """Where this content lies already; nothing when it does not."""
    known = FileContent.objects.filter(sha256=sha256).first()
    return str(known.stored.name) if known is not None and _is_there(known) else ""


def _is_there(content: FileContent) -> bool:
    return default_storage.exists(str(content.stored.name))


def _store(upload: Content) -> str:
    """Where it lies; of a file that could not be written to its end nothing stays behind."""
    place = random_place(None, "")
    try:
        return default_storage.save(place, upload)
    except BaseException:
        default_storage.delete(place)
        raise


def _kind_of(upload: Content) -> kinds.Kind:
    try:
        return kinds.kind_of(upload.name or "", cast(BinaryIO, upload.file))
    except kinds.UnknownKind as unknown:
        raise DomainError("file.kind_not_taken", _why_not(unknown), status=415) from None


def _why_not(unknown: kinds.UnknownKind) -> str:
    """What is wrong with this very file, and what would be taken."""
    taken = ", ".join(ending.upper() for ending in kinds.ENDINGS if ending != "jpeg")
    if unknown.is_taken:
        message = _(
            "The content of this file is not that of a {ending} file: it is damaged, encrypted, holds macros or has "
            "another kind than its "
            "name says. Save it anew in the program it comes from. Accepted: {taken}."
        )
    elif unknown.ending:
        message = _("Files of the kind {ending} are not accepted. Convert it, for example to PDF. Accepted: {taken}.")
    else:
        message = _("The name of this file has no ending that says its kind. Accepted: {taken}.")
    return message.format(ending=unknown.ending[:10].upper(), taken=taken)


def _digest(upload: Content) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()
