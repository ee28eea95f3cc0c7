"""The order of an item's files."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from documents.files import events
from documents.files.models import File
from documents.files.services.attaching import kept_in, tell
from meetings.errors import DomainError
from meetings.permissions import Actor, require
from meetings.services import lock_meeting


@transaction.atomic
def move_file(*, file: File, actor: Actor, before: int = 0) -> File:
    """Put a file before another one of the same item (Reihenfolge der Unterlagen), or at the end.

    `before` is that file's id, 0 for the end. 409 `file.not_there` when it is none of this item's; where the file
    stands there already nothing happens.
    """
    meeting, actor = lock_meeting(file.item.meeting_id, actor)
    fresh = kept_in(meeting, file)
    require(actor, "documents.move_file", fresh)
    old = list(File.objects.kept().filter(item=fresh.item).in_order())
    new = _moved(old, fresh, before)
    if [one.pk for one in new] != [one.pk for one in old]:
        _write(new)
        tell(fresh, events.FILE_MOVED, actor)
    return fresh


def _moved(files: list[File], file: File, before: int) -> list[File]:
    if before == file.pk:
        return files
    others = [one for one in files if one.pk != file.pk]
    at = next((place for place, one in enumerate(others) if one.pk == before), len(others) if not before else None)
    if at is None:
        raise DomainError("file.not_there", _("The files of this item have changed meanwhile. Please look again."))
    return [*others[:at], file, *others[at:]]


def _write(files: list[File]) -> None:
    for position, file in enumerate(files, start=1):
        file.position = position
    File.objects.bulk_update(files, ["position"])
