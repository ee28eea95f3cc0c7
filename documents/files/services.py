"""Files: added, removed; who got one that is not for everybody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from agenda.selectors import item_in, number_of
from documents.files import events, kinds
from documents.files.models import File
from documents.files.names import another, speaking_name, title_from
from documents.files.registry import follow_removal
from documents.storage import random_place
from meetings.enums import Way
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.permissions import Actor, require
from meetings.services import lock_meeting, record_reading
from meetings.typed import one_line

TITLE_LENGTH = File._meta.get_field("title").max_length or 0


@dataclass(frozen=True, slots=True)
class Parcel:
    """An upload that has been looked at and stored, on its way to its item."""

    place: str
    title: str
    kind: kinds.Kind
    original: str
    size: int
    sha256: str


def attach_file(
    *, item: AgendaItem, upload: Content, actor: Actor, title: str = "", confidential: bool = False
) -> File:
    """Add a file to an item (Unterlage anfügen); without a title the file's own name becomes one.

    Looked at, hashed and stored before the meeting is locked: a large file must not hold up a vote. 400 `file.empty`,
    `data.invalid`; 413 `file.too_large`; 415 `file.kind_not_taken`; 409 `file.already_attached`, `item.gone`. When it
    is refused nothing of the file stays behind. Files of a non-public item are confidential whatever is said.
    """
    require(actor, "documents.attach_file", item)
    with received(upload, title) as parcel:
        return _attach(item, parcel, confidential, actor)


@contextmanager
def received(upload: Content, title: str = "") -> Iterator[Parcel]:
    """The upload, looked at and stored; when what is done with it fails, nothing of it stays behind. Raises what
    `attach_file` does of the file itself.
    """
    title = _clean_title(title, upload.name or "")
    parcel = _receive(upload, title)
    try:
        yield parcel
    except BaseException:
        default_storage.delete(parcel.place)
        raise


@transaction.atomic
def _attach(item: AgendaItem, parcel: Parcel, confidential: bool, actor: Actor) -> File:
    meeting, actor = lock_meeting(item.meeting_id, actor)
    item = item_in(meeting, item.pk)
    require(actor, "documents.attach_file", item)
    return put_on(item, parcel, confidential, actor)


def put_on(item: AgendaItem, parcel: Parcel, confidential: bool, actor: Actor) -> File:
    """Put what was received on a locked item; who may is asked by the caller. 409 `file.already_attached`."""
    files = File.objects.kept().filter(item=item)
    if files.filter(sha256=parcel.sha256).exists():
        raise DomainError("file.already_attached", _("This very file is already among the files of this item."))
    wanted = speaking_name(number_of(item), parcel.title, parcel.kind.ending, parcel.original)
    file = File.objects.create(
        item=item,
        title=parcel.title,
        stored=parcel.place,
        name=another(wanted, set(files.values_list("name", flat=True))),
        media_type=parcel.kind.media_type,
        size=parcel.size,
        sha256=parcel.sha256,
        confidential=confidential or not item.is_public,
        uploaded_by=actor.user,
        uploaded_at=timezone.now(),
    )
    _tell(file, events.FILE_ATTACHED, actor)
    return file


@transaction.atomic
def remove_file(*, file: File, actor: Actor) -> File:
    """Take a file off its item (Unterlage entfernen): nobody can fetch it any more; 409 when it is gone already."""
    meeting, actor = lock_meeting(file.item.meeting_id, actor)
    fresh = File.objects.select_related("item").filter(pk=file.pk, item__meeting=meeting).first()
    if fresh is None:
        raise not_found()
    fresh.item.meeting = meeting
    require(actor, "documents.remove_file", fresh)
    return take_off(fresh, actor)


def take_off(file: File, actor: Actor) -> File:
    """Remove a file whose meeting is locked; who may is asked by the caller."""
    follow_removal.ask(file, actor)
    file.removed_at = timezone.now()
    file.save(update_fields=["removed_at"])
    _tell(file, events.FILE_REMOVED, actor)
    return file


def note_file(*, file: File, reader: Actor, way: Way = Way.DOWNLOAD) -> None:
    """A file that not everybody may have goes on record before it is sent; 503 `reading.not_recorded`."""
    if not file.is_public:
        record_reading(
            reader=reader, meeting=file.meeting, what="documents.file", key=file.pk, title=file.title, way=way
        )


def _tell(file: File, kind: EventKind, actor: Actor) -> None:
    secrets = {"title": file.title, "sha256": file.sha256}
    keys: dict[str, Any] = {"file": file.pk, "item": file.item_id, "number": number_of(file.item)}
    record(file.item.meeting, kind, actor=actor, audience=events.audience_of(file), secrets=secrets, **keys)


def _clean_title(title: str, original: str) -> str:
    title = one_line(title) or title_from(original)[:TITLE_LENGTH] or str(_("File"))
    if len(title) > TITLE_LENGTH:
        raise DomainError("data.invalid", _("The title is too long."), status=400)
    return title


def _receive(upload: Content, title: str) -> Parcel:
    size = upload.size or 0
    if size == 0:
        raise DomainError("file.empty", _("The file is empty."), status=400)
    if size > settings.FILE_SIZE_LIMIT:
        limit = settings.FILE_SIZE_LIMIT // 1024**2
        raise DomainError("file.too_large", _("The file is larger than {limit} MB.").format(limit=limit), status=413)
    kind, digest = _kind_of(upload), _digest(upload)
    return Parcel(_store(upload), title, kind, upload.name or "", size, digest)


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
