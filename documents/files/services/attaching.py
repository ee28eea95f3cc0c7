"""Files: added, removed; who got one that is not for everybody."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File as Content
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from agenda.selectors import item_in, number_of
from documents.files import events
from documents.files.models import File
from documents.files.names import another, speaking_name, title_from
from documents.files.registry import follow_removal
from documents.files.services.receiving import Parcel, keep, received
from meetings.enums import Way
from meetings.errors import DomainError, not_found
from meetings.journal import record
from meetings.journal.kinds import EventKind
from meetings.models import Meeting
from meetings.permissions import Actor, require
from meetings.services import lock_meeting, record_reading
from meetings.typed import one_line

TITLE_LENGTH = File._meta.get_field("title").max_length or 0


def attach_file(
    *, item: AgendaItem, upload: Content, actor: Actor, title: str = "", confidential: bool = False
) -> File:
    """Add a file to an item (Unterlage anfügen); without a title the file's own name becomes one.

    Received before the meeting is locked: a large file must not hold up a vote. Raises what `received` does, and 400
    `data.invalid`; 409 `file.already_attached`, `item.gone`. When it is refused nothing of the file stays behind. Files
    of a non-public item are confidential whatever is said.
    """
    require(actor, "documents.attach_file", item)
    title = title_of(upload, title)
    with received(upload) as parcel:
        return _attach(item, parcel, title, confidential, actor)


@transaction.atomic
def _attach(item: AgendaItem, parcel: Parcel, title: str, confidential: bool, actor: Actor) -> File:
    meeting, actor = lock_meeting(item.meeting_id, actor)
    item = item_in(meeting, item.pk)
    require(actor, "documents.attach_file", item)
    return put_on(item, parcel, title, confidential, actor)


def put_on(item: AgendaItem, parcel: Parcel, title: str, confidential: bool, actor: Actor) -> File:
    """Put what was received on a locked item; who may is asked by the caller. 409 `file.already_attached`."""
    files = File.objects.kept().filter(item=item)
    if files.filter(sha256=parcel.sha256).exists():
        raise DomainError("file.already_attached", _("This very file is already among the files of this item."))
    wanted = speaking_name(number_of(item), title, parcel.kind.ending, parcel.original)
    file = File.objects.create(
        item=item,
        title=title,
        stored=keep(parcel),
        name=another(wanted, set(files.values_list("name", flat=True))),
        media_type=parcel.kind.media_type,
        size=parcel.size,
        sha256=parcel.sha256,
        position=(files.aggregate(last=Max("position"))["last"] or 0) + 1,
        confidential=confidential or not item.is_public,
        uploaded_by=actor.user,
        uploaded_at=timezone.now(),
    )
    tell(file, events.FILE_ATTACHED, actor)
    return file


@transaction.atomic
def remove_file(*, file: File, actor: Actor) -> File:
    """Take a file off its item (Unterlage entfernen): nobody can fetch it any more; 409 when it is gone already."""
    meeting, actor = lock_meeting(file.item.meeting_id, actor)
    fresh = kept_in(meeting, file)
    require(actor, "documents.remove_file", fresh)
    return take_off(fresh, actor)


def take_off(file: File, actor: Actor) -> File:
    """Remove a file whose meeting is locked; who may is asked by the caller."""
    follow_removal.ask(file, actor)
    file.removed_at = timezone.now()
    file.save(update_fields=["removed_at"])
    tell(file, events.FILE_REMOVED, actor)
    return file


def note_file(*, file: File, reader: Actor, way: Way = Way.DOWNLOAD) -> None:
    """A file that not everybody may have goes on record before it is sent; 503 `reading.not_recorded`."""
    if not file.is_public:
        record_reading(
            reader=reader, meeting=file.meeting, what="documents.file", key=file.pk, title=file.title, way=way
        )


def kept_in(meeting: Meeting, file: File) -> File:
    """The row as it stands under the meeting's lock."""
    fresh = File.objects.select_related("item").filter(pk=file.pk, item__meeting=meeting).first()
    if fresh is None:
        raise not_found()
    fresh.item.meeting = meeting
    return fresh


def tell(file: File, kind: EventKind, actor: Actor) -> None:
    """Record an event of a file for whoever may know of it."""
    secrets = {"title": file.title, "sha256": file.sha256}
    keys: dict[str, Any] = {"file": file.pk, "item": file.item_id, "number": number_of(file.item)}
    record(file.item.meeting, kind, actor=actor, audience=events.audience_of(file), secrets=secrets, **keys)


def title_of(upload: Content, title: str = "") -> str:
    """What a file is called: as somebody typed it, or by its own name. 400 `data.invalid`."""
    title = one_line(title) or title_from(upload.name or "")[:TITLE_LENGTH] or str(_("File"))
    if len(title) > TITLE_LENGTH:
        raise DomainError("data.invalid", _("The title is too long."), status=400)
    return title
