"""Asks video systems with every heartbeat, in threads of its own: one that is slow delays nothing and nobody."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from meetings.live.broadcast import Broadcast
from meetings.live.database import in_database_thread
from meetings.models import Meeting
from meetings.video.states import Conference, look
from meetings.video.systems import any_tells_states, has_video, system_of

PANELS = frozenset({"video"})
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="video")
logger = logging.getLogger(__name__)


class VideoWatch:
    """What was shown last per meeting, and the questions that are out; at most one per meeting."""

    def __init__(self) -> None:
        self._asking: dict[int, asyncio.Task[None]] = {}
        self._shown: dict[int, Conference | None] = {}

    def ask(self, broadcast: Broadcast) -> None:
        """Begin to ask, unless the last question is still out; returns at once."""
        if any_tells_states() and broadcast.meeting_id not in self._asking:
            task = asyncio.create_task(self._ask(broadcast))
            self._asking[broadcast.meeting_id] = task
            task.add_done_callback(lambda done: self._asking.pop(broadcast.meeting_id, None))

    async def _ask(self, broadcast: Broadcast) -> None:
        try:
            meeting = await _to_watch(broadcast.meeting_id)
            answer = await asyncio.get_running_loop().run_in_executor(_threads, look, meeting) if meeting else None
            self._show(broadcast, answer)
        except Exception:
            logger.exception("the video conference of meeting %s could not be watched", broadcast.meeting_id)

    def _show(self, broadcast: Broadcast, answer: Conference | None) -> None:
        if answer != self._shown.get(broadcast.meeting_id):
            self._shown[broadcast.meeting_id] = answer
            broadcast.redraw(PANELS)

    def forget(self, meeting_id: int) -> None:
        """Nobody watches this meeting any more."""
        self._shown.pop(meeting_id, None)


@in_database_thread
def _to_watch(meeting_id: int) -> Meeting | None:
    """The meeting, when its system tells who is there and it is not over."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None or not has_video(meeting):
        return None
    system = system_of(meeting)
    return meeting if system is not None and system.tells_states else None
