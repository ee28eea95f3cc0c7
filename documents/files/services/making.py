"""Copies of what was received (clean ones, PDF files to read, texts): made in the background, once for each content.

The row of a copy is its order: whoever takes it puts it off by some minutes, so that a process that was killed in the
middle loses nothing, and an order that has killed several is given up.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import File as Content
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from documents.confined import Confined
from documents.files.copying import Made, make_clean, make_reading, make_text, wanted_of
from documents.files.enums import CopyState, Purpose
from documents.files.kinds import KINDS
from documents.files.models import File, FileContent, FileCopy, FileText
from documents.storage import on_disk, random_place, scratch_folder
from meetings.journal.announce import announce
from meetings.models import Meeting

HELD = timedelta(minutes=5)
MOST_ATTEMPTS = 3
MOST_ORDERS = 200
PREPARED = "documents.file.prepared"
logger = logging.getLogger(__name__)
woken = threading.Event()


def order_copies(sha256: str, media_type: str) -> None:
    """Have made what is wanted of this content and is not there or ordered yet; begins when the transaction commits."""
    for purpose in wanted_of(media_type):
        given = {"source_type": media_type, "due_at": timezone.now()}
        FileCopy.objects.get_or_create(source=sha256, purpose=purpose, defaults=given)
    transaction.on_commit(woken.set)


def order_missing() -> None:
    """What was received before there were copies of its kind, as before an update or before LibreOffice was there."""
    for purpose in Purpose:
        there = FileCopy.objects.filter(source=OuterRef("sha256"), purpose=purpose)
        types = [kind.media_type for kind in KINDS if purpose in wanted_of(kind.media_type)]
        missing = FileContent.objects.filter(~Exists(there), media_type__in=types)[:MOST_ORDERS]
        for sha256, media_type in missing.values_list("sha256", "media_type"):
            order_copies(sha256, media_type)


def make_due(stopped: Callable[[], bool] = lambda: False) -> int:
    """Make every copy that is due, one after the other; answers how many."""
    made = 0
    while not stopped() and (copy := _next_due()) is not None:
        if take(copy):
            make(copy)
            made += 1
    return made


def _next_due() -> FileCopy | None:
    due = FileCopy.objects.filter(state=CopyState.WAITING, due_at__lte=timezone.now())
    return due.order_by("purpose", "pk").first()


def take(copy: FileCopy) -> bool:
    """Whether this process makes it: of several that try only one does."""
    held = FileCopy.objects.filter(pk=copy.pk, state=CopyState.WAITING, due_at=copy.due_at)
    return bool(held.update(due_at=timezone.now() + HELD, attempts=F("attempts") + 1))


def make(copy: FileCopy) -> FileCopy:
    """Make one copy that was taken, or say why it cannot be made, and tell the pages that show its files."""
    copy.refresh_from_db()
    content = FileContent.objects.filter(sha256=copy.source).first()
    if copy.attempts > MOST_ATTEMPTS or content is None:
        return _settle(copy, CopyState.FAILED, problem="given up" if content else "lost")
    try:
        with on_disk(content.stored) as original, scratch_folder() as folder:
            made = _MAKERS[Purpose(copy.purpose)](original, copy.source_type, folder)
            return _keep(copy, made)
    except (Confined, FileNotFoundError) as error:
        logger.warning("no %s copy of %s: %s", copy.purpose, copy.source[:12], error)
        return _settle(copy, CopyState.FAILED, problem=str(error).replace(str(content.stored.name), "it")[-200:])


_MAKERS: dict[Purpose, Callable[..., Made]] = {
    Purpose.CLEAN: make_clean,
    Purpose.READING: make_reading,
    Purpose.TEXT: make_text,
}


def _keep(copy: FileCopy, made: Made) -> FileCopy:
    if made.pages is not None:
        FileText.objects.update_or_create(sha256=copy.source, defaults={"pages": made.pages, "made_at": timezone.now()})
        return _settle(copy, CopyState.MADE)
    if made.place is None:
        return _settle(copy, CopyState.AS_IS)
    with made.place.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        opened.seek(0)
        place = default_storage.save(random_place(None, ""), Content(opened))
    size = made.place.stat().st_size
    return _settle(copy, CopyState.MADE, stored=place, media_type=made.media_type, size=size, sha256=digest)


def _settle(copy: FileCopy, state: CopyState, **values: Any) -> FileCopy:
    for name, value in {"state": state, "due_at": None, **values}.items():
        setattr(copy, name, value)
    copy.save(update_fields=["state", "due_at", *values])
    if copy.purpose != Purpose.TEXT:
        transaction.on_commit(lambda: _tell(copy))
    return copy


def _tell(copy: FileCopy) -> None:
    """Nothing has happened in the meeting, so nothing is recorded: the pages only draw their files anew."""
    files = File.objects.kept().filter(sha256=copy.source)
    for meeting in Meeting.objects.filter(items__files__in=files).select_related("journal").distinct():
        announce("meeting", meeting.pk, meeting.last_seq, PREPARED)
