"""From the commit to the processes: one small message each, a hint and never the truth."""

import asyncio
import logging
from collections.abc import Collection
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from meetings.journal.announce import listen
from meetings.models import Meeting

GROUP = "ratssaal.live"
PATIENCE = 2.0
"""Seconds that a write waits for the channel layer, while somebody waits for the write."""
logger = logging.getLogger(__name__)


def announce(meeting_id: int, seq: int, name: str, only_for: Collection[int] | None) -> None:
    """Tell every process's hub that the meeting has event `seq`; a lost hint is found by the heartbeat.

    `only_for` are the people whose own panels change; None for everybody's.

    Errors of the channel layer are logged and swallowed: the write has been committed, the room slows to
    the heartbeat's five seconds but never stops.
    """
    hint = {
        "type": "event",
        "meeting": meeting_id,
        "seq": seq,
        "name": name,
        "only_for": None if only_for is None else list(only_for),
    }
    _tell_all(hint, f"event {seq}")


def redraw(meeting_id: int, panels: Collection[str]) -> None:
    """Tell every process's hub that these shared panels read differently, although the journal has no event of it.

    A lost hint is found by the heartbeat where the panel says what it rests on (`Panel.beside`).
    """
    _tell_all({"type": "event", "meeting": meeting_id, "panels": list(panels)}, "a hint")


def _tell_all(hint: dict[str, Any], what: str) -> None:
    try:
        async_to_sync(_send)(hint)
    except Exception:
        logger.exception("the channel layer did not take %s of meeting %s", what, hint["meeting"])


async def _send(hint: dict[str, Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        await get_channel_layer().group_send(GROUP, hint)


listen(str(Meeting._meta.model_name), announce)
