"""That somebody reads pages of what is not public goes on record once for a reading, and not once for a page; and where
they stopped.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from documents.files.models import File
from documents.files.services import note_file
from documents.presenting.models import ReadingPlace
from documents.presenting.services.pages import content_of
from meetings.enums import Way
from meetings.errors import not_found
from meetings.models import Reading
from meetings.permissions import Actor, require

ONE_SITTING = timedelta(minutes=30)


def note_pages(file: File, reader: Actor) -> None:
    """Pages of a file that not everybody may have go on record before the first is sent; 503 `reading.not_recorded`."""
    if file.is_public or _is_being_read(file, reader):
        return
    note_file(file=file, reader=reader, way=Way.PAGE)


def _is_being_read(file: File, reader: Actor) -> bool:
    since = timezone.now() - ONE_SITTING
    rows = Reading.objects.filter(reader=reader.user, what="documents.file", key=file.pk, way=Way.PAGE, at__gt=since)
    return rows.exists()


def keep_place(*, file: File, page: int, actor: Actor) -> File:
    """Remember at which page of a file this account is; for nobody else. 404 for a page that is not there.

    What one reads for oneself is no matter of the meeting: nothing is locked, and nothing recorded.
    """
    require(actor, "documents.keep_place", file)
    if not 1 <= page <= (content_of(file).pages or 0):
        raise not_found()
    ReadingPlace.objects.update_or_create(user=actor.user, file=file, defaults={"page": page})
    return file
