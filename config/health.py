"""Is the process alive, and can it work? Asked by the operator's watch, answered without any detail."""

from __future__ import annotations

import asyncio

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is touched."""
    return JsonResponse({"process": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database and channel layer answer; 503 when one of them does not."""
    parts = {"database": database_answers(), "channel_layer": channel_layer_answers()}
    words = {name: "ok" if works else "failed" for name, works in parts.items()}
    return JsonResponse(words, status=200 if all(parts.values()) else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


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
