"""Is the process alive, and can it work? Asked by the operator's watch, answered without any detail."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from meetings.models import LiveServer

KEY = f"readyz.{os.getpid()}"
KEPT = 1  # seconds for which an answer holds: however often anybody asks, the database is asked once
PATIENCE = 1000  # milliseconds that the trial waits for the database's lock
TRIAL = b"\0" * 65_536
Parts = dict[str, bool]


_one_asks = threading.Lock()


def parts() -> Parts:
    """What works just now; one asks, all others take what that one has found."""
    with _one_asks:
        found = _kept()
        if found is None:
            found = {"database": database_takes(), "channel_layer": channel_layer_answers(), "disk": disk_takes()}
            with contextlib.suppress(Exception):  # a cache that cannot be had keeps nothing
                cache.set(KEY, found, KEPT)
        return found


def _kept() -> Parts | None:
    try:
        found: Parts | None = cache.get(KEY)
    except Exception:
        return None
    return found


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is touched."""
    return JsonResponse({"process": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Something can be written to the database and the data folder, and the channel layer answers; 503 when one of them
    fails.

    A full disk is named only when it is full.
    """
    found = parts()
    words = {name: "ok" if works else "failed" for name, works in found.items() if name != "disk" or not works}
    return JsonResponse(words, status=200 if all(found.values()) else 503)


def database_takes() -> bool:
    """Whether the database takes a row, which is taken back at once: read-only, or locked for too long, it does not."""
    try:
        with impatient(), transaction.atomic():
            LiveServer.objects.create(key=uuid4(), seen_at=timezone.now())
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


@contextlib.contextmanager
def impatient() -> Iterator[None]:
    """Within, this connection waits for a lock for a second, where else it waits through a busy moment."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
            cursor.execute(f"SET LOCAL statement_timeout = {2 * PATIENCE}")
            yield
        return
    usual = int(settings.DATABASES["default"]["OPTIONS"].get("timeout", 5) * 1000)
    set_busy_timeout(PATIENCE)
    try:
        yield
    finally:
        set_busy_timeout(usual)


def set_busy_timeout(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")


def disk_takes() -> bool:
    """Whether a file can be written where uploads come in, beside SQLite's database; it has no name and is gone when
    it is closed.
    """
    try:
        with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
            file.write(TRIAL)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True


def channel_layer_answers() -> bool:
    """Whether a message sent through the layer comes back within two seconds."""
    try:
        return async_to_sync(send_to_myself)()
    except Exception:  # each layer fails in its own way, and every way means the same here
        return False


async def send_to_myself() -> bool:
    layer = get_channel_layer()
    assert layer is not None
    async with asyncio.timeout(2):
        channel = await layer.new_channel()
        await layer.send(channel, {"type": "health"})
        return bool(await layer.receive(channel) == {"type": "health"})
