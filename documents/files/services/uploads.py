"""Large files come in pieces and go on where a network broke: begun, sent, finished, or dropped."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import File as Content
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.models import AgendaItem
from documents.files import pieces
from documents.files.models import File, Upload
from documents.files.services.attaching import attach_file
from documents.files.services.receiving import check_ending, check_size
from meetings.errors import DomainError, not_found
from meetings.permissions import Actor, require

LARGEST_PIECE = 8 * 1024**2
MOST_UNDER_WAY = 50
LONGEST_NAME = Upload._meta.get_field("name").max_length or 0
LATEST = 2**53
COME_AGAIN = {"scan.unavailable", "storage.full", "server.busy"}
"""What is not the file's fault: it need not be sent anew."""


def begin_upload(*, item: AgendaItem, actor: Actor, name: str, size: int, modified: int = 0) -> Upload:
    """Announce a large file, or find the one that this person has under way already: it goes on at its `offset`.

    What can be refused by name and size is refused before anything is sent: 400 `file.empty`, `data.invalid`; 413
    `file.too_large`; 415 `file.kind_not_taken`; 507 `storage.full`. Whoever has too many under way loses the oldest.
    """
    require(actor, "documents.begin_upload", item)
    if not name or len(name) > LONGEST_NAME or "\0" in name or modified > LATEST:
        raise DomainError("data.invalid", _("This file name is too long."), status=400)
    check_ending(name)
    check_size(size)
    if not pieces.room_for(size):
        raise DomainError("storage.full", _("There is no room left on the server."), status=507)
    with transaction.atomic():
        upload, _is_new = Upload.objects.get_or_create(
            item=item,
            owner=actor.user,
            name=name,
            size=size,
            modified=modified,
            finished_at=None,
            defaults={"key": secrets.token_hex(16), "last_at": timezone.now()},
        )
    _drop_oldest(actor)
    return upload


def _drop_oldest(actor: Actor) -> None:
    mine = Upload.objects.filter(owner=actor.user, finished_at=None).order_by("-last_at", "-pk")
    for old in mine[MOST_UNDER_WAY:]:
        forget_upload(old)


def send_piece(*, upload: Upload, actor: Actor, offset: int, source: Any) -> Upload:
    """Take the next piece (`source` is read), which begins at `offset`; answers with the new offset.

    Stored before the row is locked. 409 `upload.wrong_offset` when it is not the next one, as when another tab was
    quicker; 413 `upload.too_much` for more than was announced or than one piece may have; 400 `upload.nothing` without
    a byte. The piece counts wholly or not at all.
    """
    require(actor, "documents.send_piece", upload)
    _check_offset(upload, offset)
    most = min(upload.size - offset, LARGEST_PIECE)
    with pieces.written(upload.key, source, most) as (place, length):
        if length > most:
            raise DomainError("upload.too_much", _("More was sent than was announced."), status=413)
        if not length:
            raise DomainError("upload.nothing", _("Nothing was sent."), status=400)
        with transaction.atomic():
            fresh = _locked(upload, actor, "documents.send_piece")
            _check_offset(fresh, offset)
            pieces.put(place, fresh.key, offset)
            fresh.offset, fresh.last_at = offset + length, timezone.now()
            fresh.save(update_fields=["offset", "last_at"])
    return fresh


def finish_upload(*, upload: Upload, actor: Actor, title: str = "", confidential: bool = False) -> File:
    """Put the pieces together and add the file as any other is added; raises what `attach_file` raises.

    409 `upload.incomplete` while something is missing, `state.not_now` the second time. Where the fault is not the
    file's (no room, no virus scanner) its pieces stay, and it can be finished later.
    """
    require(actor, "documents.finish_upload", upload)
    with _claimed(upload, actor) as claimed, pieces.joined(claimed.key, claimed.size) as whole:
        content = Content(whole, name=claimed.name)
        content.size = claimed.size
        return attach_file(item=claimed.item, upload=content, actor=actor, title=title, confidential=confidential)


@contextmanager
def _claimed(upload: Upload, actor: Actor) -> Iterator[Upload]:
    """Only one of several who finish it does; the pieces go unless it is to be tried again."""
    with transaction.atomic():
        fresh = _locked(upload, actor, "documents.finish_upload")
        if fresh.offset < fresh.size:
            raise DomainError("upload.incomplete", _("A part of this file is still missing."))
        fresh.finished_at = timezone.now()
        fresh.save(update_fields=["finished_at"])
    try:
        yield fresh
    except BaseException as error:
        if isinstance(error, DomainError) and error.code not in COME_AGAIN:
            pieces.throw_away(fresh.key)
        else:
            Upload.objects.filter(pk=fresh.pk).update(finished_at=None, last_at=timezone.now())
        raise
    pieces.throw_away(fresh.key)


def drop_upload(*, upload: Upload, actor: Actor) -> AgendaItem:
    """Give up a file that is under way (Hochladen abbrechen): its pieces are thrown away."""
    with transaction.atomic():
        fresh = _locked(upload, actor, "documents.drop_upload")
        forget_upload(fresh)
    return fresh.item


def forget_upload(upload: Upload) -> None:
    """The row and the pieces go; the pieces when the transaction commits."""
    upload.delete()
    transaction.on_commit(lambda: pieces.throw_away(upload.key))


def _locked(upload: Upload, actor: Actor, action: str) -> Upload:
    """The row as it stands now, nobody else changes it meanwhile."""
    fresh = Upload.objects.select_for_update(of=("self",)).select_related("item__meeting").filter(pk=upload.pk).first()
    if fresh is None:
        raise not_found()
    require(actor, action, fresh)
    return fresh


def _check_offset(upload: Upload, offset: int) -> None:
    if offset != upload.offset or offset >= upload.size:
        raise DomainError("upload.wrong_offset", _("This is not the part that comes next."))
