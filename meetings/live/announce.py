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
    try:
        async_to_sync(_send)(hint)
    except Exception:
        logger.exception("the channel layer did not take event %s of meeting %s", seq, meeting_id)


async def _send(hint: dict[str, Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        await get_channel_layer().group_send(GROUP, hint)


listen(str(Meeting._meta.model_name), announce)
